using Layercake.LocalCloud.Apis.ResourceManager.Types;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager;

/// <summary>Resources as a read shows them: what was written, and what the service adds.</summary>
internal sealed class ResourceViews(Cloud cloud)
{
    /// <summary>Null when there is none of that id.</summary>
    public JObject? Find(string id) => cloud.Resources.Get(id) is { } kept ? Of(kept) : FindSecret(id);

    public JObject Of(JObject kept)
    {
        var view = (JObject)kept.DeepClone();
        if (view["properties"] is not JObject properties)
            view["properties"] = properties = [];

        properties["provisioningState"] ??= "Succeeded";
        var type = (string)view["type"]!;
        if (ArmIds.Same(type, DatabricksWorkspaceType.Name))
        {
            properties["workspaceId"] = cloud.Accounts.WorkspaceId;

            // Without a scheme, as the service gives it.
            properties["workspaceUrl"] = new Uri(cloud.Urls.Https).Authority;
        }
        else if (ArmIds.Same(type, KeyVaultType.Name))
        {
            properties["vaultUri"] = $"{cloud.VaultHosts?.Address((string)view["name"]!)}/";
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
        if (cloud.Resources.Get(ArmIds.Resource(ArmIds.ScopeOf(id), KeyVaultType.Name, vault)) is null)
            return null;

        if (cloud.Vaults.Secrets(vault).All.FirstOrDefault(candidate => ArmIds.Same((string?)candidate["name"], secret)) is not { } kept)
            return null;

        var latest = kept["versions"]!.Last!;
        var address = $"{cloud.VaultHosts?.Address(vault)}/secrets/{kept["name"]}";
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
