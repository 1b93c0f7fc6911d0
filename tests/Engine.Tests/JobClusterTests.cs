using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>Clusters that a job names: the workspace gets their ids.</summary>
public sealed class JobClusterTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_cluster_is_named_in_Git_and_its_id_is_sent_wherever_a_task_may_stand()
    {
        await workspace
            .With("clusters/etl.json", Samples.Cluster("etl"))
            .With(
                "jobs/all.json",
                """
                {
                  "name": "all",
                  "tasks": [
                    {
                      "task_key": "a",
                      "existing_cluster_id": "etl",
                      "notebook_task": { "notebook_path": "/Shared/x" }
                    },
                    {
                      "task_key": "b",
                      "for_each_task": {
                        "inputs": "[1]",
                        "task": {
                          "task_key": "c",
                          "existing_cluster_id": "etl",
                          "notebook_task": { "notebook_path": "/Shared/x" }
                        }
                      }
                    }
                  ]
                }
                """
            )
            .With("jobs/old.json", """{ "name": "old", "existing_cluster_id": "etl", "notebook_task": { "notebook_path": "/Shared/x" } }""")
            .DeployAsync();

        var id = (string?)(await workspace.ClusterAsync("etl"))["cluster_id"];
        var all = await workspace.JobAsync("all");
        Assert.Equal(
            [id, id],
            new[] { "settings.tasks[0].existing_cluster_id", "settings.tasks[1].for_each_task.task.existing_cluster_id" }.Select(path =>
                (string?)all.SelectToken(path)
            )
        );
        Assert.Equal(id, (string?)(await workspace.JobAsync("old")).SelectToken("settings.tasks[0].existing_cluster_id"));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_job_whose_cluster_was_deleted_by_hand_gets_the_id_of_the_new_one()
    {
        await workspace.With("clusters/etl.json", Samples.Cluster("etl")).With("jobs/j.json", Samples.Job("j")).DeployAsync();
        var first = (string)(await workspace.ClusterAsync("etl"))["cluster_id"]!;
        await workspace.Cloud.PostAsync("/api/2.1/clusters/permanent-delete", new JObject { ["cluster_id"] = first });

        var plan = await workspace.PlanAsync();
        Assert.Equal([ChangeAction.Create, ChangeAction.Update], plan.Changes.Select(change => change.Action));
        Assert.Equal($"{first} (no longer there)", (string?)Assert.Single(plan.Changes[1].Fields).Old);

        await workspace.DeployAsync();
        Assert.Equal(
            (string?)(await workspace.ClusterAsync("etl"))["cluster_id"],
            (string?)(await workspace.JobAsync("j")).SelectToken("settings.tasks[0].existing_cluster_id")
        );
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_plan_speaks_of_clusters_by_name()
    {
        workspace.With("clusters/a.json", Samples.Cluster("a")).With("clusters/b.json", Samples.Cluster("b"));
        await workspace.With("jobs/j.json", Samples.Job("j", compute: """ "existing_cluster_id": "a" """)).DeployAsync();

        var plan = await workspace.With("jobs/j.json", Samples.Job("j", compute: """ "existing_cluster_id": "b" """)).PlanAsync();

        var field = Assert.Single(Assert.Single(plan.Writes).Fields);
        Assert.Equal("tasks[main].existing_cluster_id: a → b", $"{field.Path}: {field.Old} → {field.New}");
    }

    [Fact]
    public async Task A_name_that_nothing_has_is_a_finding_with_the_candidates()
    {
        workspace
            .With("clusters/etl.json", Samples.Cluster("etl-shared"))
            .With("jobs/j.json", Samples.Job("j", compute: """ "existing_cluster_id": "etl-share" """));

        var finding = Assert.Single(await workspace.FindingsAsync());
        Assert.Equal(
            "jobs/j.json(1,73): error REF001: jobs.j: tasks[0].existing_cluster_id names the cluster etl-share, which neither Git "
                + "nor the workspace has. Did you mean etl-shared? Known clusters: etl-shared.",
            finding
        );
    }

    [Fact]
    public async Task A_name_that_two_clusters_have_is_a_finding_that_lists_them()
    {
        foreach (var _ in new[] { 1, 2 })
            await workspace.Cloud.PostAsync("/api/2.1/clusters/create", JObject.Parse(Samples.Cluster("twin")));

        var finding = Assert.Single(
            await workspace.With("jobs/j.json", Samples.Job("j", compute: """ "existing_cluster_id": "twin" """)).FindingsAsync()
        );
        Assert.Contains(
            "error REF002: jobs.j: tasks[0].existing_cluster_id names the cluster twin, but the workspace has 2 of that name: ",
            finding
        );
    }

    [Fact]
    public async Task A_cluster_that_is_declared_but_not_deployed_yet_is_asked_for_when_only_jobs_are_deployed()
    {
        workspace.With("clusters/etl.json", Samples.Cluster("etl")).With("jobs/j.json", Samples.Job("j"));

        Assert.Contains("error REF003", Assert.Single(await workspace.FindingsAsync("jobs")));
    }
}
