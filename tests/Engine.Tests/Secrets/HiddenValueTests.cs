using System.Text;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Secrets;

/// <summary>A value of a secret is not shown, wherever it comes back from.</summary>
public sealed class HiddenValueTests : SecretTests
{
    [Fact]
    public async Task A_value_changed_by_hand_is_drift_and_is_not_shown()
    {
        await Workspace.Vault.PutAsync("db-password", Password);
        await WithVariables(""" "A": "${secret.db-password}" """).DeployAsync();
        await EditVariablesAsync(new JObject { ["A"] = "canary-by-hand", ["B"] = $"copied {Password}" });

        var change = Assert.Single((await Workspace.PlanAsync()).Changes);

        Assert.True(change.Drift);
        Assert.Equal(["(hidden)", "(hidden)"], change.Fields.Select(field => (string?)field.Old));
        AssertSilent(change);
    }

    [Fact]
    public async Task A_secret_that_is_no_longer_named_is_taken_out_and_not_shown()
    {
        await Workspace.Vault.PutAsync("db-password", Password);
        await WithVariables(""" "A": "${secret.db-password}", "B": "${secret.db-password}" """).DeployAsync();

        var change = Assert.Single((await WithVariables(""" "B": "plain" """).PlanAsync()).Changes);
        Assert.Equal("changed in Git", change.Reason);
        AssertSilent(change);

        await Workspace.DeployAsync();
        Assert.Equal("plain", await VariableAsync("B"));
    }

    [Fact]
    public async Task An_old_value_that_moved_within_a_list_is_not_shown_either()
    {
        await Workspace.Vault.PutAsync("db-password", Password);
        WithParameters(""" "--password", "${secret.db-password}" """);
        await Workspace.DeployAsync();
        await Workspace.Vault.PutAsync("db-password", NewPassword);
        WithParameters(""" "--user", "etl", "--password", "${secret.db-password}" """);

        var change = Assert.Single((await Workspace.PlanAsync()).Changes);
        Assert.Contains("--password", change.Fields[0].Old?.ToString(), StringComparison.Ordinal);
        AssertSilent(change);

        await Workspace.DeployAsync();
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
        Assert.DoesNotContain("canary", (await ManifestAsync()).ToString(Formatting.None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_was_there_before_it_became_a_secret_is_no_drift()
    {
        await Workspace
            .With("clusters/other.json", Samples.Cluster("other", """ "custom_tags": { "team": "platform-team" } """))
            .DeployAsync();
        await EditAsync("other", cluster => cluster["custom_tags"] = new JObject { ["team"] = "platform-team", ["by"] = "someone" });
        await Workspace.DeployAsync();
        await Workspace.Vault.PutAsync("db-user", "platform-team");

        var changes = (await WithVariables(""" "A": "${secret.db-user}" """).PlanAsync()).Changes;

        Assert.Equal(["clusters.etl Create", "clusters.other None"], changes.Select(change => $"{change.Asset} {change.Action}"));
    }

    [Fact]
    public async Task An_old_value_that_was_copied_elsewhere_by_hand_is_not_remembered()
    {
        await Workspace.Vault.PutAsync("db-password", Password);
        await WithVariables(""" "A": "${secret.db-password}" """).DeployAsync();
        await EditAsync(
            "etl",
            cluster =>
            {
                cluster["spark_env_vars"] = new JObject { ["A"] = Password };
                cluster["custom_tags"] = new JObject { ["copied"] = Password };
            }
        );
        await Workspace.DeployAsync();
        await Workspace.Vault.PutAsync("db-password", NewPassword);
        await Workspace.DeployAsync();

        Assert.DoesNotContain("canary", (await ManifestAsync()).ToString(Formatting.None), StringComparison.Ordinal);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_was_there_before_is_adopted_without_being_shown()
    {
        await Workspace.Vault.PutAsync("db-password", Password);
        await WithVariables($$""" "A": {{JsonConvert.ToString(Password)}}, "B": "canary-other" """).DeployAsync();
        await ForgetAsync();

        WithVariables(""" "A": "${secret.db-password}", "B": "${secret.db-password}" """);
        var change = Assert.Single((await Workspace.PlanAsync()).Changes);

        Assert.Equal("spark_env_vars.B", Assert.Single(change.Fields).Path);
        Assert.True(change.Adopts);
        AssertSilent(change);
    }

    [Fact]
    public async Task A_service_that_repeats_a_secret_in_its_error_is_not_repeated()
    {
        await Workspace.Vault.PutAsync("db-password", Password);
        var echo = JsonConvert.ToString(Password).Trim('"');
        await Workspace.Cloud.AddFaultAsync(
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

    [Fact]
    public async Task The_value_of_another_type_of_rule_in_the_place_of_a_secret_is_not_shown()
    {
        await Workspace.Vault.PutAsync("db-password", Password);
        await WithRule("""{ "type": "fixed", "value": "${secret.db-password}" }""").DeployAsync();
        await EditRulesAsync("""{ "spark_conf.x": { "type": "allowlist", "values": ["canary-a"], "defaultValue": "canary-a" } }""");

        var change = Assert.Single((await Workspace.PlanAsync()).Changes);

        Assert.Contains("definition['spark_conf.x'].values", change.Fields.Select(field => field.Path));
        AssertSilent(change);
    }

    private TestWorkspace WithRule(string rule) =>
        Workspace.With("cluster-policies/small.json", $$"""{ "name": "small", "definition": { "spark_conf.x": {{rule}} } }""");

    private async Task EditRulesAsync(string rules)
    {
        var policies = (JArray)(await Workspace.Cloud.GetAsync("/api/2.0/policies/clusters/list"))["policies"]!;
        await Workspace.Cloud.PostAsync(
            "/api/2.0/policies/clusters/edit",
            new JObject
            {
                ["policy_id"] = policies.Single(policy => (string?)policy["name"] == "small")["policy_id"],
                ["name"] = "small",
                ["definition"] = rules,
            }
        );
    }

    private void WithParameters(string parameters) =>
        Workspace.With(
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

    private Task EditVariablesAsync(JObject variables) => EditAsync("etl", cluster => cluster["spark_env_vars"] = variables);

    private async Task EditAsync(string name, Action<JObject> edit)
    {
        // Until it has stopped.
        await Workspace.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 300_000 });
        var cluster = JObject.Parse(Samples.Cluster(name));
        cluster["cluster_id"] = (await Workspace.ClusterAsync(name))["cluster_id"];
        edit(cluster);
        await Workspace.Cloud.PostAsync("/api/2.1/clusters/edit", cluster);
    }

    private Task ForgetAsync() => Workspace.ForgetAsync();

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
