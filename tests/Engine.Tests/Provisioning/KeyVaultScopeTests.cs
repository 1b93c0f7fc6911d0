using Layercake.Engine.Environments;
using Layercake.Engine.Provisioning;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Provisioning;

/// <summary>The secret scope that shows the environment's vault.</summary>
public sealed class KeyVaultScopeTests : IAsyncLifetime
{
    private const string Scopes = "/api/2.0/secrets/scopes/";

    private AzureBench bench = null!;

    public async Task InitializeAsync()
    {
        bench = await AzureBench.StartAsync();
        bench.Settings = new InfrastructureSettings { SecretScope = "kv" };
    }

    public async Task DisposeAsync() => await bench.DisposeAsync();

    [Fact]
    public async Task It_is_created_after_the_workspace_and_the_vault_and_only_once()
    {
        Assert.Equal("create secret scope kv: not in the workspace; shows vault kv-dev", AzureBench.Rows(await bench.PlanAsync())[^1]);

        await bench.ProvisionAsync();

        var scope = (JObject)Assert.Single((await bench.Fixture.GetAsync(Scopes + "list"))["scopes"]!);
        Assert.Equal("AZURE_KEYVAULT", (string?)scope["backend_type"]);
        Assert.Equal(
            $"{bench.GroupPath}/providers/Microsoft.KeyVault/vaults/kv-dev",
            (string?)scope.SelectToken("keyvault_metadata.resource_id")
        );
        Assert.Equal(
            ["client-id", "client-secret", "tenant-id"],
            (await bench.Fixture.GetAsync("/api/2.0/secrets/list?scope=kv"))["secrets"]!.Select(secret => (string?)secret["key"])
        );

        await bench.Fixture.ForgetRequestsAsync();
        var again = await bench.PlanAsync();
        Assert.True(again.IsEmpty);
        Assert.Equal("none secret scope kv: exists, shows vault kv-dev", AzureBench.Rows(again)[^1]);
        await bench.ProvisionAsync();
        Assert.DoesNotContain(
            await bench.Fixture.RequestsAsync(),
            request => request.Contains(Scopes + "create", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Of_an_environment_that_has_all_else_only_the_scope_is_missing()
    {
        bench.Settings = new InfrastructureSettings();
        await bench.ProvisionAsync();
        bench.Settings = new InfrastructureSettings { SecretScope = "kv" };
        await bench.Fixture.ForgetRequestsAsync();

        await bench.ProvisionAsync();

        Assert.Empty(await bench.WritesAsync());
        Assert.Single(await bench.Fixture.RequestsAsync(), request => request.StartsWith($"POST {Scopes}create", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("spn-key")]
    [InlineData("pat")]
    public async Task A_scope_of_that_name_with_other_contents_is_left_alone_before_anything_is_written(string kind)
    {
        bench.Settings = new InfrastructureSettings();
        await bench.ProvisionAsync();
        bench.Environment = bench.Environment with { AuthorityType = kind, WorkspaceUrl = null };
        bench.Settings = new InfrastructureSettings { SecretScope = "kv", Tags = "owner=data" };
        await bench.Fixture.PostAsync(Scopes + "create", new JObject { ["scope"] = "kv" });
        await bench.Fixture.ForgetRequestsAsync();

        var failure = await Assert.ThrowsAsync<SecretScopeException>(bench.ProvisionAsync);

        Assert.Equal(
            "The workspace has a secret scope kv already, which keeps its secrets itself. It is left as it is. Choose another "
                + "secret_scope, or delete that one by hand when nothing uses it any more.",
            failure.Message
        );
        Assert.Empty(await bench.WritesAsync());
        Assert.DoesNotContain(
            await bench.Fixture.RequestsAsync(),
            request => request.Contains(Scopes + "delete", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_scope_that_shows_another_vault_is_named_with_that_vault()
    {
        await bench.ProvisionAsync();
        bench.Environment = bench.Environment with { Vault = new Uri("https://kv-other.vault.azure.net") };

        var failure = await Assert.ThrowsAsync<SecretScopeException>(bench.PlanAsync);

        Assert.Contains(
            $"which shows another vault, {bench.GroupPath}/providers/Microsoft.KeyVault/vaults/kv-dev. It is left as it is.",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Whom_the_workspace_does_not_know_enters_by_creating_and_not_by_planning()
    {
        bench.Settings = new InfrastructureSettings();
        await bench.ProvisionAsync();
        bench.Settings = new InfrastructureSettings { SecretScope = "kv" };
        await bench.Fixture.AdminAsync(
            "POST",
            "/workspace-users",
            new JObject { ["client_id"] = bench.Fixture.Description.DeveloperClientId, ["member"] = false }
        );

        foreach (var _ in new[] { 1, 2 })
            Assert.EndsWith("may not look into the workspace yet", AzureBench.Rows(await bench.PlanAsync())[^1], StringComparison.Ordinal);

        await bench.ProvisionAsync();
        Assert.Equal("none secret scope kv: exists, shows vault kv-dev", AzureBench.Rows(await bench.PlanAsync())[^1]);
    }

    [Fact]
    public async Task A_refusal_says_who_may_create_it_and_the_next_run_does_only_that()
    {
        await bench.Fixture.AddFaultAsync(
            $$"""
            {
              "method": "POST",
              "path": "{{Scopes}}create",
              "status": 400,
              "body": { "error_code": "INVALID_PARAMETER_VALUE", "message": "Not with this token." }
            }
            """
        );

        var failure = await Assert.ThrowsAsync<SecretScopeException>(bench.ProvisionAsync);

        Assert.StartsWith(
            "The workspace did not make secret scope kv: POST /api/2.0/secrets/scopes/create answered 400 INVALID_PARAMETER_VALUE: "
                + "Not with this token. It takes a token of Microsoft Entra of somebody who is an administrator",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["secret scope"],
            (await bench.PlanAsync()).Changes.Where(change => change.Action != ResourceAction.None).Select(change => change.Kind)
        );
        await bench.ProvisionAsync();
        Assert.True((await bench.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task An_answer_that_was_lost_does_not_make_it_a_failure()
    {
        await bench.Fixture.AddFaultAsync($$"""{ "method": "POST", "path": "{{Scopes}}create", "action": "drop_after" }""");

        await bench.ProvisionAsync();

        Assert.True((await bench.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task In_a_workspace_of_the_standard_tier_all_users_manage_it()
    {
        bench.Settings = new InfrastructureSettings { SecretScope = "kv", WorkspaceSku = "standard" };

        await bench.ProvisionAsync();

        Assert.Equal(
            "users",
            (string?)(await bench.Fixture.GetAsync("/api/2.0/secrets/acls/list?scope=kv")).SelectToken("items[0].principal")
        );
    }
}
