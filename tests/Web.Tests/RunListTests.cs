using Layercake.Engine.Planning;
using Layercake.Testing;
using Layercake.Web.Access;
using Layercake.Web.Runs;
using Layercake.Web.Tests.Support;

namespace Layercake.Web.Tests;

/// <summary>Who may start and stop what, and which plans are applied.</summary>
public sealed class RunListTests
{
    private static readonly WebUser Everybody = User(Enum.GetValues<WebRole>());

    private readonly MemoryRunHost host = new();
    private readonly RunList runs;

    public RunListTests() => runs = new RunList(host, new ManualClock(), AppModes.Both, MemoryRunHost.NoTokens);

    [Theory]
    [InlineData(RunTask.Compare, "Look")]
    [InlineData(RunTask.Validate, "Look")]
    [InlineData(RunTask.FindDeleted, "Look")]
    [InlineData(RunTask.Export, "Look Export")]
    [InlineData(RunTask.Pull, "Look Export")]
    [InlineData(RunTask.Push, "Look Export")]
    [InlineData(RunTask.Apply, "Look Deploy", ChangeAction.Create)]
    [InlineData(RunTask.Apply, "Look Deploy", ChangeAction.Update)]
    [InlineData(RunTask.Apply, "Look Deploy Delete", ChangeAction.Recreate)]
    [InlineData(RunTask.Apply, "Look Deploy Delete", ChangeAction.Delete)]
    public void A_run_is_started_and_stopped_with_all_the_roles_of_its_task(
        RunTask task,
        string roles,
        ChangeAction planned = ChangeAction.None
    )
    {
        var needed = roles.Split(' ').Select(Enum.Parse<WebRole>).ToArray();
        var request = Request(task) with { Planned = task == RunTask.Apply ? Plan(planned) : null };
        var before = host.Started.Count;
        foreach (var missing in needed)
            Assert.Throws<AccessDeniedException>(() => runs.Start(AllBut(missing), request));
        Assert.Equal(before, host.Started.Count);

        var run = runs.Start(User(needed), request);

        foreach (var missing in needed)
            Assert.Throws<AccessDeniedException>(() => runs.Cancel(AllBut(missing), run.Id));
        Assert.False(host.Started[^1].Run.IsCancelled);
        runs.Cancel(User(needed), run.Id);
        Assert.True(host.Started[^1].Run.IsCancelled);
    }

    [Fact]
    public void Whoever_may_not_look_sees_no_run()
    {
        var run = runs.Start(Everybody, Request(RunTask.Validate));

        Assert.Empty(runs.All(AllBut(WebRole.Look)));
        Assert.Null(runs.Find(AllBut(WebRole.Look), run.Id));
        Assert.Null(runs.Last(AllBut(WebRole.Look), "dev", RunTask.Validate));
    }

    [Theory]
    [InlineData(RunState.Refused, true)]
    [InlineData(RunState.Succeeded, false)]
    [InlineData(RunState.Failed, false)]
    public void Where_runs_act_as_their_user_a_plan_is_its_users_and_the_refused_try_of_another_leaves_it(RunState tried, bool isLeft)
    {
        var signIns = MemoryRunHost.AsUser("ann", "bob");
        var own = new RunList(host, new ManualClock(), AppModes.Both, signIns);
        var (ann, bob) = (Everybody, Everybody with { Name = "bob" });
        var plan = own.Start(ann, Request(RunTask.Validate));
        host.Started[^1].Run.End(RunSnapshot.Empty with { State = RunState.Succeeded, PlanId = "plan-of-ann" });

        Assert.Null(own.LastPlan(bob, "dev", RunTask.Validate));
        own.Start(bob, Apply(plan.Id));
        host.Started[^1].Run.End(tried);

        Assert.Equal(isLeft ? plan.Id : null, own.LastPlan(ann, "dev", RunTask.Validate)?.Id);
    }

