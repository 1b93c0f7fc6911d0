using System.Reflection;
using Cake.Frosting;

namespace Layercake.Frosting.Tests;

[Collection(ConsoleCollection.Name)]
public sealed class DiscoveryTests
{
    private static readonly HostRun Described = HostRun.Of([], host => host.AddAssembly(Assembly.GetExecutingAssembly()), "--description");

    [Fact]
    public void Public_task_classes_are_found_with_their_names_and_descriptions()
    {
        Assert.True(Described.ExitCode == 0, Described.Errors);
        Assert.Contains("Makes the whole.", Described.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_without_a_name_is_called_as_its_class() =>
        Assert.Contains(
            "CleanTask",
            HostRun.Of([typeof(CleanTask), typeof(MakeTask), typeof(FetchTask)], "--target=Make", "--dryrun").Output,
            StringComparison.Ordinal
        );

    [Fact]
    public void Internal_task_classes_are_not_found() => Assert.DoesNotContain("Hidden", Described.Output, StringComparison.Ordinal);

    [Fact]
    public void A_task_for_another_context_is_left_out_with_a_warning()
    {
        var run = HostRun.Of([typeof(ForeignTask), typeof(FetchTask)], "--target=Fetch");

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains(typeof(ForeignContext).FullName!, run.Output + run.Errors, StringComparison.Ordinal);
        Assert.NotEqual(0, HostRun.Of([typeof(ForeignTask)], "--target=Foreign").ExitCode);
    }

    [Theory]
    [InlineData("--tree")]
    [InlineData("--dryrun")]
    [InlineData("--description")]
    public void Looking_at_the_tasks_runs_none(string option)
    {
        var run = HostRun.Of([typeof(MakeTask), typeof(FetchTask)], "--target=Make", option);

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Empty(run.Notes);
        Assert.Contains("Make", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_lists_the_tasks_in_the_order_they_would_run_in()
    {
        var output = HostRun.Of([typeof(MakeTask), typeof(FetchTask)], "--target=Make", "--dryrun").Output;

        Assert.Contains("1. Fetch", output, StringComparison.Ordinal);
        Assert.Contains("2. Make", output, StringComparison.Ordinal);
    }
}
