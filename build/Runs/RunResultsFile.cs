using Build.Record;
using Build.Running;
using Layercake.Engine.Declarations;
using Layercake.Engine.Runs;
using Layercake.Secrecy;

namespace Build.Runs;

/// <summary>The test results of a program's runs: one file for all of them, which is there however the program ended.</summary>
public sealed class RunResultsFile(RunOptions run, RunRecord record, Redactor redactor)
{
    /// <summary>Of all tasks, since one file reports all of them.</summary>
    private readonly List<RunResult> results = [];

    private readonly string path = run.Runs.TestResults;

    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Add(IEnumerable<RunResult> ended)
    {
        results.AddRange(ended);
        Write(JUnitFile.Text(results, redactor));
    }

    /// <summary>Says in the file why nothing was run, so that a pipeline publishes that and not the results of a time before.</summary>
    public void Conclude(string? failure)
    {
        if (failure is null || results.Count > 0 || !run.Runs.IsAsked)
            return;

        try
        {
            Write(JUnitFile.WithoutRuns(run.Targets, failure, record.Findings, redactor));
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            // The failure itself is told, and it is what there is to tell.
        }
    }

    private void Write(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
