using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Provisioning;

/// <summary>Makes the rows of a plan from what Azure says it would change.</summary>
/// <param name="whatIf">Null when the resource group is missing: Azure says nothing of it, and nothing can be in it.</param>
internal sealed class InfrastructureRows(InfrastructureTarget target, IReadOnlyList<JObject>? whatIf)
{
    public IEnumerable<ResourceChange> Network(bool exists)
    {
        if (target.VnetId is not { } id)
            return [];
        if (!target.CreatesVnet)
            return [new("virtual network", id.Split('/')[^1], ResourceAction.None, "exists; left as it is")];

        return exists
            ? [new("virtual network", target.NewVnetName, ResourceAction.None, "exists; left as it is")]
            : [Row("security group", target.SecurityGroupId), Row("virtual network", id)];
    }

    public ResourceChange Workspace() => Row("workspace", target.WorkspaceId);

    public ResourceChange Vault(bool exists, bool isDeleted) =>
        exists ? new("key vault", target.VaultName, ResourceAction.None, "exists; left as it is, and so are its values")
        : isDeleted ? new("key vault", target.VaultName, ResourceAction.Recover, "was deleted; comes back with its secrets")
        : Row("key vault", target.VaultId);

    public static ResourceChange Secret(RequiredSecret secret, bool isMissing, bool isRecovered, JObject? found) =>
        new(
            "secret",
            secret.Name,
            isMissing ? ResourceAction.Create : ResourceAction.None,
            isMissing ? "gets a placeholder"
                : isRecovered ? "comes back with the vault, or gets a placeholder"
                : InfrastructurePlanner.IsPlaceholder(found) ? "still holds its placeholder"
                : "exists; its value is not touched"
        );

    private ResourceChange Row(string kind, string id)
    {
        var name = id.Split('/')[^1];
        if (whatIf is null)
            return new ResourceChange(kind, name, ResourceAction.Create, "not in Azure");

        var change = whatIf.FirstOrDefault(candidate =>
            string.Equals((string?)candidate["resourceId"], id, StringComparison.OrdinalIgnoreCase)
        );
        return (string?)change?["changeType"] switch
        {
            "Create" => new(kind, name, ResourceAction.Create, "not in Azure"),
            "Modify" => new(kind, name, ResourceAction.Modify, "differs from the settings")
            {
                Details = [.. Details("", change["delta"] as JArray)],
            },

            // Azure can compare some resources only by deploying them.
            "Deploy" or "Unsupported" => new(kind, name, ResourceAction.Modify, "Azure does not foretell what changes"),
            _ => new(kind, name, ResourceAction.None, "as the settings say"),
        };
    }

    private static IEnumerable<string> Details(string parent, JArray? delta) =>
        (delta ?? [])
            .OfType<JObject>()
            .OrderBy(change => (string?)change["path"], StringComparer.Ordinal)
            .SelectMany(change =>
            {
                var path = parent + (string?)change["path"];
                return change["children"] is JArray { Count: > 0 } children
                    ? Details(path + ".", children)
                    : [$"{path}: {Text(change["before"])} → {Text(change["after"])}"];
            });

    private static string Text(JToken? value) => value is null or JValue { Value: null } ? "(not set)" : value.ToString(Formatting.None);
}
