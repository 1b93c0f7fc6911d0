using System.Text;
using Layercake.Engine.Applying;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Secrets;

public sealed class SecretTests : IAsyncLifetime
{
    private const string Password = "canary-p\"w/+<&'ä>";
    private const string NewPassword = "canary-renewed-9f";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_secret_is_put_in_wherever_it_is_named_and_other_braces_are_left_alone()
    {
        await workspace.Vault.PutAsync("db-user", "canary-user");
        await workspace.Vault.PutAsync("db-password", Password);
        await WithVariables(
                """
                "ONE": "${secret.db-password}",
                "TWO": "jdbc:x;user=${secret.db-user};password=${secret.db-password};",
                "SAME": "$${secret.db-password} $${x}",
                "NOT_OURS": "${not.ours} {{secrets/scope/key}} {{job.start_time.iso_date}} $$ ${}"
                """
            )
            .DeployAsync();

        Assert.Equal(Password, await VariableAsync("ONE"));
        Assert.Equal($"jdbc:x;user=canary-user;password={Password};", await VariableAsync("TWO"));
        Assert.Equal("${secret.db-password} ${x}", await VariableAsync("SAME"));
        Assert.Equal("${not.ours} {{secrets/scope/key}} {{job.start_time.iso_date}} $$ ${}", await VariableAsync("NOT_OURS"));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.Empty(await WritesOfADeploymentAsync());
    }

    [Fact]
    public async Task What_is_remembered_holds_references_and_versions_and_no_value()
    {
        var version = await workspace.Vault.PutAsync("db-password", Password);
        await WithVariables(""" "A": "x=${secret.db-password}" """).DeployAsync();

        var manifest = await ManifestAsync();
        Assert.DoesNotContain("canary", manifest.ToString(Formatting.None), StringComparison.Ordinal);
        var entry = manifest["entries"]!.Single();
        Assert.Equal("x=${secret.db-password}", (string?)entry["declared"]!["spark_env_vars"]!["A"]);
        Assert.Equal($"x=${{local/db-password/{version}}}", (string?)entry["baseline"]!["spark_env_vars"]!["A"]);
        Assert.Equal($"local/db-password/{version}", (string?)entry["secrets"]!["db-password"]);
    }

