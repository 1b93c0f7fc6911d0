using Layercake.LocalCloud.Apis.ResourceManager.Deployments;
using Layercake.LocalCloud.Apis.ResourceManager.Types;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ResourceManager;

/// <summary>Azure Resource Manager: the subscription, its groups and resources, and deployments of templates.</summary>
internal sealed class ResourceManagerFamily(Cloud cloud) : IEndpoints
{
    public void Map(RouteTable routes)
    {
        var types = new ResourceTypes(cloud);
        var views = new ResourceViews(cloud);
        var deployments = new DeploymentStore(cloud, types, views);
        var arm = new ArmRoutes(cloud, routes, deployments);
        new SubscriptionEndpoints(cloud, views).Map(arm);
        new GroupEndpoints(cloud, types, views).Map(arm);
        new ResourceEndpoints(cloud, types, views).Map(arm);
        new VaultRecoveryEndpoints(cloud).Map(arm);
        new DeploymentEndpoints(cloud, deployments, new WhatIf(cloud, types, views)).Map(arm);
        new DeploymentAdminEndpoints(deployments).Map(routes);
    }

    /// <summary>The group with the workspace and the vault that every cloud starts with.</summary>
    public void Seed()
    {
        var accounts = cloud.Accounts;
        if (cloud.Resources.Group(accounts.ResourceGroup) is not null)
            return;

        cloud.Resources.PutGroup(ArmIds.NewGroup(accounts.SubscriptionId, accounts.ResourceGroup, accounts.Location));
        cloud.Resources.Put(
            new JObject
            {
                ["id"] = accounts.WorkspaceResourceId,
                ["name"] = accounts.WorkspaceName,
                ["type"] = DatabricksWorkspaceType.Name,
                ["location"] = accounts.Location,
                ["sku"] = new JObject { ["name"] = "premium" },
                ["properties"] = new JObject
                {
                    ["managedResourceGroupId"] =
                        $"/subscriptions/{accounts.SubscriptionId}/resourceGroups/databricks-rg-{accounts.WorkspaceName}",
                },
            }
        );
        cloud.Resources.Put(
            new JObject
            {
                ["id"] =
                    $"/subscriptions/{accounts.SubscriptionId}/resourceGroups/{accounts.ResourceGroup}/providers/{KeyVaultType.Name}/{accounts.VaultName}",
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
            }
        );
    }
}
