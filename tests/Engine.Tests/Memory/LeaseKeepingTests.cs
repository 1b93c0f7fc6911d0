using Layercake.Engine.Applying;
using Layercake.Engine.Memory;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Memory;

/// <summary>A lease is renewed while a deployment runs; whoever loses it stops.</summary>
public sealed class LeaseKeepingTests : IAsyncLifetime
{
    private readonly SelfAdvancingClock clock = new();
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = (await TestWorkspace.StartAsync(clock)).WithOneOfEachKind();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_lease_is_renewed_every_minute_for_as_long_as_the_deployment_runs()
    {
        Lease? taken = null;
        Lease? renewed = null;
        BeforeTheJob(async _ =>
        {
            taken = await workspace.LeaseAsync();
            clock.Advance(TimeSpan.FromSeconds(31));
            do
                renewed = await workspace.LeaseAsync();
            while (renewed == taken);
        });

        await workspace.DeployAsync();

        Assert.Equal(taken!.Nonce, renewed!.Nonce);
        Assert.Equal(taken.TakenAt, renewed.TakenAt);
        Assert.InRange(renewed.ExpiresAt - taken.ExpiresAt, Lease.RenewedEvery, 2 * Lease.RenewedEvery);
    }

    [Fact]
    public async Task A_deployment_whose_lease_someone_else_has_begins_nothing_more_and_leaves_the_memory_to_them()
    {
        var theirs = workspace.Foreign(left: TimeSpan.FromMinutes(8));
        var planned = await workspace.Without("init-scripts/install.sh").Without("notebooks/load.py").TryPlanAsync();
        var memory = "";
        BeforeTheJob(async ct =>
        {
            await workspace.PutLeaseAsync(theirs);
            memory = await workspace.SourceAsync($"{LeaseFiles.Folder}/manifest.json.gz");
            clock.Advance(TimeSpan.FromSeconds(31));
            await Forever(ct);
        });
        // The cluster is there and stopped, but that is not written down yet.
        var job = workspace.Before!;
        workspace.Before = (request, ct) => request.Method == HttpMethod.Get && request.RequestUri!.AbsolutePath.StartsWith("/api/2.1/clusters/", StringComparison.Ordinal) ? Forever(ct) : job(request, ct);

        var outcome = await workspace.ApplyAsync(planned, new Quiet(), CancellationToken.None);
        workspace.Before = null;

        Assert.False(outcome.Cancelled);
        Assert.Equal("The lease of this environment was lost: client two on agent-2 has it since 2026-03-01 12:03:00 UTC. Nothing more was begun.", Assert.Single(outcome.Failures));
        Assert.Equal(ChangeStatus.Skipped, outcome.Changes.Single(change => change.Change.Asset == "jobs.nightly").Status);
        Assert.Equal(theirs, await workspace.LeaseAsync());
        Assert.Equal(memory, await workspace.SourceAsync($"{LeaseFiles.Folder}/manifest.json.gz"));

        await workspace.RemoveLeaseAsync();
        await workspace.DeployAsync();
        await workspace.AssertDeployedOnceAsync();
    }

    [Fact]
    public async Task A_deployment_whose_lease_was_removed_stops_too()
    {
        BeforeTheJob(async ct =>
        {
            await workspace.RemoveLeaseAsync();
            clock.Advance(TimeSpan.FromSeconds(31));
            await Forever(ct);
        });

        var outcome = await workspace.TryDeployAsync();

        Assert.Equal("The lease of this environment was lost: someone removed it. Nothing more was begun.", Assert.Single(outcome.Failures));
        Assert.False(outcome.Succeeded);
    }

    [Fact]
    public async Task A_renewal_that_fails_is_tried_again_in_time()
    {
        using var taken = await workspace.Leases().TakeAsync("me", CancellationToken.None);
        await workspace.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.0/workspace/import", "status": 403, "times": 2 }""");
        await using var keeper = new LeaseKeeper(workspace.Leases(), taken.Lease, clock);

        while (!await RenewedAsync(taken.Lease))
            clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Null(keeper.Loss);
        Assert.True(keeper.IsOurs);
    }

    [Fact]
    public async Task Who_cannot_renew_stops_a_minute_before_the_end_and_may_still_write_down_how_far_it_came()
    {
        using var taken = await workspace.Leases().TakeAsync("me", CancellationToken.None);
        await workspace.Cloud.AddFaultAsync("""{ "path": "/api/2.0/workspace/export", "status": 403, "times": 0 }""");
        await using var keeper = new LeaseKeeper(workspace.Leases(), taken.Lease, clock);

        clock.Advance(Lease.Duration - Lease.Reserve - TimeSpan.FromSeconds(1));
        Assert.False(keeper.Lost.IsCancellationRequested);
        clock.Advance(TimeSpan.FromSeconds(1));
        await EndOf(keeper.Lost);

        Assert.StartsWith("The lease of this environment could not be renewed since 2026-03-01 12:00:00 UTC", keeper.Loss, StringComparison.Ordinal);
        Assert.True(keeper.IsOurs);
        clock.Advance(Lease.Reserve);
        Assert.False(keeper.IsOurs);
    }

    private async Task<bool> RenewedAsync(Lease lease) => (await workspace.LeaseAsync()).ExpiresAt > lease.ExpiresAt;

    private static async Task EndOf(CancellationToken token)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(() => ended.TrySetResult());
        await ended.Task;
    }

    private static Task Forever(CancellationToken ct) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);

    /// <summary>Something happens a minute after the lease was taken, while the job is about to be sent; of that minute half is over early, since a request may take no longer.</summary>
    private void BeforeTheJob(Func<CancellationToken, Task> happens)
    {
        var (begun, reached) = (0, 0);
        workspace.Before = async (request, ct) =>
        {
            switch (request.RequestUri!.AbsolutePath)
            {
                case "/api/2.0/workspace/import" when Interlocked.Exchange(ref begun, 1) == 0:
                    clock.Advance(TimeSpan.FromSeconds(30));
                    break;
                case "/api/2.2/jobs/create" when Interlocked.Exchange(ref reached, 1) == 0:
                    await happens(ct);
                    break;
            }
        };
    }
}
