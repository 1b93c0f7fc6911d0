using Layercake.LocalCloud.Apis.KeyVault;
using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Types;

/// <summary>
/// Access policies that a template adds to a vault, puts in place of those it has, or removes: the resource's name says which.
/// </summary>
internal sealed class VaultAccessPoliciesType(ResourceStore resources) : StoredType(resources, "Microsoft.KeyVault/vaults/accessPolicies")
{
    public override Task ApplyAsync(JObject wanted, CancellationToken ct)
    {
        var names = ((string)wanted["name"]!).Split('/');
        var id = ArmIds.Resource(ArmIds.ScopeOf((string)wanted["id"]!), Vaults.ResourceType, names[0]);
        var vault =
            (JObject?)Resources.Get(id)?.DeepClone()
            ?? throw ArmErrors.Of(
                404,
                "ParentResourceNotFound",
                $"Failed to perform 'write' on resource(s) of type 'vaults/accessPolicies', because the parent resource "
                    + $"'{names[0]}' could not be found."
            );
        var given = (Properties(wanted)["accessPolicies"] as JArray ?? []).OfType<JObject>().ToList();
        var kept = (vault["properties"]!["accessPolicies"] as JArray ?? [])
            .OfType<JObject>()
            .Where(policy => !given.Any(other => ArmIds.Same((string?)other["objectId"], (string?)policy["objectId"])));
        vault["properties"]!["accessPolicies"] = names[^1].ToLowerInvariant() switch
        {
            "replace" => new JArray(given),
            "remove" => new JArray(kept),
            _ => new JArray(kept.Concat(given)),
        };
        Resources.Put(vault);
        return Task.CompletedTask;
    }
}
