using Layercake.Testing;
using Layercake.Web.Access;
using Layercake.Web.Runs;
using Layercake.Web.Tests.Support;

namespace Layercake.Web.Tests.Access;

public sealed class RolesInRunsTests
{
    private readonly ManualClock clock = new();
    private readonly MemoryRunHost host = new();
    private readonly RunList runs;

    public RolesInRunsTests() => runs = new RunList(host, clock, AppModes.Both, MemoryRunHost.NoTokens);

    [Theory]
    [InlineData(RunTask.Compare, "Look")]
    [InlineData(RunTask.Validate, "Look")]
    [InlineData(RunTask.FindDeleted, "Look")]
    [InlineData(RunTask.Export, "Export")]
    [InlineData(RunTask.Pull, "Export")]
    [InlineData(RunTask.Push, "Export")]
    [InlineData(RunTask.Apply, "Deploy")]
    public void A_role_counts_in_its_environment_alone(RunTask task, string role)
    {
        var request = new RunRequest { Task = task, Environment = "prod" };
        if (task == RunTask.Apply)
            request = request with { Planned = Start(User("prod", WebRole.Look), RunTask.Validate).Id };

        var (there, elsewhere) = (User("prod", WebRole.Look, Enum.Parse<WebRole>(role)), User("dev", Enum.GetValues<WebRole>()));

        Assert.Throws<AccessDeniedException>(() => runs.Start(elsewhere, request));
        Assert.Equal("ann", runs.Start(there, request).By);
    }

    [Fact]
    public void Runs_of_an_environment_are_seen_by_those_who_may_look_at_it()
    {
        var run = Start(User("prod", WebRole.Look), RunTask.Validate);

        Assert.Same(run, runs.Find(User("prod", WebRole.Look), run.Id));
        Assert.Null(runs.Find(User("dev", WebRole.Look), run.Id));
        Assert.Equal(["dev"], runs.Environments(User("dev", WebRole.Look)));
    }

    [Fact]
    public async Task Texts_are_read_for_those_who_may_look_at_the_environment()
    {
        var run = Start(User("prod", WebRole.Look), RunTask.Validate);

        await runs.ReadTextsAsync(User("prod", WebRole.Look), run, "notebooks.a", "", CancellationToken.None);

        await Assert.ThrowsAsync<AccessDeniedException>(async () =>
            await runs.ReadTextsAsync(User("dev", Enum.GetValues<WebRole>()), run, "notebooks.a", "", CancellationToken.None)
        );
    }

    [Fact]
    public void An_environment_that_is_named_is_not_one_of_all_others()
    {
        var user = new WebUser(
            "ann",
            new Dictionary<string, IReadOnlySet<WebRole>>
            {
                ["*"] = new HashSet<WebRole> { WebRole.Look },
                ["prod"] = new HashSet<WebRole>(),
            }
        );

        Assert.True(user.May(WebRole.Look, "dev"));
        Assert.False(user.May(WebRole.Look, "prod"));
    }

    [Fact]
    public void A_sign_in_that_is_over_counts_no_more_in_a_page_that_stayed_open()
    {
        var user = User("prod", WebRole.Look) with { Until = clock.GetUtcNow().AddHours(4) };
        Start(user, RunTask.Validate);

        clock.Advance(TimeSpan.FromHours(4));

        Assert.Throws<AccessDeniedException>(() => Start(user, RunTask.Validate));
        Assert.Throws<AccessDeniedException>(() => runs.All(user));
        Assert.Throws<AccessDeniedException>(() => runs.Environments(user));
    }

    [Fact]
    public void A_run_that_the_user_may_not_see_is_not_shown_to_them_when_it_has_the_files()
    {
        runs.Start(User("prod", WebRole.Look, WebRole.Export), new RunRequest { Task = RunTask.Pull, Environment = "prod" });

        Assert.Throws<RunRefusedException>(() =>
            runs.Start(User("dev", WebRole.Look), new RunRequest { Task = RunTask.Compare, Environment = "dev" })
        );
    }

    private WebRun Start(WebUser user, RunTask task)
    {
        var run = runs.Start(user, new RunRequest { Task = task, Environment = "prod" });
        host.Started[^1].Run.End(RunSnapshot.Empty with { State = RunState.Succeeded, PlanId = "plan" });
        return run;
    }

    private static WebUser User(string environment, params WebRole[] roles) =>
        new("ann", new Dictionary<string, IReadOnlySet<WebRole>> { [environment] = roles.ToHashSet() });
}
