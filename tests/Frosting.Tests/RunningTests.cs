using Cake.Frosting;

namespace Layercake.Frosting.Tests;

[Collection(ConsoleCollection.Name)]
public sealed class RunningTests
{
    [Fact]
    public void A_task_runs_after_those_it_depends_on_and_those_that_name_it()
    {
        var run = HostRun.Of([typeof(MakeTask), typeof(FetchTask), typeof(CleanTask)], "--target=Make");

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(["clean", "fetch", "make", "make, finally"], run.Notes.Order(StringComparer.Ordinal));
        Assert.Equal(["make", "make, finally"], run.Notes.TakeLast(2));
    }

    [Fact]
    public void Several_targets_run_in_the_order_they_are_named_in_and_share_what_they_need()
    {
        var run = HostRun.Of([typeof(MakeTask), typeof(FetchTask), typeof(EchoTask)], "-t", "Echo", "--target=Make", "--word=x");

        Assert.Equal(["x", "fetch", "make", "make, finally"], run.Notes);
    }

    [Fact]
    public void Exclusive_leaves_out_what_the_target_depends_on() =>
        Assert.Equal(["make", "make, finally"], HostRun.Of([typeof(MakeTask), typeof(FetchTask)], "--target=Make", "--exclusive").Notes);

    [Fact]
    public void A_task_without_work_of_its_own_stands_for_its_dependencies()
    {
        var run = HostRun.Of([typeof(EverythingTask), typeof(MakeTask), typeof(FetchTask)], "--target=Everything");

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains("make", run.Notes);
    }

    [Fact]
    public void Options_that_Cake_does_not_know_reach_the_task_in_both_spellings() =>
        Assert.Equal(["one two"], HostRun.Of([typeof(EchoTask)], "--target=Echo", "--word=one", "--word", "two").Notes);

    [Fact]
    public void A_skipped_dependency_gives_its_reason_and_does_not_stop_the_task()
    {
        var run = HostRun.Of([typeof(OptionalTask), typeof(AfterOptionalTask)], "--target=AfterOptional");

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(["after"], run.Notes);
        Assert.Contains("Nobody asked for it.", run.Output);
    }

    [Fact]
    public void A_task_that_should_run_does() =>
        Assert.Equal(
            ["optional", "after"],
            HostRun.Of([typeof(OptionalTask), typeof(AfterOptionalTask)], "--target=AfterOptional", "--please").Notes
        );

    [Fact]
    public void Lifetimes_frame_the_run_and_each_task()
    {
        var run = HostRun.Of(
            [typeof(FetchTask)],
            host => host.UseLifetime<NotingLifetime>().UseTaskLifetime<NotingTaskLifetime>(),
            "--target=Fetch"
        );

        Assert.Equal(["setup", "before Fetch", "fetch", "after Fetch", "teardown after success"], run.Notes);
    }

    [Fact]
    public void The_working_directory_is_the_one_asked_for()
    {
        var here = Directory.GetCurrentDirectory();
        var there = Directory.CreateTempSubdirectory("layercake-").FullName;
        try
        {
            var run = HostRun.Of([typeof(WhereTask)], "--target=Where", $"--working={there}");

            Assert.EndsWith(Path.GetFileName(there), Assert.Single(run.Notes));
        }
        finally
        {
            Directory.SetCurrentDirectory(here);
            Directory.Delete(there);
        }
    }
}
