using System.Text;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Engine.Sealing;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Sealing;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Memory;

/// <summary>While an environment is locked nothing is deployed to it.</summary>
public sealed class EnvironmentLockTests : IAsyncLifetime
{
    private const string File = LeaseFiles.Folder + "/lock.json";

    private readonly SelfAdvancingClock clock = new();
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = (await TestWorkspace.StartAsync(clock)).WithOneOfEachKind();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("a deployment")]
    [InlineData("a deployment with nothing to do")]
    [InlineData("a deployment of one kind")]
    [InlineData("a stop of clusters")]
    [InlineData("a prune")]
    [InlineData("destroying all")]
    [InlineData("giving up an asset")]
    [InlineData("adopting an object")]
    [InlineData("a sealed plan")]
    [InlineData("a sealed prune")]
    public async Task Whatever_writes_is_refused_before_its_first_write(string what)
    {
        await workspace.DeployAsync();
        using var plan = new SealedWorkspace(workspace);
        var apply = await PreparedAsync(what, plan);
        await LockAsync("release freeze", clock.GetUtcNow() + TimeSpan.FromHours(2));

        EnvironmentLockedException? refused = null;
        var writes = await workspace.WritesDuringAsync(async () => refused = await Assert.ThrowsAsync<EnvironmentLockedException>(apply));

        Assert.Empty(writes);
        Assert.StartsWith("locked by client one on agent-1 since 2026-03-01 12:", refused!.Message, StringComparison.Ordinal);
        Assert.Contains(", until 2026-03-01 14:", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            ": \"release freeze\". Wait until then, or end it with --target=Unlock.",
            refused.Message,
            StringComparison.Ordinal
        );

        await workspace.Session().Locks.EndAsync(CancellationToken.None);
        await apply();
    }

    [Fact]
    public async Task A_lock_that_is_set_while_a_deployment_waits_stops_it_before_it_writes_an_asset()
    {
        var planned = await workspace.TryPlanAsync();
        await LockAsync("too late", until: null);

        var writes = await workspace.AssetWritesDuringAsync(() =>
            Assert.ThrowsAsync<EnvironmentLockedException>(() => ApplyAsync(planned))
        );

        Assert.Empty(writes);
        Assert.Equal(LeaseState.Ended, (await workspace.LeaseAsync())!.State);
    }

    [Fact]
    public async Task A_deployment_that_is_under_way_comes_to_its_end_and_whoever_locks_is_told_of_it()
    {
        LockOutcome? made = null;
        workspace.Before = async (request, _) =>
        {
            if (request.RequestUri!.AbsolutePath != "/api/2.2/jobs/create")
                return;

            workspace.Before = null;

            // Somebody else's request is no part of the write that it comes in between of.
            Task<LockOutcome> locking;
            using (ExecutionContext.SuppressFlow())
                locking = Task.Run(() => LockAsync("from now on", until: null));
            made = await locking;
        };

        await workspace.DeployAsync();

        Assert.Equal("client one on agent-1", made!.Deploying!.Owner);
        await Assert.ThrowsAsync<EnvironmentLockedException>(() => workspace.DeployAsync());
    }

    [Fact]
    public async Task When_its_time_is_over_a_lock_counts_no_more_and_the_plan_says_so()
    {
        await LockAsync("over the holidays", clock.GetUtcNow() + TimeSpan.FromDays(1));
        Assert.False((await workspace.PlanAsync()).Lock!.IsOver);

        clock.Advance(TimeSpan.FromDays(1));

        Assert.True((await workspace.PlanAsync()).Lock!.IsOver);
        await workspace.DeployAsync();
        Assert.Equal("over the holidays", (await LockAsync("again", until: null)).Replaced!.Message);
    }

    [Fact]
    public async Task The_plan_has_the_lock_and_its_file_too()
    {
        await LockAsync("release\u001b[2J freeze", until: null);

        var plan = await workspace.PlanAsync();

        Assert.Equal(File, plan.Lock!.Path);
        Assert.Contains(
            """
              "lock": {
                "path": "/Shared/.layercake/default/test/lock.json",
                "counts": true,
                "owner": "client one on agent-1",
            """.ReplaceLineEndings("\n"),
            PlanFile.Text(plan, workspace.Redactor),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\"until\": null,\n    \"message\": \"release [2J freeze\"",
            PlanFile.Text(plan, workspace.Redactor),
            StringComparison.Ordinal
        );
        Assert.Null((await UnlockedPlanAsync()).Lock);
    }

    [Fact]
    public async Task The_same_lock_is_not_written_twice_and_ending_none_writes_nothing()
    {
        await LockAsync("release freeze", until: null);

        Assert.Empty(
            await workspace.WritesDuringAsync(async () => Assert.True((await LockAsync("release freeze", until: null)).Already))
        );
        Assert.Equal("release freeze", (await LockAsync("another reason", until: null)).Replaced!.Message);
        Assert.Equal("another reason", (await workspace.Session().Locks.EndAsync(CancellationToken.None))!.Lock!.Message);
        Assert.Empty(
            await workspace.WritesDuringAsync(async () => Assert.Null(await workspace.Session().Locks.EndAsync(CancellationToken.None)))
        );
    }

    [Fact]
    public async Task The_lock_of_someone_else_is_not_replaced()
    {
        await PutAsync(
            """
            {
              "format": 1,
              "owner": "ann@example.com on agent-2",
              "user": "ann@example.com",
              "since": "2026-02-28T08:00:00.0000000+00:00",
              "message": "audit"
            }
            """
        );

        var refused = await Assert.ThrowsAsync<EnvironmentLockedException>(() => LockAsync("mine", until: null));

        Assert.Equal(
            "locked already by ann@example.com on agent-2 since 2026-02-28 08:00:00 UTC, until someone ends it: \"audit\". A lock of "
                + "someone else is not replaced: agree with them, end it with --target=Unlock and lock again.",
            refused.Message
        );
    }

    [Theory]
    [InlineData("not json", "it cannot be read as JSON")]
    [InlineData("[]", "it cannot be read as JSON")]
    [InlineData("{}", "it has no format")]
    [InlineData("""{ "format": 2, "needs": "9.9.9" }""", "(format 2; version 9.9.9 reads it)")]
    [InlineData("""{ "format": 1, "owner": "ann" }""", "it does not say owner and message")]
    [InlineData("""{ "format": 1, "owner": "ann", "message": "x", "since": "yesterday" }""", "its since is no time")]
    [InlineData(
        """{ "format": 1, "owner": "ann", "message": "x", "since": "2026-02-28T08:00:00.0000000+00:00", "until": 5 }""",
        "its until is no time"
    )]
    public async Task A_lock_that_cannot_be_read_keeps_deployments_away_until_it_is_ended(string content, string problem)
    {
        await PutAsync(content);

        var refused = await Assert.ThrowsAsync<EnvironmentLockedException>(() => workspace.DeployAsync());

        Assert.StartsWith($"{File} is the lock of this environment, and ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<EnvironmentLockedException>(() => LockAsync("mine", until: null));
        Assert.NotNull((await workspace.Session().Locks.EndAsync(CancellationToken.None))!.Problem);
        await workspace.DeployAsync();
    }

    [Fact]
    public async Task A_long_text_of_someone_else_is_cut_and_cannot_move_the_cursor()
    {
        await PutAsync(
            $$"""
            {
              "format": 1,
              "owner": "ann\u001b[31m\u202e\r\nbob",
              "since": "2026-02-28T08:00:00.0000000+00:00",
              "message": "{{new string('x', 5000)}}"
            }
            """
        );

        var found = (await workspace.PlanAsync()).Lock!.Lock!;

        Assert.Equal("ann [31m bob", found.Owner);
        Assert.Equal(new string('x', EnvironmentLock.LongestMessage) + "…", found.Message);
    }

    [Fact]
    public async Task A_lock_whose_answer_was_lost_is_there_once()
    {
        await workspace.DeployAsync();
        await workspace.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.0/workspace/import", "action": "drop_after" }""");

        var made = await LockAsync("release freeze", until: null);

        Assert.Null(made.Replaced);
        Assert.Equal(made.Lock, (await workspace.PlanAsync()).Lock!.Lock);
    }

    /// <summary>Plans now, to be applied later.</summary>
    private async Task<Func<Task>> PreparedAsync(string what, SealedWorkspace plan)
    {
        var session = workspace.Session();
        switch (what)
        {
            case "a deployment with nothing to do":
                return () => workspace.DeployAsync();
            case "a stop of clusters":
                return async () =>
                    await ApplyAsync(await session.PlanAsync(workspace.Read(), workspace.Select(["none"]), CancellationToken.None));
            case "destroying all":
                return async () =>
                    await ApplyAsync(await session.PlanDestroyAsync(new PruneOptions { Confirmed = "test" }, CancellationToken.None));
            case "giving up an asset":
                return async () => await ApplyAsync(await session.PlanForgetAsync("jobs.nightly", CancellationToken.None));
            case "adopting an object":
                await ApplyAsync(await session.PlanForgetAsync("jobs.nightly", CancellationToken.None));
                var id = (string)(await workspace.JobAsync("nightly"))["job_id"]!;
                return async () =>
                    await ApplyAsync(await session.PlanAdoptAsync(workspace.Read(), "jobs.nightly", id, CancellationToken.None));
            case "a prune":
                workspace.Without("jobs/nightly.json");
                return () => workspace.PruneAsync();
            case "a sealed prune":
                workspace.Without("jobs/nightly.json");
                await plan.SealAsync(new PruneRequest(Everything: false, Force: false, Confirmed: null));
                return () => plan.ApplyAsync();
            case "a sealed plan":
                workspace.WithEachChanged();
                await plan.SealAsync();
                return () => plan.ApplyAsync();
            default:
                workspace.WithEachChanged();
                return () => what == "a deployment" ? workspace.DeployAsync() : workspace.DeployAsync("clusters");
        }
    }

    private async Task<Plan> UnlockedPlanAsync()
    {
        await workspace.Session().Locks.EndAsync(CancellationToken.None);
        return await workspace.PlanAsync();
    }

    private Task<LockOutcome> LockAsync(string message, DateTimeOffset? until) =>
        workspace.Session().Locks.SetAsync(EnvironmentLock.Clean(message), until, CancellationToken.None);

    private Task ApplyAsync(PlannedDeployment planned) =>
        workspace.Session().ApplyAsync(planned, stop: false, new TestWorkspace.Nobody(), CancellationToken.None);

    private Task PutAsync(string content) => workspace.PutAsync(Encoding.UTF8.GetBytes(content), File);
}