    [Fact]
    public async Task A_new_version_is_an_update_that_says_so_and_shows_versions_only()
    {
        var old = await workspace.Vault.PutAsync("db-password", Password);
        await WithVariables(""" "A": "x=${secret.db-password}" """).DeployAsync();
        var renewed = await workspace.Vault.PutAsync("db-password", NewPassword);

        var change = Assert.Single((await workspace.PlanAsync()).Changes);

        Assert.Equal((ChangeAction.Update, "secret db-password has a new version", false), (change.Action, change.Reason, change.Drift));
        var field = Assert.Single(change.Fields);
        Assert.Equal(($"x=${{local/db-password/{old}}}", $"x=${{local/db-password/{renewed}}}"), ((string?)field.Old, (string?)field.New));

        await workspace.DeployAsync();
        Assert.Equal($"x={NewPassword}", await VariableAsync("A"));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_new_version_together_with_an_edit_says_both()
    {
        await workspace.Vault.PutAsync("db-password", Password);
        await WithVariables(""" "A": "${secret.db-password}" """).DeployAsync();
        await workspace.Vault.PutAsync("db-password", NewPassword);

        var change = Assert.Single((await WithVariables(""" "A": "${secret.db-password}", "B": "1" """).PlanAsync()).Changes);

        Assert.Equal("changed in Git, and secret db-password has a new version", change.Reason);
    }

    [Fact]
    public async Task A_new_version_of_the_same_value_writes_nothing_and_is_remembered()
    {
        await workspace.Vault.PutAsync("db-password", Password);
        await WithVariables(""" "A": "${secret.db-password}" """).DeployAsync();
        var version = await workspace.Vault.PutAsync("db-password", Password);

        Assert.True((await workspace.PlanAsync()).IsEmpty);
        await workspace.DeployAsync();

        Assert.Equal($"local/db-password/{version}", (string?)(await ManifestAsync())["entries"]!.Single()["secrets"]!["db-password"]);
        Assert.Empty(await WritesOfADeploymentAsync());
    }

    [Fact]
    public async Task A_pinned_version_stays_when_the_secret_gets_another()
    {
        var version = await workspace.Vault.PutAsync("db-password", Password);
        await WithVariables($$""" "A": "${secret.db-password@{{version}}}" """).DeployAsync();
        await workspace.Vault.PutAsync("db-password", NewPassword);

        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.Equal(Password, await VariableAsync("A"));
    }

    [Fact]
    public async Task A_value_changed_by_hand_is_drift_and_is_not_shown()
    {
        await workspace.Vault.PutAsync("db-password", Password);
        await WithVariables(""" "A": "${secret.db-password}" """).DeployAsync();
        await EditVariablesAsync(new JObject { ["A"] = "canary-by-hand", ["B"] = $"copied {Password}" });

        var change = Assert.Single((await workspace.PlanAsync()).Changes);

        Assert.True(change.Drift);
        Assert.Equal(["(hidden)", "(hidden)"], change.Fields.Select(field => (string?)field.Old));
        AssertSilent(change);
    }

    [Fact]
    public async Task A_secret_that_is_no_longer_named_is_taken_out_and_not_shown()
    {
        await workspace.Vault.PutAsync("db-password", Password);
        await WithVariables(""" "A": "${secret.db-password}", "B": "${secret.db-password}" """).DeployAsync();

        var change = Assert.Single((await WithVariables(""" "B": "plain" """).PlanAsync()).Changes);
        Assert.Equal("changed in Git", change.Reason);
        AssertSilent(change);

        await workspace.DeployAsync();
        Assert.Equal("plain", await VariableAsync("B"));
    }

    [Fact]
    public async Task An_old_value_that_moved_within_a_list_is_not_shown_either()
    {
        await workspace.Vault.PutAsync("db-password", Password);
        WithParameters(""" "--password", "${secret.db-password}" """);
        await workspace.DeployAsync();
        await workspace.Vault.PutAsync("db-password", NewPassword);
        WithParameters(""" "--user", "etl", "--password", "${secret.db-password}" """);

        var change = Assert.Single((await workspace.PlanAsync()).Changes);
        Assert.Contains("--password", change.Fields[0].Old?.ToString(), StringComparison.Ordinal);
        AssertSilent(change);

        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.DoesNotContain("canary", (await ManifestAsync()).ToString(Formatting.None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_was_there_before_it_became_a_secret_is_no_drift()
    {
        await workspace
            .With("clusters/other.json", Samples.Cluster("other", """ "custom_tags": { "team": "platform-team" } """))
            .DeployAsync();
        await EditAsync("other", cluster => cluster["custom_tags"] = new JObject { ["team"] = "platform-team", ["by"] = "someone" });
        await workspace.DeployAsync();
        await workspace.Vault.PutAsync("db-user", "platform-team");

        var changes = (await WithVariables(""" "A": "${secret.db-user}" """).PlanAsync()).Changes;

        Assert.Equal(["clusters.etl Create", "clusters.other None"], changes.Select(change => $"{change.Asset} {change.Action}"));
    }

    [Fact]
    public async Task An_old_value_that_was_copied_elsewhere_by_hand_is_not_remembered()
    {
        await workspace.Vault.PutAsync("db-password", Password);
        await WithVariables(""" "A": "${secret.db-password}" """).DeployAsync();
        await EditAsync(
            "etl",
            cluster =>
            {
                cluster["spark_env_vars"] = new JObject { ["A"] = Password };
                cluster["custom_tags"] = new JObject { ["copied"] = Password };
            }
        );
        await workspace.DeployAsync();
        await workspace.Vault.PutAsync("db-password", NewPassword);
        await workspace.DeployAsync();

        Assert.DoesNotContain("canary", (await ManifestAsync()).ToString(Formatting.None), StringComparison.Ordinal);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_was_there_before_is_adopted_without_being_shown()
    {
        await workspace.Vault.PutAsync("db-password", Password);
        await WithVariables($$""" "A": {{JsonConvert.ToString(Password)}}, "B": "canary-other" """).DeployAsync();
        await ForgetAsync();

        WithVariables(""" "A": "${secret.db-password}", "B": "${secret.db-password}" """);
        var change = Assert.Single((await workspace.PlanAsync()).Changes);

        Assert.Equal("spark_env_vars.B", Assert.Single(change.Fields).Path);
        Assert.True(change.Adopts);
        AssertSilent(change);
    }

    [Fact]
    public async Task Each_environment_can_have_a_prefix_of_its_own()
    {
        workspace.Environment = workspace.Environment with { SecretPrefix = "dev-" };
        await workspace.Vault.PutAsync("dev-db-password", Password);
        await WithVariables(""" "A": "${secret.db-password}" """).DeployAsync();

        Assert.Equal(Password, await VariableAsync("A"));
    }

    [Fact]
    public async Task Each_secret_is_read_once_and_only_when_what_uses_it_is_deployed()
    {
        await workspace.Vault.PutAsync("db-password", Password);
        await workspace.Vault.PutAsync("db-user", "canary-user");
        WithVariables(""" "A": "${secret.db-password}", "B": "${secret.db-password}", "C": "${secret.db-user}" """);

        await workspace.Cloud.ForgetRequestsAsync();
        await workspace.PlanAsync("notebooks");
        Assert.DoesNotContain(await workspace.Cloud.RequestsAsync(), request => request.Contains("/secrets/", StringComparison.Ordinal));

        await workspace.PlanAsync("clusters");
        // The first request of a client asks the vault where tokens come from.
        var reads = (await workspace.Cloud.RequestsAsync())
            .Where(request => request.Contains("/secrets/db-password", StringComparison.Ordinal))
            .ToList();
        Assert.InRange(reads.Count, 1, 2);
    }

    [Fact]
    public async Task A_service_that_repeats_a_secret_in_its_error_is_not_repeated()
    {
        await workspace.Vault.PutAsync("db-password", Password);
        var echo = JsonConvert.ToString(Password).Trim('"');
        await workspace.Cloud.AddFaultAsync(
            new JObject
            {
                ["method"] = "POST",
                ["path"] = "/api/2.1/clusters/create",
                ["status"] = 400,
                ["body"] = new JObject
                {
                    ["error_code"] = "INVALID_PARAMETER_VALUE",
                    ["message"] =
                        $"{Password} | {echo} | {Convert.ToBase64String(Encoding.UTF8.GetBytes(Password))} | "
                        + $"{new string('x', 4000)} {Password} {Password}",
                },
            }.ToString()
        );

        var outcome = await WithVariables(""" "A": "${secret.db-password}" """).TryDeployAsync();

        var message = Assert.Single(outcome.Changes).Message!;
        Assert.Contains("INVALID_PARAMETER_VALUE: *** | *** | *** | xxx", message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", message, StringComparison.Ordinal);
    }

    private TestWorkspace WithVariables(string variables) =>
        workspace.With("clusters/etl.json", Samples.Cluster("etl", $$""" "spark_env_vars": { {{variables}} } """));

    private void WithParameters(string parameters) =>
        workspace.With(
            "jobs/nightly.json",
            $$"""
            {
              "name": "nightly",
              "tasks": [{
                "task_key": "main",
                "spark_python_task": { "python_file": "/Workspace/Shared/x.py", "parameters": [{{parameters}}] },
                "new_cluster": {
                  "spark_version": "16.4.x-scala2.12",
                  "node_type_id": "Standard_D4ds_v5",
                  "num_workers": 1
                }
              }]
            }
            """
        );

    private async Task<IEnumerable<string>> WritesOfADeploymentAsync() =>
        (await workspace.WritesDuringAsync(() => workspace.DeployAsync())).Where(request =>
            !request.Contains("/oauth2/", StringComparison.Ordinal)
        );

    private async Task<string?> VariableAsync(string name) => (string?)(await workspace.ClusterAsync("etl"))["spark_env_vars"]?[name];

    private Task EditVariablesAsync(JObject variables) => EditAsync("etl", cluster => cluster["spark_env_vars"] = variables);

    private async Task EditAsync(string name, Action<JObject> edit)
    {
        // Until it has stopped.
        await workspace.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 300_000 });
        var cluster = JObject.Parse(Samples.Cluster(name));
        cluster["cluster_id"] = (await workspace.ClusterAsync(name))["cluster_id"];
        edit(cluster);
        await workspace.Cloud.PostAsync("/api/2.1/clusters/edit", cluster);
    }

    private Task<JObject> ManifestAsync() => workspace.ManifestAsync();

    private Task ForgetAsync() => workspace.ForgetAsync();

    private static void AssertSilent(Change change) =>
        Assert.DoesNotContain(
            "canary",
            PlanFile.Text(
                new Plan
                {
                    Environment = "test",
                    Workspace = new Uri("https://x"),
                    Changes = [change],
                },
                new Layercake.Secrecy.Redactor()
            ),
            StringComparison.Ordinal
        );
}
