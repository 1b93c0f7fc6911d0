using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>The secrets in a scope's file: written from the vault, compared by version and time, never read.</summary>
public sealed class ScopeSecretTests : IAsyncLifetime
{
    private const string Password = "canary-p\"w/+<&'ä>";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync();
        await workspace.Vault.PutAsync("db-password", Password);
        await workspace.Vault.PutAsync("api-key", "canary-api-1");
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task Secrets_are_written_after_their_scope_and_then_there_is_nothing_to_do()
    {
        WithScope(""" "db-password": "${secret.db-password}", "url": "jdbc:x;password=${secret.db-password}" """);

        Assert.Equal(
            [("secret-scopes.app", ChangeAction.Create), ("secrets.app", ChangeAction.Create)],
            (await workspace.PlanAsync()).Changes.Select(change => (change.Asset, change.Action))
        );

        var outcome = await workspace.DeployAsync();
        Assert.All(outcome.Changes, change => Assert.Equal(ChangeStatus.Done, change.Status));
        Assert.Empty(outcome.Warnings);
        Assert.Equal(Password, await ValueAsync("db-password"));
        Assert.Equal($"jdbc:x;password={Password}", await ValueAsync("url"));
        Assert.Empty(await workspace.AssetWritesDuringAsync(async () => Assert.True((await workspace.PlanAsync()).IsEmpty)));
        Assert.Empty(await workspace.AssetWritesDuringAsync(() => workspace.DeployAsync()));
    }

