using Layercake.Engine.Applying;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Memory;

/// <summary>One deployment at a time writes to an environment.</summary>
public sealed class LeaseTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock())).WithOneOfEachKind();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_deployment_that_comes_while_another_is_under_way_is_refused_and_nothing_is_made_twice()
    {
        workspace.Owner = "client one on agent-1";
        LeaseHeldException? refused = null;
        IReadOnlyList<string>? written = null;
        workspace.Before = async (request, _) =>
        {
            if (request.RequestUri!.AbsolutePath != "/api/2.2/jobs/create")
                return;

            workspace.Before = null;
            var second = await workspace.TryPlanAsync();
            Assert.Contains(second.Plan.Writes, change => change.Asset == "jobs.nightly");
            written = await workspace.WritesDuringAsync(async () => refused = await Assert.ThrowsAsync<LeaseHeldException>(() => ApplyAsync(second)));
        };

        await workspace.DeployAsync();

        Assert.StartsWith("client one on agent-1 is deploying to this environment, since 2026-03-01 12:", refused!.Message, StringComparison.Ordinal);
        Assert.Equal(["POST /api/2.0/workspace/import"], written);
        await workspace.AssertDeployedOnceAsync();
    }

    [Fact]
    public async Task Of_two_deployments_that_start_together_one_writes_and_nothing_is_made_twice()
    {
        var plans = await Task.WhenAll(workspace.TryPlanAsync(), workspace.TryPlanAsync());

        var ends = await Task.WhenAll(plans.Select(plan => Record.ExceptionAsync(() => ApplyAsync(plan))));

        var refused = Assert.Single(ends.OfType<Exception>());
        Assert.True(refused is LeaseHeldException or PlanOutOfDateException, refused.ToString());
        await workspace.AssertDeployedOnceAsync();
    }

    [Fact]
    public async Task A_live_lease_is_named_with_its_owner_its_times_and_what_to_do()
    {
        await workspace.PutLeaseAsync(workspace.Foreign(left: TimeSpan.FromMinutes(4)));

        var refused = await Assert.ThrowsAsync<LeaseHeldException>(() => workspace.DeployAsync());

        Assert.Equal(
            "client two on agent-2 is deploying to this environment, since 2026-03-01 11:59:00 UTC; the lease lasts until 2026-03-01 12:04:00 UTC and is renewed for as long as that deployment runs. "
            + "Wait for it and run the same command again. If it was killed, wait until the lease has run out, or remove the lease with --target=Unlock.",
            refused.Message);
        Assert.Empty((await workspace.Cloud.GetAsync("/api/2.0/clusters/list"))["clusters"] ?? new Newtonsoft.Json.Linq.JArray());
    }

    [Fact]
    public async Task A_deployment_with_nothing_to_do_asks_for_no_lease()
    {
        await workspace.DeployAsync();
        await workspace.PutLeaseAsync(workspace.Foreign(left: TimeSpan.FromMinutes(4)));

        Assert.Empty(await workspace.WritesDuringAsync(() => workspace.DeployAsync()));
    }

    [Fact]
    public async Task A_deployment_leaves_no_lease_behind_cancelled_or_not()
    {
        await workspace.DeployAsync();
        Assert.Equal(["manifest.json.gz"], await workspace.MemoryAsync());

        using var stop = new CancellationTokenSource();
        workspace.Before = (request, _) => request.RequestUri!.AbsolutePath == "/api/2.2/jobs/reset" ? stop.CancelAsync() : Task.CompletedTask;
        var outcome = await workspace.ApplyAsync(await workspace.WithEachChanged().TryPlanAsync(), new Quiet(), stop.Token);

        Assert.True(outcome.Cancelled);
        Assert.Equal(["manifest.json.gz"], await workspace.MemoryAsync());
    }

    [Fact]
    public async Task A_cancellation_while_the_lease_is_taken_leaves_none_behind()
    {
        using var stop = new CancellationTokenSource();
        await workspace.DeployAsync();
        var planned = await workspace.WithEachChanged().TryPlanAsync();
        // The answer is lost with the cancellation; the request took effect.
        await workspace.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.0/workspace/import", "action": "drop_after" }""");
        workspace.Before = (request, _) => request.Method == HttpMethod.Get ? stop.CancelAsync() : Task.CompletedTask;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => workspace.ApplyAsync(planned, new Quiet(), stop.Token));

        Assert.Equal(["manifest.json.gz"], await workspace.MemoryAsync());
    }

    [Fact]
    public async Task A_plan_is_not_applied_when_another_deployment_ended_since()
    {
        var planned = await workspace.TryPlanAsync();
        await workspace.DeployAsync();

        var written = await workspace.WritesDuringAsync(() => Assert.ThrowsAsync<PlanOutOfDateException>(() => ApplyAsync(planned)));

        Assert.Equal(["POST /api/2.0/workspace/import", "POST /api/2.0/workspace/delete"], written);
        await workspace.AssertDeployedOnceAsync();
    }

    [Theory]
    [InlineData(""" "action": "drop_after" """)]
    [InlineData(""" "action": "drop_before" """)]
    [InlineData(""" "status": 429, "retry_after": "7" """)]
    [InlineData(""" "status": 503 """)]
    public async Task Taking_the_lease_survives_a_call_that_fails_for_a_moment(string fault)
    {
        await workspace.DeployAsync();
        await workspace.Cloud.AddFaultAsync($$"""{ "method": "POST", "path": "/api/2.0/workspace/import", {{fault}} }""");

        await workspace.WithEachChanged().DeployAsync();

        await workspace.AssertDeployedOnceAsync();
        Assert.Equal(["manifest.json.gz"], await workspace.MemoryAsync());
    }

    [Fact]
    public async Task Who_may_not_take_the_lease_writes_nothing_else()
    {
        await workspace.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.0/workspace/import", "status": 403, "times": 0 }""");

        var written = await workspace.WritesDuringAsync(async () => Assert.True((await Assert.ThrowsAsync<Rest.WorkspaceApiException>(() => workspace.DeployAsync())).IsForbidden));

        Assert.Equal(["POST /api/2.0/workspace/import"], written);
    }

    [Fact]
    public async Task A_lease_that_cannot_be_given_back_is_a_warning_and_runs_out()
    {
        await workspace.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.0/workspace/delete", "status": 403 }""");
        var outcome = await workspace.DeployAsync();
        Assert.StartsWith("the lease of this environment could not be given back", Assert.Single(outcome.Warnings), StringComparison.Ordinal);

        workspace.WithEachChanged();
        await Assert.ThrowsAsync<LeaseHeldException>(() => workspace.DeployAsync());
        ((SelfAdvancingClock)workspace.Clock).Advance(Lease.Duration);
        await workspace.DeployAsync();
        await workspace.AssertDeployedOnceAsync();
    }

    private Task<Outcome> ApplyAsync(PlannedDeployment planned) => workspace.ApplyAsync(planned, new Quiet(), CancellationToken.None);
}
