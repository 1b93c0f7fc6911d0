using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Secrets;

/// <summary>What is secret by its name is shown only as far as Git has it, though nobody named a secret of the vault.</summary>
public sealed class NamedSecretTests : SecretTests
{
    private const string Pipelines = "/api/2.0/pipelines";

    [Fact]
    public async Task A_password_that_someone_put_into_a_cluster_is_taken_out_and_neither_shown_nor_remembered()
    {
        await WithVariables(""" "MODE": "a" """).DeployAsync();
        await EditClusterAsync(new JObject { ["MODE"] = "b", ["DB_PASSWORD"] = "canary-by-hand" });

        var change = Assert.Single((await Workspace.PlanAsync()).Changes);

        Assert.True(change.Drift);
        Assert.Equal(
            ["spark_env_vars.DB_PASSWORD (hidden)", "spark_env_vars.MODE b"],
            change.Fields.Select(field => $"{field.Path} {field.Old}")
        );
        await AssertRestoredAsync();
        Assert.Null(await VariableAsync("DB_PASSWORD"));
    }

    [Fact]
    public async Task A_password_in_a_setting_of_a_pipeline_is_not_shown()
    {
        const string Pipeline = """{ "name": "load", "development": true, "serverless": true, "configuration": { "mode": "a" } }""";
        await Workspace.With("pipelines/load.json", Pipeline).DeployAsync();
        var id = (string)(await Workspace.Cloud.GetAsync(Pipelines))["statuses"]![0]!["pipeline_id"]!;
        var spec = (JObject)(await Workspace.Cloud.GetAsync($"{Pipelines}/{id}"))["spec"]!;
        spec["configuration"] = new JObject { ["mode"] = "a", ["db.password"] = "canary-by-hand" };
        await Workspace.Cloud.CallAsync("PUT", $"{Pipelines}/{id}", spec);

        var change = Assert.Single((await Workspace.PlanAsync()).Changes);

        Assert.Equal("configuration['db.password'] (hidden)", Field(change));
        await AssertRestoredAsync();
    }

    [Fact]
    public async Task A_password_in_a_rule_of_a_policy_is_not_shown()
    {
        const string Rule = """ "spark_conf.mode": { "type": "fixed", "value": "a" } """;
        await Workspace.With("cluster-policies/small.json", $$"""{ "name": "small", "definition": { {{Rule}} } }""").DeployAsync();
        var policies = (JArray)(await Workspace.Cloud.GetAsync("/api/2.0/policies/clusters/list"))["policies"]!;
        await Workspace.Cloud.PostAsync(
            "/api/2.0/policies/clusters/edit",
            new JObject
            {
                ["policy_id"] = policies.Single(policy => (string?)policy["name"] == "small")["policy_id"],
                ["name"] = "small",
                ["definition"] = $$"""{ {{Rule}}, "spark_conf.pw2": { "type": "fixed", "value": "canary-by-hand" } }""",
            }
        );

        var change = Assert.Single((await Workspace.PlanAsync()).Changes);

        Assert.Equal(
            """definition['spark_conf.pw2'] {"type":"fixed","value":"(hidden)"}""",
            $"{change.Fields[0].Path} {change.Fields[0].Old?.ToString(Formatting.None)}"
        );
        await AssertRestoredAsync();
    }

    [Fact]
    public async Task A_password_among_pairs_of_name_and_value_is_not_shown()
    {
        Workspace.With("clusters/etl.json", Samples.Cluster("etl"));
        Workspace.With("jobs/nightly.json", Samples.Job("nightly", """ "parameters": [{ "name": "mode", "default": "a" }] """));
        await Workspace.DeployAsync();
        var job = (await Workspace.Cloud.GetAsync("/api/2.2/jobs/list"))["jobs"]![0]!;
        await Workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject
            {
                ["job_id"] = job["job_id"],
                ["new_settings"] = new JObject
                {
                    ["parameters"] = new JArray(
                        new JObject { ["name"] = "mode", ["default"] = "a" },
                        new JObject { ["name"] = "db_password", ["default"] = "canary-by-hand" }
                    ),
                },
            }
        );

        var change = (await Workspace.PlanAsync()).Changes.Single(change => change.Kind == "jobs");

