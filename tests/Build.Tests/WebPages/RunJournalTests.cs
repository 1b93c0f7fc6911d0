using Build.WebPages;
using Layercake.Testing;
using Layercake.Web.Runs;

namespace Layercake.Build.Tests.WebPages;

public sealed class RunJournalTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_server_that_stays_keeps_the_last_hundred_runs_and_those_under_way()
    {
        var journal = new RunJournal(folder.FullPath);
        var request = new RunRequest { Task = RunTask.Validate, Environment = "dev" };
        var ended = RunSnapshot.Empty with { State = RunState.Succeeded };
        journal.Begin("run-000", request, DateTimeOffset.UnixEpoch);
        for (var number = 1; number <= 102; number++)
        {
            journal.Begin($"run-{number:000}", request, DateTimeOffset.UnixEpoch);
            journal.End($"run-{number:000}", request, DateTimeOffset.UnixEpoch, ended);
        }

        var kept = Directory.GetDirectories(folder.FullPath).Select(Path.GetFileName).Order().ToList();
        Assert.Equal("run-000", kept[0]);
        Assert.Equal("run-003", kept[1]);
        Assert.Equal(101, kept.Count);
    }

    [Fact]
    public void The_oldest_run_stays_while_its_plan_is_applied_and_what_is_no_run_does_not_count()
    {
        var journal = new RunJournal(folder.FullPath);
        var request = new RunRequest { Task = RunTask.Validate, Environment = "dev" };
        Directory.CreateDirectory(folder["run-999"]);
        for (var number = 0; number < RunList.MostKept; number++)
        {
            journal.Begin($"run-{number:000}", request, DateTimeOffset.UnixEpoch);
            journal.End($"run-{number:000}", request, DateTimeOffset.UnixEpoch, RunSnapshot.Empty);
        }

        Assert.True(Directory.Exists(folder["run-000"]));
        journal.Begin("run-100", request with { Task = RunTask.Apply, Planned = "run-000" }, DateTimeOffset.UnixEpoch);

        Assert.True(Directory.Exists(folder["run-000"]));
    }
}
