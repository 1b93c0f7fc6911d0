using Layercake.Engine.Memory;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Memory;

/// <summary>Of a lease that is there only its movement counts: no clock of another machine is asked.</summary>
public sealed class LeaseTakeoverTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock())).WithOneOfEachKind();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_lease_that_stands_still_for_60_seconds_is_taken_over()
    {
        await workspace.PutLeaseAsync(workspace.Foreign(7));
        var before = workspace.LeaseClock.GetUtcNow();

        await workspace.DeployAsync();

        Assert.InRange(workspace.LeaseClock.GetUtcNow() - before, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(90));
        Assert.True((await workspace.LeaseAsync())!.Number > 7);
        Assert.Contains(workspace.Notes, note => note.StartsWith("Took over the lease of client two on agent-2", StringComparison.Ordinal));
        await workspace.AssertDeployedOnceAsync();
    }

    [Fact]
    public async Task A_lease_that_moves_is_alive_and_refuses_the_newcomer()
    {
        var theirs = workspace.Foreign(7);
        await workspace.PutLeaseAsync(theirs);
        OnWatching(looks => looks == 3 ? workspace.PutLeaseAsync(theirs with { Beat = 1 }) : Task.CompletedTask);

        var writes = await workspace.AssetWritesDuringAsync(async () =>
            Assert.StartsWith(
                "client two on agent-2 is deploying to this environment",
                (await Assert.ThrowsAsync<LeaseHeldException>(() => workspace.DeployAsync())).Message,
                StringComparison.Ordinal
            )
        );

        Assert.Empty(writes);
        Assert.Equal(7, (await workspace.LeaseAsync())!.Number);
    }

    [Fact]
    public async Task A_lease_that_is_listed_and_cannot_be_read_is_not_free()
    {
        await workspace.PutLeaseAsync(workspace.Foreign(7));
        await workspace.Cloud.AddFaultAsync(
            """
            {
              "method": "GET",
              "path": "/api/2.0/workspace/export",
              "status": 404,
              "times": 0,
              "body": { "error_code": "RESOURCE_DOES_NOT_EXIST", "message": "no" }
            }
            """
        );

        var writes = await workspace.WritesDuringAsync(async () =>
        {
            Assert.Contains(
                "is listed in its folder",
                (await Assert.ThrowsAsync<LeaseHeldException>(() => workspace.DeployAsync())).Message,
                StringComparison.Ordinal
            );
            await Assert.ThrowsAsync<LeaseHeldException>(() => workspace.Session().UnlockAsync(CancellationToken.None));
        });

        Assert.Empty(writes);
    }

    [Fact]
    public async Task After_an_Unlock_a_holder_that_did_not_see_it_at_once_is_waited_for_60_seconds_from_its_last_move()
    {
        var theirs = workspace.Foreign(7);
        await workspace.PutLeaseAsync(theirs);
        await workspace.Session().UnlockAsync(CancellationToken.None);
        OnWatching(looks => looks == 10 ? workspace.PutLeaseAsync(theirs with { Beat = 1 }) : Task.CompletedTask);
        var before = workspace.LeaseClock.GetUtcNow();

        await workspace.DeployAsync();

        Assert.InRange(workspace.LeaseClock.GetUtcNow() - before, TimeSpan.FromSeconds(76), TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task A_read_that_finds_no_lease_while_it_is_watched_does_not_make_it_free()
    {
        var theirs = workspace.Foreign(7);
        await workspace.PutLeaseAsync(theirs);
        OnWatching(async looks =>
        {
            if (looks == 3)
                await workspace.Cloud.AddFaultAsync(
                    """
                    {
                      "method": "GET",
                      "path": "/api/2.0/workspace/export",
                      "status": 404,
                      "body": { "error_code": "RESOURCE_DOES_NOT_EXIST", "message": "no" }
                    }
                    """
                );
            else if (looks == 5)
                await workspace.PutLeaseAsync(theirs with { Beat = 1 });
        });

        var error = await Assert.ThrowsAsync<LeaseHeldException>(() => workspace.DeployAsync());

        Assert.StartsWith("client two on agent-2 is deploying", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, (int?)Assert.Single(await workspace.Cloud.AdminAsync("GET", "/faults"))["applied"]);
        Assert.Equal(7, (await workspace.LeaseAsync())!.Number);
    }

    [Fact]
    public async Task A_lease_that_ends_while_it_is_watched_is_taken_at_once()
    {
        var theirs = workspace.Foreign(7);
        await workspace.PutLeaseAsync(theirs);
        OnWatching(looks => looks == 3 ? workspace.PutLeaseAsync(theirs with { State = LeaseState.Ended }) : Task.CompletedTask);
        var before = workspace.LeaseClock.GetUtcNow();

        await workspace.DeployAsync();

        Assert.InRange(workspace.LeaseClock.GetUtcNow() - before, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.True((await workspace.LeaseAsync())!.Number > 7);
    }

    [Fact]
    public async Task A_lease_of_an_earlier_version_is_watched_for_five_minutes()
    {
        await workspace.PutAsync(
            """
            {
              "nonce": "0123456789abcdef0123456789abcdef",
              "owner": "client 7b21 on agent-2",
              "taken_at": "2026-03-01T12:00:00.0000000+00:00",
              "expires_at": "2026-03-01T12:05:00.0000000+00:00"
            }
            """u8.ToArray(),
            LeaseFiles.Earlier
        );
        var before = workspace.LeaseClock.GetUtcNow();

        await workspace.DeployAsync();

        Assert.True(workspace.LeaseClock.GetUtcNow() - before >= TimeSpan.FromMinutes(5));
        Assert.DoesNotContain("lease.json", await workspace.MemoryAsync());
        await workspace.AssertDeployedOnceAsync();
    }

    [Fact]
    public async Task What_a_former_holder_writes_late_gives_it_nothing_back()
    {
        await workspace.DeployAsync();
        var late = (await workspace.LeaseAsync())!;
        await workspace.WithEachChanged().DeployAsync();
        var manifest = (await workspace.TryPlanAsync()).Manifest;

        await workspace.PutLeaseAsync(late with { State = LeaseState.Live, Beat = 99 });
        await workspace.PutAsync(ManifestFile.Write(Manifest.Empty), $"{LeaseFiles.Folder}/manifest-{late.Number}.json.gz");

        Assert.Equal(2, (await workspace.LeaseAsync())!.Number);
        Assert.Equal(manifest.Entries.Keys, (await workspace.TryPlanAsync()).Manifest.Entries.Keys);
        Assert.Empty(await workspace.WritesDuringAsync(() => workspace.DeployAsync()));
    }

    [Fact]
    public async Task Of_many_who_find_a_lease_that_ended_one_takes_the_next()
    {
        await workspace.PutLeaseAsync(workspace.Foreign(7, LeaseState.Ended));

        // Kept to the end: a lease that nobody holds any more unlocks its file, and the next may take it over.
        var ends = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async i =>
                {
                    try
                    {
                        return await workspace.Leases().TakeAsync($"client {i}", _ => { }, CancellationToken.None);
                    }
                    catch (LeaseHeldException)
                    {
                        return null;
                    }
                })
        );

        Assert.Equal([8], ends.OfType<TakenLease>().Select(taken => taken.Lease.Number));
        foreach (var taken in ends)
            taken?.Dispose();
    }

    [Fact]
    public async Task After_an_Unlock_the_next_waits_until_the_old_holder_wrote_that_it_ended()
    {
        var theirs = workspace.Foreign(7);
        await workspace.PutLeaseAsync(theirs);
        var broken = await workspace.Session().UnlockAsync(CancellationToken.None);
        Assert.Equal("client two on agent-2", broken!.Lease!.Owner);
        Assert.Equal((8, LeaseState.Broken), ((await workspace.LeaseAsync())!.Number, (await workspace.LeaseAsync())!.State));
        OnWatching(looks => looks == 5 ? workspace.PutLeaseAsync(theirs with { State = LeaseState.Ended }) : Task.CompletedTask);
        var before = workspace.LeaseClock.GetUtcNow();

        await workspace.DeployAsync();

        Assert.InRange(workspace.LeaseClock.GetUtcNow() - before, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(30));
        Assert.Contains(workspace.Notes, note => note.Contains("waiting until that deployment has stopped", StringComparison.Ordinal));
        Assert.True((await workspace.LeaseAsync())!.Number > 8);
    }

    [Fact]
    public async Task An_Unlock_where_nobody_deploys_changes_nothing()
    {
        await workspace.DeployAsync();

        Assert.Empty(
            await workspace.WritesDuringAsync(async () => Assert.Null(await workspace.Session().UnlockAsync(CancellationToken.None)))
        );
    }

    /// <summary>Something happens at the n-th look at the lease of another.</summary>
    private void OnWatching(Func<int, Task> act)
    {
        var looks = 0;
        workspace.Before = (request, _) =>
            request.RequestUri!.AbsolutePath == "/api/2.0/workspace/export"
            && request.RequestUri.Query.Contains("lease-7.json", StringComparison.Ordinal)
                ? act(Interlocked.Increment(ref looks))
                : Task.CompletedTask;
    }
}
