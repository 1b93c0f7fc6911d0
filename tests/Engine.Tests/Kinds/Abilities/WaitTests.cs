using Layercake.Engine.Applying;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;

namespace Layercake.Engine.Tests.Kinds.Abilities;

/// <summary>Objects that are not ready when the write is answered are waited for, and hold nothing else up.</summary>
public sealed class WaitTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly MemoryService service = new();

    private WaitedForObjects pools = null!;

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync();
        pools = new WaitedForObjects(service, new MemoryKind("instance-pools", "instance pool"));
        workspace.Kinds = [pools, new UpdatableObjects(service, new MemoryKind("clusters", "cluster"))];
        workspace.With("instance-pools/p.json", """{ "name": "p", "size": 1 }""");
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task What_depends_on_a_change_waits_until_it_is_ready()
    {
        workspace.With("clusters/c.json", """{ "name": "c", "instance_pool_id": "p" }""");
        pools.Ready = async (_, ct) => await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);

        await workspace.DeployAsync("instance-pools", "clusters");

        Assert.Equal(["create p", "ready p", "create c"], service.Calls);
    }

    [Fact]
    public async Task Other_changes_are_written_while_one_is_waited_for()
    {
        var other = new TaskCompletionSource();
        workspace.Environment = workspace.Environment with { Concurrency = 1 };
        workspace.With("instance-pools/q.json", """{ "name": "q", "size": 1 }""");
        var made = 0;
        pools.Ready = async (_, ct) =>
        {
            // Both are ready only when both were created.
            if (Interlocked.Increment(ref made) == 2)
                other.SetResult();
            await other.Task.WaitAsync(Limit, ct);
        };

        await workspace.DeployAsync();

        Assert.Equal(["create p", "create q"], service.Calls.Take(2).Order());
    }

    [Fact]
    public async Task A_failed_wait_fails_the_change_and_what_depends_on_it_is_not_written()
    {
        workspace.With("clusters/c.json", """{ "name": "c", "instance_pool_id": "p" }""");
        pools.Ready = (_, _) => throw new NotReadyException("it did not start.");

        var outcome = await workspace.TryDeployAsync("instance-pools", "clusters");

        Assert.Equal([ChangeStatus.Failed, ChangeStatus.Skipped], outcome.Changes.Select(change => change.Status));
        Assert.StartsWith(
            "instance-pools.p: written, but not ready: it did not start.",
            outcome.Changes[0].Message,
            StringComparison.Ordinal
        );
        Assert.Equal("clusters.c: skipped: needs instance-pools.p, which was not deployed.", outcome.Changes[1].Message);
        Assert.Equal(["create p"], service.Calls);
    }

    [Fact]
    public async Task An_update_is_waited_for_too_and_a_deletion_is_not()
    {
        await workspace.DeployAsync();
        await workspace.With("instance-pools/p.json", """{ "name": "p", "size": 2 }""").DeployAsync("instance-pools");
        await workspace
            .With("clusters/c.json", """{ "name": "c" }""")
            .Without("instance-pools/p.json")
            .PruneAsync();

        Assert.Equal(["create p", "ready p", "stop 1", "update 1", "ready p", "delete 1"], service.Calls);
    }

    [Fact]
    public async Task A_run_that_is_stopped_while_it_waits_says_so()
    {
        using var stop = new CancellationTokenSource();
        pools.Ready = async (_, ct) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Limit, TimeProvider.System, ct);
        };

        var outcome = await workspace.ApplyAsync(await workspace.TryPlanAsync(), new Watcher(), stop.Token);

        var change = Assert.Single(outcome.Changes);
        Assert.Equal(
            (
                ChangeStatus.Failed,
                "instance-pools.p: the deployment was stopped before it was ready; the next one looks at what it finds."
            ),
            (change.Status, change.Message)
        );
        Assert.Equal(ChangeAction.None, Assert.Single((await workspace.PlanAsync()).Changes).Action);
    }

    private sealed class Watcher : IApplyWatcher
    {
        public void Note(string text) { }

        public void Started(Change change) { }

        public void Finished(ChangeOutcome outcome) { }
    }
}
