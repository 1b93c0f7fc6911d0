using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;

namespace Layercake.Engine.Tests.Planning;

/// <summary>Assets with errors are put aside with what depends on them; the rest is deployed.</summary>
public sealed class ErrorIsolationTests : IAsyncLifetime
{
    private const string Unsized = """{ "cluster_name": "bad", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5" }""";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task What_has_errors_and_what_needs_it_is_left_out_and_the_rest_is_deployed()
    {
        workspace
            .With("clusters/bad.json", Unsized)
            .With("clusters/etl.json", Samples.Cluster("etl"))
            .With("clusters/lost.json", Samples.Cluster("lost").Replace("\"node_type_id\": ", "\"instance_pool_id\": "))
            .With("jobs/good.json", Samples.Job("good"))
            .With("jobs/needs.json", Samples.Job("needs", compute: """ "existing_cluster_id": "bad" """))
            .With("jobs/nowhere.json", Samples.Job("nowhere", compute: """ "existing_cluster_id": "nowhere" """))
            .With("jobs/broken.json", "{ \"name\": ");

        var (planned, leftOut) = await workspace.PlanRestAsync();

        Assert.Equal(
            [
                "clusters.bad: CLU003",
                "jobs.needs: needs clusters.bad",
                "jobs/broken.json: JSN001",
                "clusters.lost: REF001",
                "jobs.nowhere: REF001",
            ],
            leftOut.Select(asset => $"{asset.Asset}: {asset.Reason}")
        );
        Assert.Equal(["clusters.etl", "jobs.good"], planned.Plan.Changes.Select(change => change.Asset));
        Assert.Equal(["clusters.etl"], planned.Plan.Stops);
        Assert.False(planned.HasErrors);

        await workspace.ApplyAsync(planned, new Unwatched(), CancellationToken.None);
        Assert.Equal("good", (string?)(await workspace.JobAsync("good")).SelectToken("settings.name"));
        Assert.True((await workspace.PlanRestAsync()).Planned.Plan.IsEmpty);
    }

    [Fact]
    public async Task A_job_that_runs_a_notebook_with_errors_is_left_out_too()
    {
        workspace
            .With("notebooks/twice.py", Samples.Notebook())
            .With("notebooks/twice.sql", "-- Databricks notebook source\nSELECT 1\n")
            .With("clusters/etl.json", Samples.Cluster("etl"))
            .With(
                "jobs/runs.json",
                """
                {
                  "name": "runs",
                  "tasks": [{
                    "task_key": "a",
                    "existing_cluster_id": "etl",
                    "notebook_task": { "notebook_path": "twice" }
                  }]
                }
                """
            );

        var (planned, leftOut) = await workspace.PlanRestAsync();

        Assert.Equal(["notebooks.twice.py", "notebooks.twice.sql", "jobs.runs"], leftOut.Select(asset => asset.Asset));
        Assert.Equal(["clusters.etl"], planned.Plan.Changes.Select(change => change.Asset));
    }

