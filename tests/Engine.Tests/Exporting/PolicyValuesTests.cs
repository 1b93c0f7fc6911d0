using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>What a policy fills in at clusters, and those of jobs and pipelines, does not get into exported files.</summary>
public sealed class PolicyValuesTests : IAsyncLifetime
{
    private const string Rules = """
        {
          "spark_version": { "type": "fixed", "value": "16.4.x-scala2.12" },
          "spark_conf.a.b": { "type": "fixed", "value": true },
          "custom_tags.team": { "type": "fixed", "value": "core" },
          "instance_pool_id": { "type": "fixed", "value": "small" },
          "init_scripts.0.workspace.destination": { "type": "fixed", "value": "/Shared/a.sh" },
          "num_workers": { "type": "range", "maxValue": 4, "defaultValue": 2 }
        }
        """;

    private const string Cluster = """ "policy_id": "team", "num_workers": 1, "custom_tags": { "stage": "dev" } """;

    private const string WithDefaults = """ "policy_id": "team", "apply_policy_default_values": true """;

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("clusters", "")]
    [InlineData("jobs", "tasks[0].new_cluster")]
    [InlineData("pipelines", "clusters[0]")]
    public async Task An_export_into_an_empty_folder_leaves_it_out_and_the_next_plan_is_empty(string kind, string place)
    {
        await Declared(Cluster).DeployAsync();
        await workspace.ForgetAsync();
        foreach (var file in workspace.Files())
            workspace.Without(file);

        await workspace.ExportAsync();

        var cluster = (JObject)JObject.Parse(workspace.Text($"{kind}/etl.json")).SelectToken(place)!;
        string[] expected = ["policy_id", "num_workers", "custom_tags"];
        Assert.Empty(expected.Except(Fields(cluster)));
        Assert.Empty(Fields(cluster).Intersect(["spark_version", "spark_conf", "instance_pool_id", "init_scripts"]));
        Assert.Equal("""{"stage":"dev"}""", cluster["custom_tags"]!.ToString(Newtonsoft.Json.Formatting.None));
        Assert.All((await workspace.PlanAsync()).Changes, change => Assert.Equal(ChangeAction.None, change.Action));
    }

    [Fact]
    public async Task The_policy_may_be_one_that_only_the_workspace_has()
    {
        await Declared(Cluster).DeployAsync();
        await workspace.ForgetAsync();
        foreach (var file in workspace.Files())
            workspace.Without(file);

        await workspace.ExportAsync("clusters", "jobs", "pipelines");

        Assert.DoesNotContain(workspace.Files(), file => workspace.Text(file).Contains("spark_version", StringComparison.Ordinal));
        Assert.All((await workspace.PlanAsync()).Changes, change => Assert.Equal(ChangeAction.None, change.Action));
    }

    [Fact]
    public async Task An_export_that_has_the_policies_anyway_reads_none_of_them_again()
    {
        await Declared(Cluster).DeployAsync();

        Assert.Equal(0, await ReadsAsync());
        Assert.Equal(1, await ReadsAsync("clusters", "jobs", "pipelines"));

        async Task<int> ReadsAsync(params string[] kinds)
        {
            await workspace.Cloud.ForgetRequestsAsync();
            await workspace.ExportAsync(kinds);
            return (await workspace.Cloud.RequestsAsync()).Count(request => request.Contains("policies/clusters/get"));
        }
    }

    [Fact]
    public async Task Files_without_it_make_the_same_elsewhere()
    {
        await Declared(Cluster).DeployAsync();
        await using var other = await TestWorkspace.StartAsync();
        foreach (var file in workspace.Files())
            workspace.Without(file);
        await workspace.ExportAsync();
        foreach (var file in workspace.Files().Where(file => file.EndsWith(".json", StringComparison.Ordinal)))
            other.With(file, workspace.Text(file));

        await other.DeployAsync();

        Assert.Equal("True", $"{(await other.ClusterAsync("etl")).SelectToken("spark_conf['a.b']")}", ignoreCase: true);
        Assert.True((await other.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData(Cluster)]
    [InlineData(WithDefaults)]
    public async Task It_is_no_difference_between_a_file_and_the_workspace(string settings)
    {
        await Declared(settings).DeployAsync();
        var written = workspace.Files().ToDictionary(file => file, workspace.Text);

        var result = await workspace.ExportAsync();

        Assert.All(result.Files, file => Assert.Equal((file.File, ExportAction.Unchanged), (file.File, file.Action)));
        Assert.Equal(written, workspace.Files().Where(written.ContainsKey).ToDictionary(file => file, workspace.Text));
    }

    [Fact]
    public async Task A_file_that_names_what_a_policy_fixes_loses_it_when_it_is_written_anew_and_nothing_is_planned_for_that()
    {
        const string Policy = """{ "name": "team", "definition": { "num_workers": { "type": "fixed", "value": 1 } } }""";
        workspace.With("cluster-policies/team.json", Policy);
        await workspace.With("clusters/etl.json", Samples.Cluster("etl", """ "policy_id": "team" """)).DeployAsync();
        var edited = JObject.Parse(workspace.Text("clusters/etl.json"));
        var live = await workspace.ClusterAsync("etl");
        (edited["cluster_id"], edited["policy_id"], edited["autotermination_minutes"]) = (live["cluster_id"], live["policy_id"], 77);
        await workspace.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 600_000 });
        await workspace.Cloud.PostAsync("/api/2.1/clusters/edit", edited);

        await workspace.ExportAsync("clusters");

        var written = JObject.Parse(workspace.Text("clusters/etl.json"));
        Assert.Equal(("77", ""), ($"{written["autotermination_minutes"]}", $"{written["num_workers"]}"));
        Assert.All((await workspace.PlanAsync()).Changes, change => Assert.Equal(ChangeAction.None, change.Action));
    }

    [Fact]
    public async Task What_is_other_than_a_policy_gives_and_defaults_that_nobody_asked_for_stay()
    {
        const string Policy = """
            {
              "name": "team",
              "definition": {
                "cluster_name": { "type": "fixed", "value": "etl" },
                "num_workers": { "type": "range", "maxValue": 4, "defaultValue": 1 },
                "init_scripts.0.workspace.destination": { "type": "fixed", "value": "/Shared/a.sh" }
              }
            }
            """;
        const string Scripts = """
            "init_scripts": [
              { "workspace": { "destination": "/Shared/a.sh" } }, { "workspace": { "destination": "/Shared/b.sh" } }
            ]
            """;
        workspace.With("cluster-policies/team.json", Policy);
        await workspace.With("clusters/etl.json", Samples.Cluster("etl", $$""" "policy_id": "team", {{Scripts}} """)).DeployAsync();
        workspace.Without("clusters/etl.json");

        await workspace.ExportAsync("clusters");

        var cluster = JObject.Parse(workspace.Text("clusters/etl.json"));
        Assert.Equal(("etl", "1", 2), ($"{cluster["cluster_name"]}", $"{cluster["num_workers"]}", cluster["init_scripts"]!.Count()));
    }

    private static IEnumerable<string> Fields(JObject cluster) => cluster.Properties().Select(field => field.Name);

    private TestWorkspace Declared(string settings) =>
        workspace
            .With("instance-pools/small.json", """{ "instance_pool_name": "small", "node_type_id": "Standard_D4ds_v5" }""")
            .With("cluster-policies/team.json", $$"""{ "name": "team", "definition": {{Rules}} }""")
            .With("clusters/etl.json", $$"""{ "cluster_name": "etl", {{settings}} }""")
            .With("jobs/etl.json", Samples.Job("etl", "", $$""" "new_cluster": { {{settings}} } """))
            .With("pipelines/etl.json", $$"""{ "name": "etl", "catalog": "main", "clusters": [{ "label": "default", {{settings}} }] }""");
}
