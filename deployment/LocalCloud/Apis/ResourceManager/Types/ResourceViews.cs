using Layercake.LocalCloud.Apis.KeyVault;
using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Types;

/// <summary>Resources as a read shows them: what was written, and what the service adds.</summary>
internal sealed class ResourceViews(CloudAccounts accounts, CloudUrls urls, ResourceStore resources, Vaults vaults, VaultHosts hosts)
{
    /// <summary>Null when there is none of that id.</summary>
    public JObject? Find(string id) => resources.Get(id) is { } kept ? Of(kept) : FindSecret(id);

    public JObject Of(JObject kept)
    {
        var view = (JObject)kept.DeepClone();
        if (view["properties"] is not JObject properties)
            view["properties"] = properties = [];

        properties["provisioningState"] ??= "Succeeded";
        var type = (string)view["type"]!;
        if (ArmIds.Same(type, DatabricksWorkspaceType.Name))
        {
            properties["workspaceId"] = accounts.WorkspaceId;

            // Without a scheme, as the service gives it.
            properties["workspaceUrl"] = new Uri(urls.Https).Authority;
        }
        else if (ArmIds.Same(type, KeyVaultType.Name))
        {
            properties["vaultUri"] = $"{hosts.Address((string)view["name"]!)}/";
        }

        return view;
    }

    /// <summary>What a template's <c>reference()</c> gives.</summary>
    public JObject? Properties(string id) => Find(id)?["properties"] as JObject;

    // Secrets that were set in the vault itself are resources too, without their values.
    private JObject? FindSecret(string id)
    {
        var (type, name) = ArmIds.Split(id);
        if (!ArmIds.Same(type, VaultSecretType.Name))
            return null;

        var (vault, secret) = (name.Split('/')[0], name.Split('/')[1]);
        if (resources.Get(ArmIds.Resource(ArmIds.ScopeOf(id), KeyVaultType.Name, vault)) is null)
            return null;

        if (vaults.Secrets(vault).All.FirstOrDefault(candidate => ArmIds.Same((string?)candidate["name"], secret)) is not { } kept)
            return null;

        var latest = kept["versions"]!.Last!;
        var address = $"{hosts.Address(vault)}/secrets/{kept["name"]}";
        return new JObject
        {
            ["id"] = id,
            ["name"] = (string?)kept["name"],
            ["type"] = VaultSecretType.Name,
            ["properties"] = new JObject
            {
                ["attributes"] = latest["attributes"]!.DeepClone(),
                ["contentType"] = latest["contentType"],
                ["secretUri"] = address,
                ["secretUriWithVersion"] = $"{address}/{latest["version"]}",
            },
        };
    }
}
