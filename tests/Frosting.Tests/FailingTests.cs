using Cake.Frosting;

namespace Layercake.Frosting.Tests;

[Collection(ConsoleCollection.Name)]
public sealed class FailingTests
{
    [Fact]
    public void A_failure_stops_the_run_says_why_once_and_sets_the_exit_code()
    {
        var run = HostRun.Of([typeof(BreakTask), typeof(AfterBreakTask)], "--target=AfterBreak");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal(["break, finally"], run.Notes);
        Assert.Single(run.Errors.Split('\n'), line => line.Contains("It broke.", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_teardown_sees_what_the_task_threw()
    {
        var run = HostRun.Of([typeof(BreakTask)], host => host.UseLifetime<NotingLifetime>(), "--target=Break");

        Assert.Equal("teardown after InvalidOperationException", run.Notes[^1]);
    }

    [Fact]
    public void A_stack_trace_is_shown_to_those_who_ask_for_diagnostics() =>
        Assert.Contains(
            "   at ",
            HostRun.Of([typeof(BreakTask)], "--target=Break", "--verbosity=diagnostic").Errors,
            StringComparison.Ordinal
        );

    [Fact]
    public void An_error_handler_that_returns_has_dealt_with_the_failure()
    {
        var run = HostRun.Of([typeof(MendTask)], "--target=Mend");

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(["mended: It broke."], run.Notes);
    }

    [Fact]
    public void A_task_may_fail_without_stopping_the_run() => Assert.Equal(0, HostRun.Of([typeof(ShrugTask)], "--target=Shrug").ExitCode);

    [Fact]
    public void An_unknown_target_is_an_error_that_names_it()
    {
        var run = HostRun.Of([typeof(FetchTask)], "--target=Fetsch");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("Fetsch", run.Errors, StringComparison.Ordinal);
    }
}