        Assert.Contains("(hidden)", change.Fields.Select(field => field.Old?.ToString(Formatting.None)).Single(), StringComparison.Ordinal);
        await AssertRestoredAsync();
    }

    [Fact]
    public async Task What_Git_has_in_plain_text_and_what_only_names_a_secret_is_shown()
    {
        await WithVariables(""" "DB_PASSWORD": "in-git", "DB_TOKEN": "{{secrets/app/token}}" """).DeployAsync();
        Assert.True((await Workspace.PlanAsync()).IsEmpty);

        var change = Assert.Single(
            (await WithVariables(""" "DB_PASSWORD": "in-git-2", "DB_TOKEN": "{{secrets/app/other}}" """).PlanAsync()).Changes
        );

        Assert.False(change.Drift);
        Assert.Equal(
            ["in-git in-git-2", "{{secrets/app/token}} {{secrets/app/other}}"],
            change.Fields.Select(field => $"{field.Old} {field.New}")
        );
    }

    [Fact]
    public async Task Another_password_in_the_place_of_one_in_Git_is_drift()
    {
        await WithVariables(""" "DB_PASSWORD": "in-git" """).DeployAsync();
        await EditClusterAsync(new JObject { ["DB_PASSWORD"] = "canary-by-hand" });

        var change = Assert.Single((await Workspace.PlanAsync()).Changes);

        Assert.True(change.Drift);
        Assert.Equal("spark_env_vars.DB_PASSWORD (hidden)", Field(change));
        await AssertRestoredAsync();
    }

    [Fact]
    public async Task A_password_that_an_earlier_version_remembered_is_no_drift()
    {
        await Workspace.With("clusters/etl.json", Samples.Cluster("etl")).DeployAsync();
        await EditClusterAsync(new JObject { ["DB_PASSWORD"] = "canary-by-hand" });
        var manifest = await ManifestAsync();
        manifest["entries"]!.Single(entry => (string?)entry["kind"] == "clusters")["baseline"]!["spark_env_vars"] = new JObject
        {
            ["DB_PASSWORD"] = "canary-by-hand",
        };
        await Workspace.PutManifestAsync(manifest);

        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_password_that_a_policy_of_the_workspace_fills_in_is_not_shown()
    {
        await CreatePolicyAsync();
        Workspace.With("clusters/etl.json", Samples.Cluster("etl", """ "policy_id": "theirs" """));

        var plan = await Workspace.PlanAsync();

        Assert.Equal(
            ["spark_conf.pw2 = \"(hidden)\"", "spark_conf.mode = \"shown\""],
            Assert.Single(plan.Changes).Notes.Select(note => note.Split("theirs: ")[1])
        );
    }

    [Fact]
    public async Task A_password_that_a_policy_filled_in_is_no_difference_at_the_first_plan()
    {
        var policy = await CreatePolicyAsync();
        var cluster = JObject.Parse(Samples.Cluster("etl"));
        cluster["policy_id"] = policy;
        cluster["spark_conf"] = new JObject { ["pw2"] = "canary-by-hand", ["mode"] = "shown" };
        await Workspace.Cloud.PostAsync("/api/2.1/clusters/create", cluster);
        Workspace.With("clusters/etl.json", Samples.Cluster("etl", """ "policy_id": "theirs" """));

        Assert.Empty(Assert.Single((await Workspace.PlanAsync()).Changes).Fields);
        await AssertRestoredAsync();
    }

    [Fact]
    public async Task A_password_that_a_policy_of_the_workspace_wants_is_not_told()
    {
        await CreatePolicyAsync();
        Workspace.With("clusters/etl.json", Samples.Cluster("etl", """ "policy_id": "theirs", "spark_conf": { "pw2": "another" } """));

        var told = await Workspace.FindingsAsync();

        Assert.Contains("spark_conf.pw2 (fixed) takes (hidden)", Assert.Single(told), StringComparison.Ordinal);
    }

    private async Task<string> CreatePolicyAsync()
    {
        var policy = new JObject
        {
            ["name"] = "theirs",
            ["definition"] = """
                {
                  "spark_conf.pw2": { "type": "fixed", "value": "canary-by-hand" },
                  "spark_conf.mode": { "type": "fixed", "value": "shown" }
                }
                """,
        };
        return (string)(await Workspace.Cloud.PostAsync("/api/2.0/policies/clusters/create", policy))["policy_id"]!;
    }

    private static string Field(Change change) => $"{Assert.Single(change.Fields).Path} {change.Fields[0].Old}";

    private async Task AssertRestoredAsync()
    {
        Assert.DoesNotContain("canary", JsonConvert.SerializeObject((await Workspace.PlanAsync()).Changes), StringComparison.Ordinal);
        await Workspace.DeployAsync();
        Assert.DoesNotContain("canary", (await ManifestAsync()).ToString(Formatting.None), StringComparison.Ordinal);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    private async Task EditClusterAsync(JObject variables)
    {
        // Until it has stopped.
        await Workspace.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 300_000 });
        var cluster = JObject.Parse(Samples.Cluster("etl"));
        cluster["cluster_id"] = (await Workspace.ClusterAsync("etl"))["cluster_id"];
        cluster["spark_env_vars"] = variables;
        await Workspace.Cloud.PostAsync("/api/2.1/clusters/edit", cluster);
    }
}