    [Fact]
    public void The_plan_that_was_reviewed_is_the_one_that_is_applied()
    {
        var plan = Plan(ChangeAction.Create);

        var run = runs.Start(User(WebRole.Look, WebRole.Deploy), Apply(plan));

        Assert.Equal(("plan-of-dev", plan, "ann"), (host.Started[^1].PlanId, run.Request.Planned, run.By));
    }

    [Theory]
    [InlineData(RunTask.Validate, RunState.Failed)]
    [InlineData(RunTask.Validate, RunState.Refused)]
    [InlineData(RunTask.FindDeleted, RunState.Cancelled)]
    [InlineData(RunTask.Compare, RunState.Succeeded)]
    [InlineData(RunTask.Apply, RunState.Succeeded)]
    public void What_made_no_plan_is_not_applied(RunTask task, RunState state)
    {
        var request = Request(task) with { Planned = task == RunTask.Apply ? Plan(ChangeAction.Create) : null };
        var run = runs.Start(Everybody, request);
        host.Started[^1].Run.End(Sealed(ChangeAction.Create) with { State = state });

        AssertRefused(Apply(run.Id), "That run made no plan");
    }

    [Fact]
    public void A_plan_that_succeeded_without_an_id_is_not_applied()
    {
        var run = runs.Start(Everybody, Request(RunTask.Validate));
        host.Started[^1].Run.End(RunState.Succeeded);

        AssertRefused(Apply(run.Id), "That run made no plan");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("unknown")]
    [InlineData("../20260302-080000-1")]
    public void A_plan_that_nobody_made_is_not_applied(string? plan)
    {
        Plan(ChangeAction.Create);

        AssertRefused(Apply(plan), "There is no such plan any more");
    }

    [Fact]
    public void A_plan_of_another_environment_is_not_applied() =>
        AssertRefused(Apply(Plan(ChangeAction.Create)) with { Environment = "prod" }, "There is no such plan any more");

    [Theory]
    [InlineData("unknown")]
    [InlineData("DEV")]
    [InlineData("../dev")]
    [InlineData("")]
    public void Nothing_is_done_in_an_environment_that_is_not_there(string environment) =>
        AssertRefused(Request(RunTask.Validate) with { Environment = environment }, $"There is no environment {environment}.");

    [Theory]
    [InlineData(AppMode.Export, RunTask.Pull, "This server does not import to dev: its app_mode there is export.")]
    [InlineData(AppMode.Export, RunTask.Validate, "This server does not import to dev: its app_mode there is export.")]
    [InlineData(AppMode.Export, RunTask.FindDeleted, "This server does not import to dev: its app_mode there is export.")]
    [InlineData(AppMode.Export, RunTask.Apply, "This server does not import to dev: its app_mode there is export.")]
    [InlineData(AppMode.Import, RunTask.Compare, "This server does not export from dev: its app_mode there is import.")]
    [InlineData(AppMode.Import, RunTask.Export, "This server does not export from dev: its app_mode there is import.")]
    [InlineData(AppMode.Import, RunTask.Push, "This server does not export from dev: its app_mode there is import.")]
    public void A_run_of_the_way_that_the_server_does_not_go_is_refused_whoever_asks(AppMode mode, RunTask task, string refusal)
    {
        var modes = new AppModes(new Dictionary<string, AppMode> { ["dev"] = mode });
        var limited = new RunList(host, new ManualClock(), modes, MemoryRunHost.NoTokens);

        Assert.Equal(refusal, Assert.Throws<RunRefusedException>(() => limited.Start(Everybody, Request(task))).Message);
        Assert.Empty(host.Started);
        Assert.Null(modes.Refusal(RunTasks.WayOf(task), "prod"));
        if (task != RunTask.Apply)
            limited.Start(Everybody, Request(task) with { Environment = "prod" });
    }

    [Fact]
    public void A_pattern_is_one_line() =>
        AssertRefused(Request(RunTask.Validate) with { Select = ["jobs.*", "jobs.a\n--force"] }, "A pattern of assets is one line.");

