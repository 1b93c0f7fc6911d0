using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager.Types;

/// <summary>Databricks workspaces, also in a virtual network of one's own; each gets its managed resource group.</summary>
internal sealed class DatabricksWorkspaceType(CloudAccounts accounts, ResourceStore resources) : StoredType(resources, Name)
{
    public const string Name = "Microsoft.Databricks/workspaces";

    private const string Network = "customVirtualNetworkId";
    private static readonly string[] Subnets = ["customPublicSubnetName", "customPrivateSubnetName"];

    public override void Check(JObject wanted)
    {
        base.Check(wanted);
        var properties = Properties(wanted);
        Require(properties, "managedResourceGroupId");
        var parameters = properties["parameters"] as JObject ?? [];
        string[] all = [Network, .. Subnets];
        var missing = all.Where(name => parameters[name]?["value"] is null).ToList();
        if (missing.Count is > 0 and < 3)
            throw ArmErrors.Of(
                400,
                "InvalidCustomParameters",
                $"A workspace in a virtual network needs {string.Join(", ", all)} together; missing: {string.Join(", ", missing)}."
            );
    }

    public override Task ApplyAsync(JObject wanted, CancellationToken ct)
    {
        var properties = Properties(wanted);
        if (properties["parameters"]?[Network]?["value"] is { } network)
            CheckNetwork((string)network!, (JObject)properties["parameters"]!);

        Keep(wanted);
        var managed = (string)properties["managedResourceGroupId"]!;
        var group =
            ArmIds.GroupOf(managed) ?? throw ArmErrors.Of(400, "InvalidRequestContent", $"'{managed}' is not the id of a resource group.");
        if (Resources.Group(group) is null)
        {
            var created = ArmIds.NewGroup(accounts.SubscriptionId, group, (string)wanted["location"]!);
            created["managedBy"] = wanted["id"];
            Resources.PutGroup(created);
        }

        return Task.CompletedTask;
    }

    public override async Task RemoveAsync(JObject kept)
    {
        if (ArmIds.GroupOf((string?)Properties(kept)["managedResourceGroupId"] ?? "") is { } group)
            Resources.RemoveGroup(group);

        await base.RemoveAsync(kept);
    }

    private void CheckNetwork(string network, JObject parameters)
    {
        var subnets =
            Resources.Get(network)?["properties"]?["subnets"] as JArray
            ?? throw ArmErrors.Of(400, "InvalidCustomVirtualNetwork", $"The virtual network '{network}' was not found.");
        foreach (var parameter in Subnets)
            if (!subnets.Any(subnet => ArmIds.Same((string?)subnet["name"], (string?)parameters[parameter]!["value"])))
                throw ArmErrors.Of(
                    400,
                    "InvalidCustomSubnet",
                    $"The subnet '{parameters[parameter]!["value"]}' ({parameter}) was not found in '{network}'."
                );
    }
}
