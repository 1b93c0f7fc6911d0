using Layercake.Identity.ResourceManager;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Provisioning;

/// <summary>A virtual network that is not created here must be ready for Databricks.</summary>
internal sealed class ExistingNetwork(ResourceManagerClient azure, InfrastructureTarget target)
{
    /// <exception cref="ProvisioningException">It is not there, or lacks a subnet that is delegated to Databricks.</exception>
    public async Task CheckAsync(CancellationToken ct)
    {
        if (target.VnetId is not { } id || target.CreatesVnet)
            return;

        var network =
            await azure.FindAsync(id, InfrastructurePlanner.Networks, ct)
            ?? throw new ProvisioningException(
                "vnet",
                $"There is no virtual network {id}, or {azure.Caller} may not see it. Correct vnet, or set it to create."
            );
        CheckSubnet(network, id, "public_subnet", target.Settings.PublicSubnet);
        CheckSubnet(network, id, "private_subnet", target.Settings.PrivateSubnet);
    }

    /// <param name="setting">The setting that names the subnet.</param>
    private static void CheckSubnet(JObject network, string networkId, string setting, string? name)
    {
        var subnets = (network.SelectToken("properties.subnets") as JArray ?? []).OfType<JObject>().ToList();
        var others = subnets.Count == 0 ? "It has none." : $"It has: {string.Join(", ", subnets.Select(other => (string?)other["name"]))}.";
        var subnet =
            subnets.FirstOrDefault(candidate => Same((string?)candidate["name"], name))
            ?? throw new ProvisioningException(
                setting,
                $"The virtual network {network["name"]} has no subnet {name}. {others} Correct {setting}, or add the subnet."
            );
        var services = (subnet.SelectToken("properties.delegations") as JArray ?? []).Select(delegation =>
            (string?)delegation.SelectToken("properties.serviceName")
        );
        if (!services.Any(service => Same(service, "Microsoft.Databricks/workspaces")))
            throw new ProvisioningException(
                setting,
                $"Subnet {name} of the virtual network {network["name"]} is not delegated to Databricks. Delegate it: az "
                    + $"network vnet subnet update --ids {networkId}/subnets/{name} --delegations Microsoft.Databricks/workspaces"
            );
    }

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
