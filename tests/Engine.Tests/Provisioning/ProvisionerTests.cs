using Layercake.Engine.Environments;
using Layercake.Engine.Provisioning;
using Layercake.Identity.ResourceManager;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Provisioning;

public sealed class ProvisionerTests : IAsyncLifetime
{
    private AzureBench bench = null!;

    public async Task InitializeAsync() => bench = await AzureBench.StartAsync();

    public async Task DisposeAsync() => await bench.DisposeAsync();

    [Fact]
    public async Task An_environment_with_nothing_gets_everything_and_a_second_run_writes_nothing()
    {
        Assert.Equal(
            [
                "create resource group rg-dev: not in Azure",
                "create workspace adb-dev: not in Azure",
                "create key vault kv-dev: not in Azure",
                "create secret tenant-id: gets a placeholder",
                "create secret client-id: gets a placeholder",
                "create secret client-secret: gets a placeholder",
            ],
            AzureBench.Rows(await bench.PlanAsync())
        );

        var outcome = await bench.ProvisionAsync();

        Assert.Equal(["tenant-id", "client-id", "client-secret"], outcome.Placeholders);
        Assert.NotNull(outcome.WorkspaceUrl);
        Assert.Equal("Succeeded", bench.States[^1]);

        await bench.Fixture.ForgetRequestsAsync();
        var second = await bench.PlanAsync();
        Assert.True(second.IsEmpty);
        Assert.Equal(["tenant-id", "client-id", "client-secret"], second.Placeholders);
        await bench.ProvisionAsync();
        Assert.Empty(await bench.WritesAsync());
    }

    [Fact]
    public async Task A_plan_writes_nothing_and_is_the_same_each_time()
    {
        await bench.ArmAsync("PUT", bench.GroupPath, new JObject { ["location"] = "westeurope" });
        await bench.Fixture.ForgetRequestsAsync();

        var first = await bench.PlanAsync();

        Assert.Equal(AzureBench.Rows(first), AzureBench.Rows(await bench.PlanAsync()));
        Assert.Contains(await bench.Fixture.RequestsAsync(), request => request.Contains("/whatIf", StringComparison.Ordinal));
        Assert.Empty(await bench.WritesAsync());
        Assert.Equal("none resource group rg-dev: exists", AzureBench.Rows(first)[0]);
    }

