using Build.CommandLine;
using Build.Record;
using Build.Running;
using Build.WebPages;
using Layercake.Engine.Applying;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Exporting;
using Layercake.Engine.Kinds;
using Layercake.Engine.Planning;
using Layercake.Secrecy;
using Layercake.Testing;
using Layercake.Web.Runs;

namespace Layercake.Build.Tests.WebPages;

public sealed class SnapshotMakerTests
{
    private const string Secret = "hunter2-hunter2";

    [Fact]
    public void No_secret_is_in_what_the_page_shows_of_an_export()
    {
        var redactor = new Redactor();
        redactor.Register(Secret);
        var record = new RunRecord();
        var file = new ExportedFile
        {
            Kind = "jobs",
            Name = $"nightly {Secret}",
            File = $"jobs/{Secret}.json",
            Action = ExportAction.Added,
            Log = [$"parameters hold {Secret}"],
        };
        record.AddFact(new FilesExported("dev", new ExportResult { Files = [file], Findings = [] }, DryRun: false, TimeSpan.Zero));
        var snapshots = new SnapshotMaker(new LogLines(), redactor, new ManualClock());
        snapshots.Begin(Run(), record);

        snapshots.End(RunState.Failed, new InvalidOperationException($"{Secret} is wrong"));

        var shown = Assert.Single(snapshots.Now.Files);
        Assert.Equal(
            ("nightly ***", "jobs/***.json", "parameters hold ***", "*** is wrong"),
            (shown.Name, shown.File, Assert.Single(shown.Log), snapshots.Now.Failure)
        );
    }

    [Fact]
    public void No_secret_is_in_what_the_page_shows_of_changes_while_they_are_made()
    {
        var redactor = new Redactor();
        redactor.Register(Secret);
        var record = new RunRecord();
        record.Progress.Begin(2);
        var change = new Change
        {
            Kind = "jobs",
            Name = "nightly",
            Action = ChangeAction.Update,
            Reason = "changed in Git",
            HeldBack = $"it holds {Secret}",
        };
        record.Progress.Started($"jobs.{Secret}");
        record.Progress.Finished(new ChangeOutcome { Change = change, Status = ChangeStatus.Failed, Message = $"{Secret} was refused" });
        var snapshots = new SnapshotMaker(new LogLines(), redactor, new ManualClock());
        snapshots.Begin(Run(), record);

        snapshots.End(RunState.Failed, failure: null);

        var shown = Assert.Single(snapshots.Now.Outcomes.Values);
        Assert.Equal(("*** was refused", "it holds ***"), (shown.Message, shown.Change.HeldBack));
        Assert.Equal(["jobs.***"], snapshots.Now.UnderWay);
    }

    private static RunOptions Run()
    {
        var arguments = new CommandLineReader(
            KnownOptions.With(EnvironmentSettings.All),
            TargetTable.In(typeof(SnapshotMaker).Assembly, KindTable.Described),
            new Dictionary<string, string>()
        ).Read(["--target=Export"]);
        var folders = new HostFolders { Root = Path.GetTempPath(), Start = Path.GetTempPath() };
        return new RunOptions(arguments, folders, package: null, approved: null, new ManualClock(), CancellationToken.None);
    }
}
