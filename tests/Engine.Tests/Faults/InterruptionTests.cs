using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Faults;

/// <summary>A deployment that ends early leaves nothing that the next one does not finish.</summary>
public sealed class InterruptionTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock())).WithOneOfEachKind();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("init-scripts.install.sh")]
    [InlineData("clusters.etl")]
    [InlineData("notebooks.load.py")]
    [InlineData("jobs.nightly")]
    public async Task After_a_cancellation_the_next_deployment_does_what_is_left_and_nothing_twice(string last)
    {
        using var stop = new CancellationTokenSource();
        var cancelled = await workspace.ApplyAsync(
            await workspace.TryPlanAsync(),
            new Watcher(finished: asset =>
            {
                if (asset == last)
                    stop.Cancel();
            }),
            stop.Token
        );

        Assert.True(cancelled.Cancelled);
        Assert.Equal(ChangeStatus.Done, cancelled.Changes.Single(change => change.Change.Asset == last).Status);

        await workspace.DeployAsync();
        await workspace.AssertDeployedOnceAsync();
        Assert.Contains((string?)(await workspace.ClusterAsync("etl"))["state"], new[] { "TERMINATING", "TERMINATED" });
    }

    [Fact]
    public async Task After_a_kill_nothing_is_made_twice_or_called_adopted_and_what_was_left_running_is_stopped()
    {
        workspace.Without("init-scripts/install.sh").Without("notebooks/load.py");
        // The lease is there, after a first attempt that finds no folder, and the record that comes before the first change, with a notice
        // for earlier versions; then nobody lives to write anything down.
        await workspace.Cloud.AddFaultAsync(
            """{ "method": "POST", "path": "/api/2.0/workspace/import", "status": 400, "skip": 4, "times": 0 }"""
        );
        await workspace.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.1/clusters/delete", "status": 400, "times": 0 }""");
        workspace.With("jobs/nightly.json", Samples.Job("nightly", compute: """ "environment_key": "default" """));
        var killed = await workspace.TryDeployAsync();
        Assert.False(killed.Succeeded);
        Assert.Equal(3, killed.Failures.Count);
        Assert.Contains(
            killed.Failures,
            failure => failure.StartsWith("The lease of this environment could not be given back", StringComparison.Ordinal)
        );
        Assert.Contains(
            killed.Failures,
            failure => failure.StartsWith("clusters.etl: deployed, but cannot be stopped: ", StringComparison.Ordinal)
        );
        Assert.Contains(
            killed.Failures,
            failure => failure.StartsWith("What was deployed could not be written down in the workspace", StringComparison.Ordinal)
        );

        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        var plan = await workspace.PlanAsync();
        Assert.DoesNotContain(plan.Changes, change => change.Adopts || change.Action == ChangeAction.Create);

        var next = await workspace.DeployAsync();
        Assert.Equal(["clusters.etl"], next.Stopped);
        await workspace.AssertDeployedOnceAsync();
        Assert.Contains((string?)(await workspace.ClusterAsync("etl"))["state"], new[] { "TERMINATING", "TERMINATED" });
    }

    [Fact]
    public async Task What_a_killed_run_made_is_not_adopted_after_a_run_that_did_not_get_to_it()
    {
        workspace.Without("jobs/nightly.json");
        await workspace.DeployAsync();
        workspace.With("jobs/nightly.json", Samples.Job("nightly"));
        await workspace.KillAfterAsync("/api/2.2/jobs/create", "nightly");

        workspace
            .With("clusters/etl.json", Samples.Cluster("etl", """ "autotermination_minutes": 33 """))
            .With("jobs/nightly.json", Samples.Job("nightly", """ "max_concurrent_runs": 2 """));
        await workspace.Cloud.AddFaultAsync("""{ "path": "/api/2.1/clusters/edit", "status": 400, "times": 1 }""");
        Assert.False((await workspace.TryDeployAsync()).Succeeded);

        await workspace.DeployAsync();

        Assert.DoesNotContain(
            (await workspace.ManifestAsync())["entries"]!,
            entry => (string?)entry["kind"] == "jobs" && (bool?)entry["adopted"] == true
        );
    }

    [Fact]
    public async Task A_token_that_runs_out_between_two_writes_is_replaced_by_a_fresh_one()
    {
        string? token = null;
        var renewed = 0;
        workspace.Token = async (renew, ct) =>
        {
            renewed += renew ? 1 : 0;
            return renew || token is null ? token = await workspace.Cloud.TokenAsync("2ff814a6-3304-4ab8-85cb-cd0e6f879c1d") : token;
        };
        var planned = await workspace.TryPlanAsync();
        await workspace.Cloud.AdminAsync("POST", "/tokens/expire");

        var outcome = await workspace.ApplyAsync(planned, new Watcher(), CancellationToken.None);

        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Changes.Select(change => change.Message)));
        Assert.Equal(1, renewed);
        await workspace.AssertDeployedOnceAsync();
    }

    [Fact]
    public async Task Changes_are_told_in_one_order_whatever_finishes_first()
    {
        for (var i = 0; i < 6; i++)
            workspace.With($"notebooks/n{i}.py", Samples.Notebook($"print({i})"));

        // The first to be sent come back last.
        await workspace.Cloud.AddFaultAsync(
            """{ "method": "POST", "path": "/api/2.0/workspace/import", "action": "delay", "ms": 20, "times": 5 }"""
        );
        var outcome = await workspace.DeployAsync();

        Assert.Equal(
            [
                "init-scripts.install.sh",
                "clusters.etl",
                "notebooks.load.py",
                .. Enumerable.Range(0, 6).Select(i => $"notebooks.n{i}.py"),
                "jobs.nightly",
            ],
            outcome.Changes.Select(change => change.Change.Asset)
        );
    }

    private sealed class Watcher(Action<string>? finished = null) : IApplyWatcher
    {
        public void Started(Change change) { }

        public void Finished(ChangeOutcome outcome) => finished?.Invoke(outcome.Change.Asset);
    }
}
