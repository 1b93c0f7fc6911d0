using Layercake.LocalCloud.Apis.KeyVault;
using Layercake.LocalCloud.Apis.ResourceManager.Deployments;
using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Layercake.LocalCloud.Apis.ResourceManager.Types;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager;

/// <summary>Azure Resource Manager: the subscription, its groups and resources, and deployments of templates.</summary>
internal sealed class ResourceManagerFamily(
    CloudState state,
    CloudAccounts accounts,
    CloudUrls urls,
    ResourceStore resources,
    Vaults vaults,
    VaultHosts hosts
) : IEndpoints
{
    public void Map(RouteTable routes)
    {
        var secrets = new VaultSecretType(resources, vaults);
        var types = new ResourceTypes(
            [
                new DatabricksWorkspaceType(accounts, resources),
                new KeyVaultType(resources, vaults, hosts),
                secrets,
                new VaultAccessPoliciesType(resources),
                new VirtualNetworkType(resources),
                new SubnetType(resources),
                new StoredType(resources, "Microsoft.Network/networkSecurityGroups"),
                new RoleAssignmentType(resources),
            ]
        );
        var views = new ResourceViews(accounts, urls, resources, vaults, hosts);
        var deployments = new DeploymentStore(state, accounts, resources, types, views);
        var whatIf = new WhatIf(state, accounts, resources, secrets, types, views);
        var arm = new ArmRoutes(accounts, routes, deployments.SettleAsync);
        new SubscriptionEndpoints(accounts, resources, views).Map(arm);
        new GroupEndpoints(accounts, resources, types, views).Map(arm);
        new ResourceEndpoints(resources, types, views).Map(arm);
        new VaultRecoveryEndpoints(accounts, vaults).Map(arm);
        new DeploymentEndpoints(state, accounts, resources, deployments, whatIf).Map(arm);
        new DeploymentAdminEndpoints(deployments).Map(routes);
    }

    /// <summary>The group with the workspace and the vault that every cloud starts with.</summary>
    public void Seed()
    {
        if (resources.Group(accounts.ResourceGroup) is not null)
            return;

        resources.PutGroup(ArmIds.NewGroup(accounts.SubscriptionId, accounts.ResourceGroup, accounts.Location));
        resources.Put(SeededWorkspace());
        resources.Put(SeededVault());
    }

    private JObject SeededWorkspace() =>
        new()
        {
            ["id"] = accounts.WorkspaceResourceId,
            ["name"] = accounts.WorkspaceName,
            ["type"] = DatabricksWorkspaceType.Name,
            ["location"] = accounts.Location,
            ["sku"] = new JObject { ["name"] = "premium" },
            ["properties"] = new JObject
            {
                ["managedResourceGroupId"] = ArmIds.Group(accounts.SubscriptionId, $"databricks-rg-{accounts.WorkspaceName}"),
            },
        };

    private JObject SeededVault() =>
        new()
        {
            ["id"] = ArmIds.Resource(
                ArmIds.Group(accounts.SubscriptionId, accounts.ResourceGroup),
                KeyVaultType.Name,
                accounts.VaultName
            ),
            ["name"] = accounts.VaultName,
            ["type"] = KeyVaultType.Name,
            ["location"] = accounts.Location,
            ["properties"] = new JObject
            {
                ["tenantId"] = accounts.TenantId,
                ["sku"] = new JObject { ["family"] = "A", ["name"] = "standard" },
                ["accessPolicies"] = new JArray(),
                ["enableRbacAuthorization"] = true,
                ["enableSoftDelete"] = true,
                ["softDeleteRetentionInDays"] = 90,
            },
        };
}
