using Layercake.Engine.Applying;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Memory;

/// <summary>Who lost the lease, or cannot be sure of it any more, begins no write, and never goes on.</summary>
public sealed class LeaseFenceTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock())).WithOneOfEachKind();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData(29, true)]
    [InlineData(31, false)]
    public async Task After_30_seconds_without_a_renewal_no_write_begins(int seconds, bool writes)
    {
        RefuseRenewals();
        AtTheCluster(() => workspace.LeaseClock.Advance(TimeSpan.FromSeconds(seconds)));

        var outcome = await workspace.ApplyAsync(await workspace.TryPlanAsync(), new Quiet(), CancellationToken.None);

        workspace.Before = null;
        Assert.Equal(writes, await HasJobAsync());
        Assert.Equal(
            !writes,
            outcome.Failures.Any(failure =>
                failure.StartsWith("The lease of this environment could not be renewed for 30 s", StringComparison.Ordinal)
            )
        );
    }

    [Fact]
    public async Task An_Unlock_of_a_deployment_under_way_ends_it_and_the_next_makes_nothing_twice()
    {
        AtTheCluster(() =>
        {
            // In a flow of its own, as somebody else's is: the one here may only write the cluster.
            using (ExecutionContext.SuppressFlow())
                Task.Run(() => workspace.Session().UnlockAsync(CancellationToken.None)).GetAwaiter().GetResult();
            workspace.LeaseClock.Advance(TimeSpan.FromSeconds(31));
        });

        var outcome = await workspace.ApplyAsync(await workspace.TryPlanAsync(), new Quiet(), CancellationToken.None);

        workspace.Before = null;
        Assert.False(outcome.Succeeded);
        Assert.False(await HasJobAsync());
        Assert.Contains(outcome.Failures, failure => failure.StartsWith("The lease of this environment", StringComparison.Ordinal));
        await workspace.DeployAsync();
        await workspace.AssertDeployedOnceAsync();
    }

    public static TheoryData<int> Requests => new(Enumerable.Range(0, 24));

    /// <summary>
    /// The case of a run that was thought dead: it is unlocked, and another starts at once, on a machine that knows no file of the first.
    /// </summary>
    [Theory]
    [MemberData(nameof(Requests))]
    public async Task An_Unlock_of_a_live_deployment_and_one_that_follows_at_once_make_nothing_twice(int request)
    {
        Task<Outcome>? second = null;
        var count = 0;
        workspace.Before = async (_, _) =>
        {
            // Counted from the taking of the lease, so that every request of a first deployment is met in one of the cases.
            if (
                Volatile.Read(ref second) is not null
                || await MarkAsync() is not { } mark
                || Interlocked.Increment(ref count) != request + 1
            )
                return;

            File.Delete(mark);
            await workspace.Session().UnlockAsync(CancellationToken.None);
            second = Task.Run(() => workspace.TryDeployAsync());
        };

        var planned = await workspace.TryPlanAsync();
        var first = await Record.ExceptionAsync(() => workspace.ApplyAsync(planned, new Quiet(), CancellationToken.None));

        Assert.True(first is null or LeaseHeldException, first?.ToString());
        if (second is not null)
            Assert.True((await second).Succeeded);
        else
            await workspace.DeployAsync();
        await workspace.AssertDeployedOnceAsync();
    }

    /// <returns>The file that shows on this machine that the first deployment lives; null before it has the lease.</returns>
    private async Task<string?> MarkAsync()
    {
        try
        {
            var lease = LeaseFile.Read(System.Text.Encoding.UTF8.GetBytes(await workspace.SourceAsync(LeaseFiles.PathOf(1))), 1)!;
            return Path.Combine(Path.GetTempPath(), $"layercake-lease-{lease.Nonce}") is var file && File.Exists(file) ? file : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>The heartbeats do not arrive; all else does.</summary>
    private void RefuseRenewals() =>
        workspace.Before = async (request, ct) =>
        {
            if (
                request.Content is { } content
                && (await content.ReadAsStringAsync(ct)).Contains("lease-1.json", StringComparison.Ordinal)
                && beats++ > 1
            )
                throw new HttpRequestException("no way");
        };

    private int beats;

    private void AtTheCluster(Action act)
    {
        var before = workspace.Before;
        workspace.Before = async (request, ct) =>
        {
            if (request.RequestUri!.AbsolutePath == "/api/2.1/clusters/create")
                act();
            if (before is not null)
                await before(request, ct);
        };
    }

    private async Task<bool> HasJobAsync() =>
        ((await workspace.Cloud.GetAsync("/api/2.2/jobs/list"))["jobs"] ?? new Newtonsoft.Json.Linq.JArray()).Any();
}
