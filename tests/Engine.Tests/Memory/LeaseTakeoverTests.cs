using Layercake.Engine.Memory;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Memory;

/// <summary>A lease that a killed run left behind is taken over by one, or broken.</summary>
public sealed class LeaseTakeoverTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock())).WithOneOfEachKind();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_lease_that_ran_out_is_taken_over_and_that_is_said()
    {
        await workspace.PutLeaseAsync(workspace.Foreign(left: -TimeSpan.FromSeconds(1)));

        var outcome = await workspace.DeployAsync();

        Assert.Equal("took over the lease of client two on agent-2 from 2026-03-01 11:54:59 UTC, whose deployment did not come to its end", Assert.Single(outcome.Warnings));
        await workspace.AssertDeployedOnceAsync();
        Assert.Equal(["manifest.json.gz"], await workspace.MemoryAsync());
    }

    [Fact]
    public async Task Of_many_who_find_a_lease_that_ran_out_one_gets_it()
    {
        for (var round = 0; round < 5; round++)
        {
            await workspace.PutLeaseAsync(workspace.Foreign(left: -TimeSpan.FromSeconds(1)));

            var takers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
            {
                try
                {
                    return (TakenLease?)await workspace.Leases().TakeAsync($"taker {i}", CancellationToken.None);
                }
                catch (LeaseHeldException)
                {
                    return null;
                }
            }));

            using var taken = Assert.Single(takers.OfType<TakenLease>());
            Assert.Equal(taken.Lease, await workspace.LeaseAsync());
            Assert.Null(await workspace.Leases().GiveBackAsync(taken.Lease));
        }
    }

    [Fact]
    public async Task Whoever_is_late_to_a_takeover_leaves_the_new_lease_alone()
    {
        await workspace.PutLeaseAsync(workspace.Foreign(left: -TimeSpan.FromSeconds(1)));
        TakenLease? swift = null;
        var looks = 0;
        workspace.Before = async (request, _) =>
        {
            // The late one has seen the old lease and is about to claim it; meanwhile another takes it over from beginning to end.
            if (request.RequestUri!.AbsolutePath != "/api/2.0/workspace/import" || ++looks < 2)
                return;

            workspace.Before = null;
            swift = await workspace.Leases().TakeAsync("the swift one", CancellationToken.None);
        };

        var refused = await Assert.ThrowsAsync<LeaseHeldException>(() => workspace.Leases().TakeAsync("the late one", CancellationToken.None));

        using (swift)
            Assert.Equal(swift!.Lease, await workspace.LeaseAsync());
        Assert.StartsWith("the swift one is deploying", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["lease.json"], await workspace.MemoryAsync());
    }

    [Fact]
    public async Task A_takeover_that_was_killed_is_named_and_unlocked()
    {
        var old = workspace.Foreign(left: -TimeSpan.FromSeconds(1));
        await workspace.PutLeaseAsync(old);
        await workspace.PutLeaseAsync(workspace.Foreign(left: -TimeSpan.FromSeconds(1), owner: "client three"), $"{LeaseFiles.Folder}/lease-{old.Nonce}.json");

        var refused = await Assert.ThrowsAsync<LeaseHeldException>(() => workspace.DeployAsync());
        Assert.StartsWith("client three is taking over", refused.Message, StringComparison.Ordinal);
        Assert.Contains("killed in the middle of that: remove the lease with --target=Unlock", refused.Message, StringComparison.Ordinal);

        await workspace.Session().UnlockAsync(CancellationToken.None);
        Assert.Empty(await workspace.MemoryAsync());
        await workspace.DeployAsync();
    }

    [Fact]
    public async Task A_lease_whose_process_on_this_machine_is_gone_is_taken_over_at_once()
    {
        var left = workspace.Foreign(left: TimeSpan.FromMinutes(4));
        await workspace.PutLeaseAsync(left);
        using (LeaseMark.Leave(left))
            await Assert.ThrowsAsync<LeaseHeldException>(() => workspace.DeployAsync());

        // As the system leaves it after a kill: the file, and no lock on it.
        var mark = Path.Combine(Path.GetTempPath(), $"layercake-lease-{left.Nonce}");
        await File.WriteAllBytesAsync(mark, []);
        await workspace.DeployAsync();

        Assert.False(File.Exists(mark));
        await workspace.AssertDeployedOnceAsync();
    }

    [Fact]
    public async Task Unlocking_shows_what_it_removes_and_says_when_there_is_nothing()
    {
        var session = workspace.Session();
        Assert.Null(await session.UnlockAsync(CancellationToken.None));

        var lease = workspace.Foreign(left: TimeSpan.FromMinutes(4));
        await workspace.PutLeaseAsync(lease);
        Assert.Equal(lease, (await session.UnlockAsync(CancellationToken.None))?.Lease);

        await workspace.DeployAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{ "nonce": "../../../../evil", "owner": "x", "taken_at": "2026-03-01T12:00:00.0000000+00:00", "expires_at": "2026-03-01T11:00:00.0000000+00:00" }""")]
    [InlineData("""{ "nonce": "0123456789abcdef0123456789abcdef", "owner": "x", "taken_at": "yesterday", "expires_at": "2026-03-01T11:00:00.0000000+00:00" }""")]
    public async Task A_file_that_is_no_lease_stops_a_deployment_until_it_is_unlocked(string content)
    {
        await workspace.PutAsync(System.Text.Encoding.UTF8.GetBytes(content));

        var refused = await Assert.ThrowsAsync<LeaseHeldException>(() => workspace.DeployAsync());
        Assert.Contains("is not a lease that this tool wrote", refused.Message, StringComparison.Ordinal);

        var removed = await workspace.Session().UnlockAsync(CancellationToken.None);
        Assert.Equal(new BrokenLease(LeaseFiles.Path, null), removed);
        await workspace.DeployAsync();
    }
}
