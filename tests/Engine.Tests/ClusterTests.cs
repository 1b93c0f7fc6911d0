using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

public sealed class ClusterTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_cluster_is_stopped_after_it_was_written_and_one_that_was_not_touched_is_left_alone()
    {
        await workspace.Cloud.PostAsync("/api/2.1/clusters/create", JObject.Parse(Samples.Cluster("someone-elses")));
        await workspace.With("clusters/etl.json", Samples.Cluster("etl")).DeployAsync();

        Assert.Contains((string?)(await workspace.ClusterAsync("etl"))["state"], new[] { "TERMINATING", "TERMINATED" });
        Assert.Contains((string?)(await workspace.ClusterAsync("someone-elses"))["state"], new[] { "PENDING", "RUNNING" });
    }

    [Fact]
    public async Task An_environment_can_keep_its_clusters_running()
    {
        workspace.Environment = workspace.Environment with { StopClusters = false };
        await workspace.With("clusters/etl.json", Samples.Cluster("etl")).DeployAsync();

        Assert.Contains((string?)(await workspace.ClusterAsync("etl"))["state"], new[] { "PENDING", "RUNNING" });
    }

    [Fact]
    public async Task A_cluster_that_is_just_starting_is_waited_for()
    {
        workspace.Environment = workspace.Environment with { StopClusters = false };
        await workspace.With("clusters/etl.json", Samples.Cluster("etl")).DeployAsync();

        await workspace.With("clusters/etl.json", Samples.Cluster("etl", """ "autotermination_minutes": 15 """)).DeployAsync();

        Assert.Equal(15, (int?)(await workspace.ClusterAsync("etl"))["autotermination_minutes"]);
    }

    [Fact]
    public async Task What_the_service_does_not_know_yet_and_an_explicit_zero_are_sent_as_they_are()
    {
        await workspace
            .With(
                "clusters/etl.json",
                Samples.Cluster("etl", """ "autotermination_minutes": 0, "enable_elastic_disk": false, "brand_new": { "a": [1, null] } """)
            )
            .DeployAsync();

        var id = (string)(await workspace.ClusterAsync("etl"))["cluster_id"]!;
        var spec = (await workspace.Cloud.GetAsync($"/api/2.1/clusters/get?cluster_id={id}"))["spec"]!;
        Assert.Equal("0 False 1", $"{spec["autotermination_minutes"]} {spec["enable_elastic_disk"]} {spec["brand_new"]?["a"]?[0]}");
    }

    [Theory]
    [InlineData(""" "driver_node_type_id": "Standard_E8ds_v5" """, "driver_node_type_id")]
    [InlineData(""" "data_security_mode": "SINGLE_USER" """, "data_security_mode")]
    [InlineData(""" "autotermination_minutes": 20 """, "autotermination_minutes")]
    [InlineData(""" "spark_conf": { "a.b": "1" } """, "spark_conf")]
    public async Task A_setting_taken_out_of_the_file_is_planned_and_sent_and_then_there_is_nothing_to_do(string setting, string field)
    {
        await workspace.With("clusters/etl.json", Samples.Cluster("etl", setting)).DeployAsync();

        var change = Assert.Single((await workspace.With("clusters/etl.json", Samples.Cluster("etl")).PlanAsync()).Changes);
        Assert.Equal((ChangeAction.Update, "changed in Git"), (change.Action, change.Reason));
        Assert.Equal((field, true), (Assert.Single(change.Fields).Path, change.Fields[0].New is null));

        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.False(JToken.DeepEquals(JObject.Parse($"{{{setting}}}")[field], (await workspace.ClusterAsync("etl"))[field]));
    }

    [Fact]
    public void Libraries_among_the_settings_of_a_job_s_cluster_are_an_error_since_the_service_drops_them()
    {
        var cluster = $""" "new_cluster": {Samples.Cluster("own", """ "libraries": [] """)} """;

        Assert.Contains(
            "libraries: the service drops libraries that stand among the settings of a job's cluster. Write them into the tasks that need "
                + "them, or install them with an init script.",
            Assert.Single(workspace.With("jobs/etl.json", Samples.Job("etl", compute: cluster)).Check(), found => found.Contains("FLD007")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_init_script_is_named_by_its_file_and_found_where_the_environment_puts_it()
    {
        await workspace
            .With("init-scripts/net/proxy.sh", "echo\n")
            .With("clusters/etl.json", Samples.Cluster("etl", """ "init_scripts": [ "net/proxy.sh" ] """))
            .DeployAsync();

        Assert.Equal(
            """[{"workspace":{"destination":"/Workspace/Shared/app/init-scripts/net/proxy.sh"}}]""",
            (await workspace.ClusterAsync("etl"))["init_scripts"]?.ToString(Newtonsoft.Json.Formatting.None)
        );
    }

    [Fact]
    public void An_init_script_that_is_not_declared_is_a_finding_at_its_place() =>
        Assert.Equal(
            [
                "clusters/etl.json(1,136): error CLU001: clusters.etl: init_scripts[0] names init-scripts/instal.sh, which does not "
                    + "exist. Did you mean install.sh? Add the file or correct the name.",
            ],
            workspace
                .With("init-scripts/install.sh", "echo\n")
                .With("clusters/etl.json", Samples.Cluster("etl", """ "init_scripts": [ "instal.sh" ] """))
                .Check()
        );

    [Fact]
    public void What_only_the_service_sets_is_one_warning_and_is_not_sent() =>
        Assert.Equal(
            [
                "clusters/etl.json(1,118): warning DEC005: clusters.etl: state, cluster_id are set by the service and are not sent. "
                    + "Remove them from the declaration.",
            ],
            workspace.With("clusters/etl.json", Samples.Cluster("etl", """ "state": "RUNNING", "cluster_id": "x" """)).Check()
        );

    [Fact]
    public async Task Two_clusters_of_the_declared_name_are_told_and_nothing_is_guessed()
    {
        await workspace.With("clusters/etl.json", Samples.Cluster("etl")).DeployAsync();
        await workspace.Cloud.PostAsync("/api/2.1/clusters/create", JObject.Parse(Samples.Cluster("etl")));

        var finding = Assert.Single(await workspace.FindingsAsync());
        Assert.StartsWith("clusters/etl.json: error REF002: clusters.etl: the workspace has 2 clusters named etl: ", finding);
    }

    [Fact]
    public async Task An_answer_that_is_lost_after_a_cluster_was_created_makes_no_second_one()
    {
        await workspace.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.1/clusters/create", "action": "drop_after" }""");
        await workspace.With("clusters/etl.json", Samples.Cluster("etl")).DeployAsync();

        await workspace.ClusterAsync("etl");
    }

    [Fact]
    public async Task A_cluster_that_the_service_refuses_is_explained_with_its_line_and_the_rest_is_deployed()
    {
        workspace
            .With(
                "clusters/bad.json",
                "{\n  \"cluster_name\": \"bad\",\n  \"spark_version\": \"16.4.x-scala2.12\",\n  \"node_type_id\": "
                    + "\"Standard_DS99\",\n  \"num_workers\": 1\n}"
            )
            .With("clusters/good.json", Samples.Cluster("good"))
            .With("jobs/needs.json", Samples.Job("needs", compute: """ "existing_cluster_id": "bad" """));

        var outcome = await workspace.TryDeployAsync();

        Assert.Equal(
            ["clusters.bad Failed", "clusters.good Done", "jobs.needs Skipped"],
            outcome.Changes.Select(change => $"{change.Change.Asset} {change.Status}")
        );
        Assert.StartsWith(
            "clusters.bad: cannot create: POST /api/2.1/clusters/create answered 400 INVALID_PARAMETER_VALUE: Node type "
                + "Standard_DS99 is not supported",
            outcome.Changes[0].Message
        );
        Assert.Contains("Declared in clusters/bad.json", outcome.Changes[0].Message);
        Assert.Equal("jobs.needs: skipped: needs clusters.bad, which was not deployed.", outcome.Changes[2].Message);

        await workspace.With("clusters/bad.json", Samples.Cluster("bad")).DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }
}
