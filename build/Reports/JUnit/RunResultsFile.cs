using Build.Record;
using Build.Running;
using Layercake.Engine.Declarations;
using Layercake.Engine.Runs;
using Layercake.Secrecy;

namespace Build.Reports.JUnit;

/// <summary>The test results of a program's runs: one file for all of them, which is there however the program ended.</summary>
internal sealed class RunResultsFile(RunOptions run, RunRecord record, Redactor redactor)
{
    private readonly string path = run.Runs.TestResults;

    /// <summary>Of all tasks, since one file reports all of them.</summary>
    private List<RunResult> Results => [.. record.Facts.OfType<RunsEnded>().SelectMany(runs => runs.Results)];

    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write() => Write(JUnitFile.Text(Results, redactor));

    /// <summary>Says in the file why nothing was run, so that a pipeline publishes that and not the results of a time before.</summary>
    public void Conclude(string? failure)
    {
        if (failure is null || Results.Count > 0 || !run.Runs.IsAsked)
            return;

        try
        {
            Write(JUnitFile.WithoutRuns(run.Targets, failure, record.Findings, redactor));
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            // The run has failed already, and its own reason is the one to print.
        }
    }

    private void Write(string text) => WholeFile.Write(path, text);
}