    [Fact]
    public async Task What_was_deployed_and_has_errors_now_stays_as_it_is()
    {
        await workspace
            .With("clusters/bad.json", Samples.Cluster("bad"))
            .With("jobs/needs.json", Samples.Job("needs", compute: """ "existing_cluster_id": "bad" """))
            .DeployAsync();
        workspace.With("clusters/bad.json", Unsized).With("clusters/etl.json", Samples.Cluster("etl"));

        var (planned, _) = await workspace.PlanRestAsync();
        await workspace.ApplyAsync(planned, new Unwatched(), CancellationToken.None);

        await workspace.ClusterAsync("bad");
        await workspace.JobAsync("needs");
        await workspace.With("clusters/bad.json", Samples.Cluster("bad")).DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public void An_error_that_belongs_to_no_asset_is_not_put_aside()
    {
        workspace.With("clusters/etl.json", Samples.Cluster("etl")).With("jobs", "a file where a folder is expected");

        var isolated = DeploymentSession.IsolateErrors(
            workspace.Environment,
            DeploymentSession.Read(workspace.Environment, new AssetsFolder(workspace.Assets.FullPath))
        );

        Assert.Equal(["FIL001"], isolated.Blocking.Select(finding => finding.Code));
        Assert.Empty(isolated.Skipped);
    }

    [Fact]
    public async Task A_review_tells_new_changed_unchanged_deleted_and_error()
    {
        await workspace
            .With("clusters/same.json", Samples.Cluster("same"))
            .With("clusters/etl.json", Samples.Cluster("etl"))
            .With("clusters/gone.json", Samples.Cluster("gone"))
            .With("clusters/bad.json", Samples.Cluster("bad"))
            .With("notebooks/old.py", Samples.Notebook())
            .With("notebooks/renamed.py", Samples.Notebook())
            .DeployAsync();
        workspace
            .Without("clusters/gone.json")
            .Without("notebooks/old.py")
            .Without("notebooks/renamed.py")
            .With("notebooks/renamed.sql", "-- Databricks notebook source\nselect 1\n")
            .With("clusters/etl.json", Samples.Cluster("etl", """ "autotermination_minutes": 20 """))
            .With("clusters/new.json", Samples.Cluster("new"))
            .With("clusters/bad.json", Unsized);

        var (planned, leftOut) = await workspace.PlanRestAsync();
        var review = WorkspaceReview.Of(planned, leftOut);

        Assert.Equal(
            [
                "clusters.etl Changed",
                "clusters.new New",
                "clusters.same Unchanged",
                "notebooks.renamed.sql Changed",
                "clusters.gone Deleted",
                "notebooks.old.py Deleted",
                "clusters.bad Error",
            ],
            review.Assets.Select(asset => $"{asset.Asset} {asset.Status}")
        );
        Assert.Equal("autotermination_minutes", Assert.Single(review.Assets[0].Change!.Fields).Path);
        Assert.Equal("CLU003", Assert.Single(review.Assets[^1].Errors).Code);
        Assert.Equal([1, 2, 1, 2, 1], Enum.GetValues<AssetStatus>().Select(review.Count));
    }

    [Fact]
    public async Task Nothing_is_called_deleted_of_a_kind_with_a_file_that_cannot_be_read()
    {
        await workspace.With("clusters/etl.json", Samples.Cluster("etl")).With("jobs/j.json", Samples.Job("j")).DeployAsync();
        workspace.With("jobs/j.json", "{").Without("clusters/etl.json");

        var (planned, leftOut) = await workspace.PlanRestAsync();
        var review = WorkspaceReview.Of(planned, leftOut);

        Assert.Equal(["clusters.etl Deleted", "jobs/j.json Error"], review.Assets.Select(asset => $"{asset.Asset} {asset.Status}"));
        Assert.Equal(["jobs"], review.Unreadable);
    }

    [Fact]
    public async Task What_is_gone_from_Git_and_from_the_workspace_is_not_called_deleted()
    {
        await workspace.With("clusters/etl.json", Samples.Cluster("etl")).With("clusters/gone.json", Samples.Cluster("gone")).DeployAsync();
        await workspace.Cloud.PostAsync(
            "/api/2.1/clusters/permanent-delete",
            new Newtonsoft.Json.Linq.JObject { ["cluster_id"] = (await workspace.ClusterAsync("gone"))["cluster_id"] }
        );

        var (planned, leftOut) = await workspace.Without("clusters/gone.json").PlanRestAsync();

        Assert.Equal(["clusters.etl"], WorkspaceReview.Of(planned, leftOut).Assets.Select(asset => asset.Asset));
    }

    private sealed class Unwatched : Applying.IApplyWatcher
    {
        public void Started(Change change) { }

        public void Finished(Applying.ChangeOutcome outcome) { }
    }
}