    [Fact]
    public async Task No_value_is_asked_for_and_none_reaches_plan_notes_or_manifest()
    {
        await WithScope(""" "db-password": "${secret.db-password}" """).DeployAsync();
        await PutByHandAsync("db-password", "canary-by-hand");
        await workspace.Vault.PutAsync("db-password", "canary-renewed");
        await PutByHandAsync("other", "canary-other");

        var plan = await workspace.PlanAsync();
        var outcome = await workspace.DeployAsync();

        var told = string.Join(
            "\n",
            [
                JsonConvert.SerializeObject(plan),
                JsonConvert.SerializeObject(outcome.Changes),
                .. outcome.Warnings,
                .. workspace.Notes,
                (await workspace.ManifestAsync()).ToString(),
            ]
        );
        Assert.Contains("db-password", told, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", told, StringComparison.Ordinal);
        Assert.DoesNotContain(await workspace.Cloud.RequestsAsync(), request => request.Contains("/secrets/get", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_version_in_the_vault_is_written_and_only_that_one()
    {
        await WithScope(""" "db-password": "${secret.db-password}", "api": "${secret.api-key}" """).DeployAsync();
        var renewed = await workspace.Vault.PutAsync("api-key", "canary-api-2");

        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        Assert.Equal(
            ("secrets.app", ChangeAction.Update, "secret api-key has a new version"),
            (change.Asset, change.Action, change.Reason)
        );
        var field = Assert.Single(change.Fields);
        Assert.Equal(("secrets.api", $"${{local/api-key/{renewed}}}"), (field.Path, (string?)field.New));
        Assert.StartsWith("written 20", (string?)field.Old, StringComparison.Ordinal);

        Assert.Equal(["POST /api/2.0/secrets/put"], await workspace.AssetWritesDuringAsync(() => workspace.DeployAsync()));
        Assert.Equal("canary-api-2", await ValueAsync("api"));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_someone_else_wrote_since_is_drift_and_is_written_again()
    {
        await WithScope(""" "db-password": "${secret.db-password}" """).DeployAsync();
        await PutByHandAsync("DB-PASSWORD", "by hand");

        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        Assert.Equal(
            (true, "written or deleted by someone else since the last deployment", "secrets.db-password"),
            (change.Drift, change.Reason, Assert.Single(change.Fields).Path)
        );

        await workspace.DeployAsync();
        Assert.Equal(Password, await ValueAsync("db-password"));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_someone_else_deleted_is_written_again()
    {
        await WithScope(""" "db-password": "${secret.db-password}", "api": "${secret.api-key}" """).DeployAsync();
        await workspace.Cloud.PostAsync("/api/2.0/secrets/delete", new JObject { ["scope"] = "app", ["key"] = "api" });

        Assert.True(Assert.Single((await workspace.PlanAsync()).Writes).Drift);
        Assert.Equal(["POST /api/2.0/secrets/put"], await workspace.AssetWritesDuringAsync(() => workspace.DeployAsync()));
        Assert.Equal("canary-api-1", await ValueAsync("api"));
    }

    [Fact]
    public async Task A_key_that_leaves_Git_is_deleted_when_it_was_written_from_there_and_others_are_kept()
    {
        await WithScope(""" "db-password": "${secret.db-password}", "api": "${secret.api-key}" """).DeployAsync();
        await PutByHandAsync("other", "x");

        WithScope(""" "db-password": "${secret.db-password}" """);
        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        Assert.Equal("secrets.api", Assert.Single(change.Fields).Path);
        Assert.StartsWith("other written 20", Assert.Single(change.Kept), StringComparison.Ordinal);
        await workspace.DeployAsync();
        Assert.Equal(["db-password", "other"], await KeysAsync());

        await workspace.With("secret-scopes/app.json", """{ "name": "app" }""").DeployAsync();
        Assert.Equal(["other"], await KeysAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_key_that_leaves_Git_is_kept_when_someone_else_has_written_it_since_the_last_deployment()
    {
        WithScope(""" "db-password": "${secret.db-password}", "api": "${secret.api-key}", "old": "${secret.api-key}" """);
        await workspace.DeployAsync();
        await PutByHandAsync("API", "by hand");

        WithScope(""" "db-password": "${secret.db-password}" """);
        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        Assert.Equal("secrets.old", Assert.Single(change.Fields).Path);
        Assert.Equal(["api (written by someone else since the last deployment)"], change.Kept, StringComparer.OrdinalIgnoreCase);
        Assert.True(change.KeepsWithdrawn);

        await workspace.DeployAsync();
        Assert.Equal("by hand", await ValueAsync("api"));
        Assert.Equal(["api", "db-password"], (await KeysAsync()).Select(key => key!.ToLowerInvariant()));
        Assert.DoesNotContain((await workspace.PlanAsync()).Changes, later => later.KeepsWithdrawn);
    }

    [Fact]
    public async Task All_that_someone_else_has_written_since_is_kept_when_the_whole_list_leaves_Git_and_the_plan_says_so()
    {
        await WithScope(""" "api": "${secret.api-key}" """).DeployAsync();
        await PutByHandAsync("api", "by hand");
        workspace.With("secret-scopes/app.json", """{ "name": "app" }""");

        var plan = await workspace.PlanAsync();
        Assert.True(plan.IsEmpty);
        var change = plan.Changes.Single(change => change.Asset == "secrets.app");
        Assert.Equal(
            (true, "api (written by someone else since the last deployment)"),
            (change.KeepsWithdrawn, Assert.Single(change.Kept))
        );

        await workspace.DeployAsync();
        Assert.Equal("by hand", await ValueAsync("api"));
        Assert.DoesNotContain((await workspace.PlanAsync()).Changes, later => later.KeepsWithdrawn);
    }

    [Fact]
    public async Task Without_a_record_a_secret_is_written_once_more()
    {
        await WithScope(""" "db-password": "${secret.db-password}" """).DeployAsync();
        await workspace.ForgetAsync();

        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        Assert.Equal(("secrets.app", ChangeAction.Update, "different from the declaration"), (change.Asset, change.Action, change.Reason));
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_scope_that_is_made_anew_gets_its_secrets_again()
    {
        await WithScope(""" "db-password": "${secret.db-password}", "api": "${secret.api-key}" """).DeployAsync();
        workspace.DataLoss = new AllowedDataLoss(["secret-scopes.app"]);

        WithScope(
            """ "db-password": "${secret.db-password}", "api": "${secret.api-key}" """,
            """ , "initial_manage_principal": "users" """
        );
        Assert.Equal(
            [("secret-scopes.app", ChangeAction.Recreate), ("secrets.app", ChangeAction.Update)],
            (await workspace.PlanAsync()).Writes.Select(write => (write.Asset, write.Action))
        );
        await workspace.DeployAsync();

        Assert.Equal(["api", "db-password"], await KeysAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_cluster_that_reads_a_scope_waits_for_its_secrets()
    {
        WithScope(""" "db-password": "${secret.db-password}" """);
        workspace.With(
            "clusters/etl.json",
            Samples.Cluster("etl", """ "spark_env_vars": { "PASSWORD": "{{secrets/app/db-password}}" } """)
        );

        var cluster = (await workspace.PlanAsync()).Changes.Single(change => change.Kind == "clusters");

        Assert.Equal(["secret-scopes.app", "secrets.app"], cluster.After);
    }

    [Theory]
    [InlineData(""" "a": "plain-canary" """, "SCP005")]
    [InlineData(""" "a": 5 """, "SCP005")]
    [InlineData(""" "a b": "${secret.api-key}" """, "SCP004")]
    [InlineData(""" "a": "${secret.api-key}", "A": "${secret.api-key}" """, "SCP004")]
    public void What_cannot_be_a_secret_is_found_without_a_workspace_and_its_value_is_not_shown(string secrets, string code)
    {
        var finding = Assert.Single(WithScope(secrets).Check());

        Assert.Contains($"error {code}: ", finding, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scope_on_a_vault_has_no_secrets_of_its_own()
    {
        WithScope(
            """ "a": "${secret.api-key}" """,
            """ , "backend_type": "AZURE_KEYVAULT", "keyvault_metadata": { "resource_id": "/v", "dns_name": "https://v" } """
        );

        Assert.Contains("error SCP003: ", Assert.Single(workspace.Check()), StringComparison.Ordinal);
    }

    private TestWorkspace WithScope(string secrets, string more = "") =>
        workspace.With("secret-scopes/app.json", $$"""{ "name": "app", "secrets": { {{secrets}} }{{more}} }""");

    private Task PutByHandAsync(string key, string value) =>
        workspace.Cloud.PostAsync(
            "/api/2.0/secrets/put",
            new JObject
            {
                ["scope"] = "app",
                ["key"] = key,
                ["string_value"] = value,
            }
        );

    private async Task<string> ValueAsync(string key)
    {
        var answer = await workspace.Cloud.GetAsync($"/api/2.0/secrets/get?scope=app&key={key}");
        return System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)answer["value"]!));
    }

    private async Task<IEnumerable<string?>> KeysAsync() =>
        ((await workspace.Cloud.GetAsync("/api/2.0/secrets/list?scope=app"))["secrets"] ?? new JArray()).Select(secret =>
            (string?)secret["key"]
        );
}
