using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Checks;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>What is special about cluster policies.</summary>
public sealed class ClusterPolicyTests : IAsyncLifetime
{
    private const string File = "cluster-policies/etl.json";
    private const string BuiltIn = "cluster-policies/jobs.json";
    private const string Root = "/api/2.0/policies/clusters";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task Rules_are_an_object_or_a_text_in_Git_and_a_text_in_the_workspace()
    {
        await workspace.With(File, Policy(""" { "num_workers": { "type": "range", "minValue": 0, "maxValue": 4 } } """)).DeployAsync();

        Assert.Equal(JTokenType.String, (await PolicyAsync("etl"))["definition"]!.Type);
        var text = new JValue("""{"num_workers":{"maxValue":4,"minValue":0,"type":"range"}}""").ToString(Newtonsoft.Json.Formatting.None);
        Assert.True((await workspace.With(File, Policy(text)).PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData(""" { "type": "range", "maxValue": 4, "minValue": 0 } """, "minValue")]
    [InlineData(""" { "type": "range", "maxValue": 4, "isOptional": false } """, "isOptional")]
    [InlineData(""" { "type": "range", "maxValue": 5 } """, "maxValue")]
    public async Task A_plan_names_the_part_of_a_rule_that_changes_also_where_it_is_zero(string rule, string field)
    {
        await workspace.With(File, Policy(""" { "num_workers": { "type": "range", "maxValue": 4 } } """)).DeployAsync();

        var change = Assert.Single((await workspace.With(File, Policy($$"""{ "num_workers": {{rule}} }""")).PlanAsync()).Changes);

        Assert.Equal(ChangeAction.Update, change.Action);
        Assert.Equal($"definition.num_workers.{field}", Assert.Single(change.Fields).Path);
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Rules_name_pools_and_the_workspace_gets_their_ids_and_an_export_their_names()
    {
        const string Rules = """
            {
              "instance_pool_id": { "type": "allowlist", "values": ["etl", "ml"], "defaultValue": "ml" },
              "driver_instance_pool_id": { "type": "fixed", "value": "etl" }
            }
            """;
        workspace.With("instance-pools/etl.json", Pool("etl")).With("instance-pools/ml.json", Pool("ml")).With(File, Policy(Rules));

        var outcome = await workspace.DeployAsync();

        var (etl, ml) = (outcome.Changes[0].Id, outcome.Changes[1].Id);
        var sent = JObject.Parse((string)(await PolicyAsync("etl"))["definition"]!);
        Assert.Equal([etl, ml], sent["instance_pool_id"]!["values"]!.Select(id => (string?)id));
        Assert.Equal((ml, etl), ((string?)sent["instance_pool_id"]!["defaultValue"], (string?)sent["driver_instance_pool_id"]!["value"]));
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        await using var other = await TestWorkspace.StartAsync();
        workspace.Without(File);
        await workspace.ExportAsync();
        foreach (var file in workspace.Files().Where(file => file.EndsWith(".json", StringComparison.Ordinal)))
            other.With(file, workspace.Text(file));
        Assert.Equal(JObject.Parse(Policy(Rules)), JObject.Parse(workspace.Text(File)), JToken.EqualityComparer);
        await other.DeployAsync();
        Assert.True((await other.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_cluster_and_a_job_cluster_name_a_policy_that_Git_declares()
    {
        workspace
            .With(File, Policy(""" { "spark_conf.a.b": { "type": "fixed", "value": "1" } } """))
            .With("clusters/etl.json", Samples.Cluster("etl", """ "policy_id": "etl" """))
            .With("jobs/nightly.json", Samples.Job("nightly", "", NewCluster));

        var outcome = await workspace.DeployAsync();

        var id = outcome.Changes[0].Id;
        Assert.Equal(
            ["cluster-policies.etl", "clusters.etl", "jobs.nightly"],
            outcome.Changes.Select(change => change.Change.Asset)
        );
        Assert.Equal(id, (string?)(await workspace.ClusterAsync("etl"))["policy_id"]);
        Assert.Equal(
            id,
            (string?)(await workspace.JobAsync("nightly")).SelectToken("settings.tasks[0].new_cluster.policy_id")
        );
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_policy_that_came_with_the_workspace_is_edited_and_gets_back_what_it_had_when_it_is_destroyed()
    {
        workspace.Environment = workspace.Environment with { PruneAdopted = true };
        await workspace.With(BuiltIn, JobCompute).With(File, Policy("{}")).DeployAsync();

        var before = await PolicyAsync("Job Compute");
        Assert.Equal("spark_version", ((JProperty)JObject.Parse((string)before["policy_family_definition_overrides"]!).First!).Name);
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        workspace.Without(BuiltIn);
        var outcome = Assert.Single((await workspace.PruneAsync()).Changes);

        Assert.Contains("it stays", outcome.Change.Reason, StringComparison.Ordinal);
        var after = await PolicyAsync("Job Compute");
        Assert.Equal(before["policy_id"], after["policy_id"]);
        Assert.Equal("{}", (string?)after["policy_family_definition_overrides"]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task An_export_has_a_policy_that_came_with_the_workspace_only_with_overrides_and_jobs_name_any()
    {
        await workspace.With(BuiltIn, JobCompute).DeployAsync();
        var shared = (await PolicyAsync("Shared Compute"))["policy_id"];
        var cluster = JObject.Parse(Samples.Cluster("own"));
        cluster["policy_id"] = shared;
        await workspace.HasClusterAsync(cluster.ToString());
        workspace.Without(BuiltIn);

        await workspace.ExportAsync();

        var file = Assert.Single(workspace.Files(), file => file.StartsWith("cluster-policies/", StringComparison.Ordinal));
        Assert.Equal(JObject.Parse(JobCompute), JObject.Parse(workspace.Text(file)), JToken.EqualityComparer);
        Assert.Equal("Shared Compute", (string?)JObject.Parse(workspace.Text("clusters/own.json"))["policy_id"]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task An_export_of_clusters_alone_names_a_policy_that_came_with_the_workspace_also_where_Git_declares_others()
    {
        await workspace.With(File, Policy("{}")).DeployAsync();
        var cluster = JObject.Parse(Samples.Cluster("own"));
        cluster["policy_id"] = (await PolicyAsync("Shared Compute"))["policy_id"];
        await workspace.HasClusterAsync(cluster.ToString());

        await workspace.ExportAsync("clusters");

        Assert.Equal("Shared Compute", (string?)JObject.Parse(workspace.Text("clusters/own.json"))["policy_id"]);
    }

    [Theory]
    [InlineData(""" "max_clusters_per_user": 3 """)]
    [InlineData(""" "max_clusters_per_user": 0 """)]
    [InlineData(""" "libraries": [{ "pypi": { "package": "requests" } }] """)]
    [InlineData(""" "description": "Ours." """)]
    public async Task An_export_has_whatever_else_was_edited_of_a_policy_that_came_with_the_workspace(string field)
    {
        var edited = $$"""{ "name": "Job Compute", "policy_family_id": "job-cluster", {{field}} }""";
        await workspace.With(BuiltIn, edited).DeployAsync();
        workspace.Without(BuiltIn);

        await workspace.ExportAsync();

        var file = Assert.Single(workspace.Files(), file => file.StartsWith("cluster-policies/", StringComparison.Ordinal));
        Assert.Equal(JObject.Parse(edited), JObject.Parse(workspace.Text(file)), JToken.EqualityComparer);
    }

    [Fact]
    public async Task Zero_clusters_for_each_user_are_another_thing_than_no_limit()
    {
        await workspace.With(File, """{ "name": "etl", "definition": {}, "max_clusters_per_user": 0 }""").DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        var change = Assert.Single((await workspace.With(File, Policy("{}")).DeployAsync()).Changes).Change;

        Assert.Equal("max_clusters_per_user", Assert.Single(change.Fields).Path);
        Assert.Null((await PolicyAsync("etl"))["max_clusters_per_user"]);
    }

    [Fact]
    public async Task A_policy_that_is_declared_as_it_came_stays_in_Git_and_is_nothing_to_do_in_another_workspace()
    {
        const string AsItCame = """{ "name": "Job Compute", "policy_family_id": "job-cluster" }""";
        await workspace.With(BuiltIn, AsItCame).DeployAsync();

        await workspace.ExportAsync();

        Assert.Equal(AsItCame, workspace.Text(BuiltIn));
        await using var other = await TestWorkspace.StartAsync();
        other.With(BuiltIn, workspace.Text(BuiltIn));
        Assert.True((await other.PlanAsync()).IsEmpty);
        await other.DeployAsync();
        Assert.True((await other.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData(""" { "num_workers": { "type": "range", "maxValue": 4 } } """)]
    [InlineData(""" "{ \"num_workers\": { \"type\": \"range\", \"maxValue\": 4 } }" """)]
    public async Task An_overlay_changes_a_part_of_a_rule_however_Git_writes_the_rules(string definition)
    {
        const string Overlays = """
            { "cluster-policies/e*": { "definition": { "num_workers": { "maxValue": 8 } }, "max_clusters_per_user": 2 } }
            """;
        workspace.Environment = workspace.Environment with { Overlays = JObject.Parse(Overlays) };

        await workspace.With(File, Policy(definition)).DeployAsync();

        var policy = await PolicyAsync("etl");
        var rules = JObject.Parse((string)policy["definition"]!);
        Assert.Equal(("range", 8), ((string?)rules["num_workers"]!["type"], (int?)rules["num_workers"]!["maxValue"]));
        Assert.Equal(2, (int?)policy["max_clusters_per_user"]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData(""" "description": "none" """, "error CPL001: cluster-policies.etl: it has neither a definition nor a policy_family_id.")]
    [InlineData(
        """ "definition": {}, "policy_family_id": "job-cluster" """,
        "error CPL001: cluster-policies.etl: definition stands beside policy_family_id"
    )]
    [InlineData(
        """ "definition": {}, "policy_family_definition_overrides": {} """,
        "error CPL001: cluster-policies.etl: policy_family_definition_overrides changes the rules of a family"
    )]
    [InlineData(""" "definition": "[]" """, "error CPL002: cluster-policies.etl: definition is a text that holds no JSON object")]
    [InlineData(""" "definition": 3 """, "error CPL002: cluster-policies.etl: definition is neither an object of rules nor")]
    [InlineData(
        """ "definition": { "num_workers": { "type": "rang" } } """,
        "error CPL002: cluster-policies.etl: the rule num_workers has the type rang, which the service does not know."
    )]
    [InlineData(
        """ "definition": "{ \"num_workers\": { \"type\": \"range\" } }" """,
        "error CPL002: cluster-policies.etl: the rule num_workers of the type range has no minValue and no maxValue."
    )]
    [InlineData(
        """ "definition": { "node_type_id": { "type": "regex", "pattern": "(" } } """,
        "warning CPL002: cluster-policies.etl: the rule node_type_id has the pattern (, which cannot be read as one."
    )]
    [InlineData(""" "definition": {}, "max_clusters_per_user": 0 """, "warning CPL003: cluster-policies.etl: max_clusters_per_user is 0")]
    [InlineData(""" "definition": {}, "max_clusters_per_user": -1 """, "error FLD010: cluster-policies.etl: max_clusters_per_user is -1")]
    [InlineData(""" "definition": {}, "libraries": [{}] """, "error CPL003: cluster-policies.etl: libraries[0] is no library. Write one")]
    [InlineData(
        """ "definition": {}, "libraries": [{ "whl": "/a.whl", "jar": "/b.jar" }] """,
        "error CPL003: cluster-policies.etl: libraries[0] has jar and whl. Write each into an entry of its own."
    )]
    [InlineData(
        """ "definition": {}, "libraries": [{ "pypi": { "package": "foo", "repo": "https://user:${secret.feed}@idx/simple" } }] """,
        "error CPL003: cluster-policies.etl: libraries[0].pypi.repo has a secret, which everyone who sees the policy or a cluster of it"
    )]
    [InlineData(""" "definition": {}, "libraries": [{ "whl": "" }] """, "error FLD009: cluster-policies.etl: libraries[0].whl is empty")]
    [InlineData(""" "definition": {}, "is_default": true """, "warning DEC005: cluster-policies.etl: is_default is set by the service")]
    public void A_policy_that_cannot_be_is_told(string fields, string says) =>
        Assert.Contains(
            says,
            Assert.Single(Checked.File(File, $$"""{ "name": "etl", {{fields}} }""")),
            StringComparison.Ordinal
        );

    private const string JobCompute = """
        {
          "name": "Job Compute",
          "policy_family_id": "job-cluster",
          "policy_family_definition_overrides": { "spark_version": { "type": "unlimited", "isOptional": true } }
        }
        """;

    private const string NewCluster = """
        "new_cluster": {
          "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1, "policy_id": "etl"
        }
        """;

    private static string Policy(string definition) => $$"""{ "name": "etl", "definition": {{definition}} }""";

    private static string Pool(string name) => $$"""{ "instance_pool_name": "{{name}}", "node_type_id": "Standard_D4ds_v5" }""";

    private async Task<JObject> PolicyAsync(string name) =>
        (await workspace.Cloud.GetAsync($"{Root}/list"))["policies"]!.Cast<JObject>().Single(policy => (string?)policy["name"] == name);
}
