using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>What is special about secret scopes.</summary>
public sealed class SecretScopeTests : IAsyncLifetime
{
    private const string OnVault = """
        {
          "name": "kv",
          "backend_type": "AZURE_KEYVAULT",
          "keyvault_metadata": { "resource_id": "/subscriptions/s/vaults/kv-dev", "dns_name": "https://kv-dev.vault.azure.net" }
        }
        """;

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_plan_lists_the_scopes_once_however_many_there_are()
    {
        foreach (var name in new[] { "a", "b", "c" })
            workspace.With($"secret-scopes/{name}.json", $$"""{ "name": "{{name}}" }""");
        await workspace.DeployAsync();

        await workspace.Cloud.ForgetRequestsAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        Assert.Equal(1, (await workspace.Cloud.RequestsAsync()).Count(request => request.Contains("/secrets/scopes/list")));
    }

    [Fact]
    public async Task A_scope_on_a_vault_is_made_with_a_token_of_Entra_and_the_slash_of_its_address_is_no_difference()
    {
        var token = await workspace.Cloud.TokenAsync("2ff814a6-3304-4ab8-85cb-cd0e6f879c1d");
        workspace.Token = (_, _) => ValueTask.FromResult(token);
        await workspace.With("secret-scopes/kv.json", OnVault).DeployAsync();

        var made = Assert.Single((await workspace.Cloud.GetAsync("/api/2.0/secrets/scopes/list"))["scopes"]!);
        Assert.Equal("https://kv-dev.vault.azure.net/", (string?)made["keyvault_metadata"]!["dns_name"]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        await workspace.ForgetAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Another_vault_is_a_recreate_that_is_refused_unless_the_run_allows_it()
    {
        var token = await workspace.Cloud.TokenAsync("2ff814a6-3304-4ab8-85cb-cd0e6f879c1d");
        workspace.Token = (_, _) => ValueTask.FromResult(token);
        await workspace.With("secret-scopes/kv.json", OnVault).DeployAsync();
        workspace.With("secret-scopes/kv.json", OnVault.Replace("kv-dev", "kv-new", StringComparison.Ordinal));

        var refusal = Assert.Single((await workspace.TryPlanAsync()).Refusals);
        Assert.Contains("the secrets in it would be lost", refusal.Message, StringComparison.Ordinal);

        workspace.DataLoss = new AllowedDataLoss(["secret-scopes.kv"]);
        await workspace.DeployAsync();
        var made = Assert.Single((await workspace.Cloud.GetAsync("/api/2.0/secrets/scopes/list"))["scopes"]!);
        Assert.Equal("https://kv-new.vault.azure.net/", (string?)made["keyvault_metadata"]!["dns_name"]);
    }

    [Fact]
    public async Task A_prune_leaves_a_scope_unless_the_run_allows_it()
    {
        workspace.With("secret-scopes/kept.json", """{ "name": "kept" }""");
        await workspace.With("secret-scopes/app.json", """{ "name": "app" }""").DeployAsync();
        workspace.Without("secret-scopes/app.json");

        Assert.Equal("PRN004", Assert.Single((await workspace.PlanPruneAsync()).Refusals).Code);

        await workspace.PruneAsync(new PruneOptions { DataLoss = new AllowedDataLoss(["secret-scopes.app"]) });
        var left = Assert.Single((await workspace.Cloud.GetAsync("/api/2.0/secrets/scopes/list"))["scopes"]!);
        Assert.Equal("kept", (string?)left["name"]);
    }

    [Fact]
    public async Task A_prune_leaves_a_scope_that_a_cluster_of_the_workspace_reads()
    {
        workspace.With("secret-scopes/kept.json", """{ "name": "kept" }""");
        await workspace.With("secret-scopes/app.json", """{ "name": "app" }""").DeployAsync();
        await workspace.Cloud.PostAsync(
            "/api/2.1/clusters/create",
            JObject.Parse(Samples.Cluster("theirs", """ "spark_env_vars": { "A": "{{secrets/app/a}}" } """))
        );
        workspace.Without("secret-scopes/app.json");

        var plan = await workspace.PlanPruneAsync(new PruneOptions { DataLoss = new AllowedDataLoss(["secret-scopes.app"]) });

        Assert.Equal("clusters.theirs uses it", Assert.Single(plan.Plan.Changes).HeldBack);
    }

    [Theory]
    [InlineData("""{ "name": "a b" }""", "SCP001")]
    [InlineData("""{ "name": "a", "backend_type": "AZURE_KEYVAULT" }""", "SCP002")]
    [InlineData("""{ "name": "a", "keyvault_metadata": { "resource_id": "/v", "dns_name": "https://v" } }""", "SCP002")]
    public void What_no_scope_can_be_is_found_without_a_workspace(string content, string code)
    {
        var finding = Assert.Single(workspace.With("secret-scopes/a.json", content).Check());

        Assert.Contains($"error {code}: ", finding, StringComparison.Ordinal);
    }
}