    [Theory]
    [InlineData(RunTask.Validate, RunTask.Validate, "dev")]
    [InlineData(RunTask.Validate, RunTask.Compare, "dev")]
    [InlineData(RunTask.Export, RunTask.Validate, "prod")]
    [InlineData(RunTask.Validate, RunTask.Pull, "prod")]
    public void While_a_run_is_under_way_a_second_one_is_not_started(RunTask first, RunTask second, string environment)
    {
        var run = runs.Start(Everybody, Request(first));

        Assert.Same(run, runs.Start(Everybody, Request(second) with { Environment = environment }));

        Assert.Single(host.Started);
        host.Started[0].Run.End(RunState.Succeeded);
        Assert.NotSame(run, runs.Start(Everybody, Request(second) with { Environment = environment }));
    }

    [Fact]
    public async Task Of_many_who_start_at_once_all_get_the_same_run()
    {
        var got = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => Task.Run(() => runs.Start(Everybody, Request(RunTask.Validate))))
        );

        Assert.Single(got.Distinct());
        Assert.Single(host.Started);
    }

    [Fact]
    public void Another_environment_has_runs_of_its_own()
    {
        runs.Start(Everybody, Request(RunTask.Validate));
        runs.Start(Everybody, Request(RunTask.Validate) with { Environment = "prod" });

        Assert.Equal(2, host.Started.Count);
    }

    [Fact]
    public void The_newest_hundred_are_kept_and_whatever_is_under_way()
    {
        var first = runs.Start(Everybody, Request(RunTask.Validate) with { Environment = "prod" });
        for (var i = 0; i < 150; i++)
        {
            runs.Start(Everybody, Request(RunTask.Compare));
            host.Started[^1].Run.End(RunState.Succeeded);
        }

        var all = runs.All(Everybody);

        Assert.Equal(100, all.Count);
        Assert.Equal(host.Started[^1].Id, all[0].Id);
        Assert.Same(first, all[^1]);
    }

    [Fact]
    public void A_run_is_stopped_also_when_its_plan_is_no_longer_in_the_list()
    {
        var apply = runs.Start(Everybody, Apply(Plan(ChangeAction.Delete)));
        var applied = host.Started[^1].Run;
        for (var i = 0; i < 100; i++)
        {
            runs.Start(Everybody, Request(RunTask.Compare) with { Environment = "prod" });
            host.Started[^1].Run.End(RunState.Succeeded);
        }

        Assert.Throws<AccessDeniedException>(() => runs.Cancel(AllBut(WebRole.Delete), apply.Id));
        runs.Cancel(Everybody, apply.Id);

        Assert.True(applied.IsCancelled);
    }

    [Fact]
    public void Stopping_a_run_that_is_unknown_does_nothing() => runs.Cancel(Everybody, "unknown");

    private static WebUser User(params WebRole[] roles) =>
        new("ann", new Dictionary<string, IReadOnlySet<WebRole>> { [RoleRules.AnyEnvironment] = roles.ToHashSet() });

    private static WebUser AllBut(WebRole role) => User([.. Enum.GetValues<WebRole>().Where(other => other != role)]);

    private static RunRequest Request(RunTask task) => new() { Task = task, Environment = "dev" };

    private static RunRequest Apply(string? plan) => Request(RunTask.Apply) with { Planned = plan };

    private static RunSnapshot Sealed(ChangeAction action) =>
        new()
        {
            State = RunState.Succeeded,
            Log = [],
            PlanId = "plan-of-dev",
            Changes =
            [
                new Change
                {
                    Kind = "jobs",
                    Name = "nightly",
                    Action = action,
                    Reason = "",
                },
            ],
        };

    /// <summary>A run that sealed a plan with one change.</summary>
    private string Plan(ChangeAction action)
    {
        var run = runs.Start(Everybody, Request(action == ChangeAction.Delete ? RunTask.FindDeleted : RunTask.Validate));
        host.Started[^1].Run.End(Sealed(action));
        return run.Id;
    }

    private void AssertRefused(RunRequest request, string message)
    {
        var before = host.Started.Count;

        var refused = Assert.Throws<RunRefusedException>(() => runs.Start(Everybody, request));

        Assert.StartsWith(message, refused.Message);
        Assert.Equal(before, host.Started.Count);
    }
}