    [Fact]
    public async Task A_workspace_can_go_into_a_network_of_its_own()
    {
        bench.Settings = new InfrastructureSettings { Vnet = "create", VnetAddress = "10.20.30.40/16" };

        await bench.ProvisionAsync();

        var workspace = await bench.ArmAsync("GET", $"{bench.GroupPath}/providers/Microsoft.Databricks/workspaces/adb-dev");
        Assert.Equal(
            $"{bench.GroupPath}/providers/Microsoft.Network/virtualNetworks/vnet-adb-dev",
            (string?)workspace.SelectToken("properties.parameters.customVirtualNetworkId.value")
        );
        var network = await bench.ArmAsync("GET", $"{bench.GroupPath}/providers/Microsoft.Network/virtualNetworks/vnet-adb-dev");
        Assert.Equal(
            ["10.20.0.0/18", "10.20.64.0/18"],
            network.SelectTokens("properties.subnets[*].properties.addressPrefix").Select(prefix => (string?)prefix)
        );
        Assert.Equal(
            ["Microsoft.Databricks/workspaces", "Microsoft.Databricks/workspaces"],
            network
                .SelectTokens("properties.subnets[*].properties.delegations[0].properties.serviceName")
                .Select(service => (string?)service)
        );
        Assert.True((await bench.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_workspace_can_go_into_a_network_that_exists_when_its_subnets_are_delegated()
    {
        var id = $"{bench.GroupPath}/providers/Microsoft.Network/virtualNetworks/hub";
        bench.Settings = new InfrastructureSettings
        {
            Vnet = id,
            PublicSubnet = "outer",
            PrivateSubnet = "inner",
        };
        Assert.StartsWith($"There is no virtual network {id}, or client ", await MisfitAsync("vnet"), StringComparison.Ordinal);

        await PutNetworkAsync("hub", ("outer", true));
        Assert.Equal(
            "The virtual network hub has no subnet inner. It has: outer. Correct private_subnet, or add the subnet.",
            await MisfitAsync("private_subnet")
        );

        await PutNetworkAsync("hub", ("outer", true), ("inner", false));
        Assert.Equal(
            $"Subnet inner of the virtual network hub is not delegated to Databricks. Delegate it: az network vnet subnet update "
                + $"--ids {id}/subnets/inner --delegations Microsoft.Databricks/workspaces",
            await MisfitAsync("private_subnet")
        );

        await PutNetworkAsync("hub", ("outer", true), ("inner", true));
        await bench.ProvisionAsync();
        Assert.Contains("none virtual network hub: exists; left as it is", AzureBench.Rows(await bench.PlanAsync()));
    }

    [Fact]
    public async Task An_existing_vault_and_the_values_in_it_are_never_overwritten()
    {
        await bench.ProvisionAsync();
        await bench.ArmAsync(
            "PUT",
            $"{bench.GroupPath}/providers/Microsoft.KeyVault/vaults/kv-dev/secrets/client-secret",
            new JObject { ["properties"] = new JObject { ["value"] = "real" } }
        );
        bench.Settings = new InfrastructureSettings { VaultAccess = "policies", Tags = "owner=data" };
        bench.Environment = bench.Environment with { SecretNames = bench.Environment.SecretNames with { ClientId = "deployer-id" } };
        await bench.Fixture.ForgetRequestsAsync();

        var outcome = await bench.ProvisionAsync();

        Assert.Equal(["tenant-id", "deployer-id"], outcome.Placeholders);
        Assert.True(
            (bool?)
                (await bench.ArmAsync("GET", $"{bench.GroupPath}/providers/Microsoft.KeyVault/vaults/kv-dev")).SelectToken(
                    "properties.enableRbacAuthorization"
                )
        );
        Assert.DoesNotContain(
            await bench.WritesAsync(),
            write =>
                write.Contains("layercake-secret-client-secret", StringComparison.Ordinal)
                || write.Contains("layercake-secret-tenant-id", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_deleted_vault_comes_back_with_its_secrets()
    {
        await bench.ProvisionAsync();
        var vault = $"{bench.GroupPath}/providers/Microsoft.KeyVault/vaults/kv-dev";
        await bench.ArmAsync("PUT", $"{vault}/secrets/client-secret", new JObject { ["properties"] = new JObject { ["value"] = "real" } });
        await bench.ArmAsync("DELETE", vault);

        Assert.Contains("recover key vault kv-dev: was deleted; comes back with its secrets", AzureBench.Rows(await bench.PlanAsync()));
        Assert.Equal(["tenant-id", "client-id"], (await bench.ProvisionAsync()).Placeholders);
        Assert.True((await bench.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_deleted_vault_of_another_group_is_told_of_and_not_touched()
    {
        await bench.ProvisionAsync();
        await bench.ArmAsync("DELETE", $"{bench.GroupPath}/providers/Microsoft.KeyVault/vaults/kv-dev");
        bench.Environment = bench.Environment with { ResourceGroup = "rg-other" };

        Assert.StartsWith(
            "The name kv-dev belongs to a deleted vault of another resource group",
            await MisfitAsync("vault_name"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_workspace_that_exists_keeps_what_the_settings_say_nothing_about()
    {
        await bench.ProvisionAsync();
        var id = $"{bench.GroupPath}/providers/Microsoft.Databricks/workspaces/adb-dev";
        var workspace = await bench.ArmAsync("GET", id);
        workspace["tags"] = new JObject { ["theirs"] = "1" };
        workspace["properties"]!["managedResourceGroupId"] = $"{bench.GroupPath}-managed";
        await bench.ArmAsync("PUT", id, workspace);
        bench.Settings = new InfrastructureSettings { Tags = "owner=data" };

        Assert.Contains(
            "modify workspace adb-dev: differs from the settings; tags.owner: (not set) → \"data\"",
            AzureBench.Rows(await bench.PlanAsync())
        );
        await bench.ProvisionAsync();

        workspace = await bench.ArmAsync("GET", id);
        Assert.Equal(["owner", "theirs"], ((JObject)workspace["tags"]!).Properties().Select(tag => tag.Name).Order());
        Assert.Equal($"{bench.GroupPath}-managed", (string?)workspace.SelectToken("properties.managedResourceGroupId"));
    }

    [Fact]
    public async Task Whoever_creates_a_vault_with_access_policies_may_set_its_secrets()
    {
        bench.Settings = new InfrastructureSettings { VaultAccess = "policies" };

        await bench.ProvisionAsync();

        var vault = await bench.ArmAsync("GET", $"{bench.GroupPath}/providers/Microsoft.KeyVault/vaults/kv-dev");
        Assert.False((bool?)vault.SelectToken("properties.enableRbacAuthorization"));
        Assert.Equal(
            ["get", "list", "set"],
            vault.SelectTokens("properties.accessPolicies[0].permissions.secrets[*]").Select(right => (string?)right)
        );
    }

    [Fact]
    public async Task What_a_failed_deployment_says_is_told_and_the_next_run_does_the_rest()
    {
        await bench.Fixture.AdminAsync(
            "POST",
            "/arm/failures",
            new JObject
            {
                ["type"] = "Microsoft.Databricks/workspaces",
                ["code"] = "QuotaExceeded",
                ["message"] = "Operation could not be completed as it results in exceeding approved Total Regional Cores quota.",
            }
        );

        var failure = await Assert.ThrowsAsync<ResourceManagerException>(bench.ProvisionAsync);

        Assert.Equal("DeploymentFailed", failure.Code);
        Assert.Equal(
            "Azure refused the deployment layercake-infrastructure: QuotaExceeded: Operation could not be completed as it results "
                + "in exceeding approved Total Regional Cores quota. "
                + "Ask for a higher quota in the subscription's Usage + quotas, or choose another location.",
            failure.Message
        );

        await bench.Fixture.AdminAsync("DELETE", "/arm/failures");
        await bench.ProvisionAsync();
        Assert.True((await bench.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_subscription_that_may_not_be_used_says_which_role_is_missing()
    {
        await bench.Fixture.AdminAsync(
            "POST",
            "/deny",
            new JObject { ["service"] = "arm", ["client_id"] = bench.Fixture.Description.DeveloperClientId }
        );

        var failure = await Assert.ThrowsAsync<ResourceManagerException>(bench.PlanAsync);

        Assert.Contains("AuthorizationFailed: The client", failure.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"Give client {bench.Fixture.Description.DeveloperClientId} of tenant {bench.Fixture.Description.TenantId} the "
                + $"role Contributor",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_subscription_that_is_not_there_is_no_reason_to_create_anything()
    {
        bench.Environment = bench.Environment with { SubscriptionId = "12345678-90ab-cdef-1234-567890abcdef" };

        var failure = await Assert.ThrowsAsync<ResourceManagerException>(bench.ProvisionAsync);

        Assert.Contains("SubscriptionNotFound", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Correct subscription_id", failure.Message, StringComparison.Ordinal);
    }

    private async Task<string> MisfitAsync(string setting)
    {
        var misfit = await Assert.ThrowsAsync<ProvisioningException>(bench.PlanAsync);
        Assert.Equal(setting, misfit.Setting);
        return misfit.Message;
    }

    private async Task PutNetworkAsync(string name, params (string Name, bool IsDelegated)[] subnets)
    {
        await bench.ArmAsync("PUT", bench.GroupPath, new JObject { ["location"] = "westeurope" });
        await bench.ArmAsync(
            "PUT",
            $"{bench.GroupPath}/providers/Microsoft.Network/virtualNetworks/{name}",
            new JObject
            {
                ["location"] = "westeurope",
                ["properties"] = new JObject
                {
                    ["addressSpace"] = new JObject { ["addressPrefixes"] = new JArray("10.0.0.0/16") },
                    ["subnets"] = new JArray(
                        subnets.Select(subnet => new JObject
                        {
                            ["name"] = subnet.Name,
                            ["properties"] = new JObject
                            {
                                ["delegations"] = subnet.IsDelegated
                                    ? new JArray(
                                        new JObject { ["properties"] = new JObject { ["serviceName"] = "Microsoft.Databricks/workspaces" } }
                                    )
                                    : [],
                            },
                        })
                    ),
                },
            }
        );
    }
}
