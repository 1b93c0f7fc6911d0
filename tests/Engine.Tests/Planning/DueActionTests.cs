using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Planning;

/// <summary>
/// What a deployment carries out, such as the publishing of a dashboard, is remembered until it is done. The clock stands still here, so
/// that no time in the workspace says what is old.
/// </summary>
public sealed class DueActionTests : IAsyncLifetime
{
    private const string Content = "dashboards/sales.lvdash.json";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        workspace.With("dashboards/sales.json", """{ "display_name": "sales", "publish": {} }""").With(Content, Pages("one"));
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_publishing_that_failed_is_tried_again_by_the_next_run()
    {
        await workspace.DeployAsync();
        await workspace.With(Content, Pages("two")).Cloud.AddFaultAsync(NoPublish);

        var failed = await workspace.TryDeployAsync();
        Assert.Equal(
            [("dashboards.sales", ChangeStatus.Done), ("publish.sales", ChangeStatus.Failed)],
            failed.Changes.Select(change => (change.Change.Asset, change.Status))
        );
        await workspace.Cloud.AdminAsync("DELETE", "/faults");

        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        Assert.Equal("publish.sales", change.Asset);
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_run_that_is_killed_before_it_publishes_is_resumed_by_the_next()
    {
        await workspace.DeployAsync();
        workspace.With(Content, Pages("two"));
        using var killed = new CancellationTokenSource();
        workspace.Before = async (request, _) =>
        {
            if (request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/published", StringComparison.Ordinal))
                await killed.CancelAsync();
        };
        var planned = await workspace.TryPlanAsync();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            var outcome = await workspace.ApplyAsync(planned, new Watcher(), killed.Token);
            Assert.True(outcome.Succeeded);
        });
        workspace.Before = null;

        Assert.Equal(["publish.sales"], (await workspace.PlanAsync()).Writes.Select(change => change.Asset));
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task One_that_was_left_out_since_the_run_was_stopped_is_carried_out_by_the_next()
    {
        await workspace.DeployAsync();
        workspace.With(Content, Pages("two"));
        using var stopped = new CancellationTokenSource();
        var planned = await workspace.TryPlanAsync();

        var outcome = await workspace.ApplyAsync(planned, new StopsAfter("dashboards.sales", stopped), stopped.Token);

        Assert.NotEqual(ChangeStatus.Done, outcome.Changes.Single(change => change.Change.Asset == "publish.sales").Status);
        Assert.Equal(
            [("publish.sales", "an earlier deployment did not carry it out to its end")],
            (await workspace.PlanAsync()).Writes.Select(change => (change.Asset, change.Reason))
        );
    }

    [Fact]
    public async Task One_that_could_not_be_read_back_is_done_and_stays_ours()
    {
        workspace.Before = (request, _) =>
            request.Method == HttpMethod.Get && request.RequestUri!.AbsolutePath.EndsWith("/published", StringComparison.Ordinal)
                ? throw new HttpRequestException("cut off")
                : Task.CompletedTask;
        Assert.False((await workspace.TryDeployAsync()).Succeeded);
        workspace.Before = null;

        Assert.Empty((await workspace.PlanAsync()).Writes);
        await workspace.DeployAsync();
        workspace.With("dashboards/sales.json", """{ "display_name": "sales" }""");

        Assert.Equal(["publish.sales"], (await workspace.PlanAsync()).Writes.Select(change => change.Asset));
    }

    private const string NoPublish =
        """
        {
          "method": "POST",
          "path": "/api/2.0/lakeview/dashboards/*/published",
          "times": 0,
          "status": 400,
          "body": { "error_code": "BAD_REQUEST", "message": "not now" }
        }
        """;

    private static string Pages(string name) => $$"""{ "pages": [{ "name": "{{name}}" }] }""";

    private sealed class StopsAfter(string asset, CancellationTokenSource run) : IApplyWatcher
    {
        public void Note(string text) { }

        public void Started(Change change) { }

        public void Finished(ChangeOutcome outcome)
        {
            if (outcome.Change.Asset == asset)
                run.Cancel();
        }
    }

    private sealed class Watcher : IApplyWatcher
    {
        public void Note(string text) { }

        public void Started(Change change) { }

        public void Finished(ChangeOutcome outcome) { }
    }
}
