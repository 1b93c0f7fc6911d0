using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Pruning;

/// <summary>A prune that goes wrong leaves nothing that the next one does not finish.</summary>
public sealed class PruneFaultTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock()))
            .WithOneOfEachKind()
            .With("clusters/other.json", Samples.Cluster("other"));
        await workspace.DeployAsync();
        workspace.Without("init-scripts/install.sh").Without("clusters/etl.json").Without("notebooks/load.py").Without("jobs/nightly.json");
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("/api/2.2/jobs/delete")]
    [InlineData("/api/2.1/clusters/permanent-delete")]
    [InlineData("/api/2.0/workspace/delete")]
    public async Task A_lost_answer_is_no_failure(string call)
    {
        await workspace.Cloud.AddFaultAsync($$"""{ "method": "POST", "path": "{{call}}", "action": "drop_after" }""");

        await workspace.PruneAsync();

        await AssertPrunedAsync();
    }

    [Fact]
    public async Task What_a_job_runs_on_stays_when_the_job_could_not_be_deleted()
    {
        await workspace.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.2/jobs/delete", "status": 403, "times": 0 }""");

        var outcome = await ApplyAsync(new Watcher(), CancellationToken.None);

        Assert.StartsWith(
            "jobs.nightly: cannot delete: POST /api/2.2/jobs/delete answered 403",
            outcome.Changes[0].Message,
            StringComparison.Ordinal
        );
        Assert.Equal("clusters.etl: skipped: jobs.nightly uses it and was not deleted.", outcome.Changes[1].Message);
        await workspace.ClusterAsync("etl");

        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        await workspace.PruneAsync();
        await AssertPrunedAsync();
    }

    [Theory]
    [InlineData("jobs.nightly")]
    [InlineData("clusters.etl")]
    [InlineData("notebooks.load.py")]
    public async Task After_an_interruption_the_next_prune_does_what_is_left(string last)
    {
        using var stop = new CancellationTokenSource();
        var outcome = await ApplyAsync(
            new Watcher(asset =>
            {
                if (asset == last)
                    stop.Cancel();
            }),
            stop.Token
        );

        Assert.True(outcome.Cancelled);
        Assert.Contains(outcome.Changes, change => change.Status == ChangeStatus.Skipped);
        await workspace.PruneAsync();
        await AssertPrunedAsync();
    }

    [Fact]
    public async Task After_a_kill_what_was_deleted_is_forgotten_and_the_rest_is_deleted()
    {
        // The lease is taken, then nobody lives to write anything down.
        await workspace.Cloud.AddFaultAsync(
            """{ "method": "POST", "path": "/api/2.0/workspace/import", "status": 400, "skip": 1, "times": 0 }"""
        );
        await workspace.Cloud.AddFaultAsync(
            """{ "method": "POST", "path": "/api/2.1/clusters/permanent-delete", "status": 400, "times": 0 }"""
        );
        Assert.False((await ApplyAsync(new Watcher(), CancellationToken.None)).Succeeded);
        await workspace.Cloud.AdminAsync("DELETE", "/faults");

        var planned = await workspace.PlanPruneAsync();

        Assert.Contains("jobs.nightly", planned.Plan.Forgotten);
        Assert.Equal(["clusters.etl"], planned.Plan.Deletions.Select(change => change.Asset));
        await workspace.PruneAsync();
        await AssertPrunedAsync();
    }

    [Fact]
    public async Task A_listing_that_is_refused_ends_the_prune()
    {
        await workspace.Cloud.AddFaultAsync("""{ "method": "GET", "path": "/api/2.2/jobs/list", "status": 403, "times": 0 }""");

        await Assert.ThrowsAsync<Layercake.Rest.WorkspaceApiException>(() => workspace.PlanPruneAsync());
    }

    [Fact]
    public async Task A_job_that_the_listing_leaves_out_is_not_taken_for_gone()
    {
        await workspace.Cloud.AddFaultAsync(
            """{ "method": "GET", "path": "/api/2.2/jobs/list", "status": 200, "body": { "has_more": false }, "times": 0 }"""
        );

        var plan = (await workspace.PlanPruneAsync()).Plan;

        Assert.Empty(plan.Forgotten);
        Assert.Contains(plan.Deletions, change => change.Asset == "jobs.nightly");
    }

    private async Task<Outcome> ApplyAsync(IApplyWatcher watcher, CancellationToken ct) =>
        await workspace.ApplyAsync(await workspace.PlanPruneAsync(), watcher, ct, stop: false);

    private async Task AssertPrunedAsync()
    {
        Assert.Empty((await workspace.Cloud.GetAsync("/api/2.2/jobs/list"))["jobs"] ?? new JArray());
        Assert.Equal(
            ["other"],
            (await workspace.Cloud.GetAsync("/api/2.0/clusters/list"))["clusters"]!.Select(cluster => (string)cluster["cluster_name"]!)
        );
        var planned = await workspace.PlanPruneAsync();
        Assert.Empty(planned.Plan.Changes);
        Assert.Empty(planned.Plan.Forgotten);
        Assert.Equal(["clusters.other"], planned.Manifest.Entries.Keys);
    }

    private sealed class Watcher(Action<string>? finished = null) : IApplyWatcher
    {
        public void Started(Change change) { }

        public void Finished(ChangeOutcome outcome) => finished?.Invoke(outcome.Change.Asset);
    }
}
