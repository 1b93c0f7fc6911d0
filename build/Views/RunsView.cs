using System.Globalization;
using Build.Record;
using Build.Running;
using Layercake.Engine.Runs;

namespace Build.Views;

/// <summary>Shows runs: where they are, how they come along, and what became of them.</summary>
public sealed class RunsView(Output output, RunRecord record) : IRunWatcher
{
    /// <summary>More lines than this of one text are counted instead of shown.</summary>
    private const int MostLines = 200;

    /// <summary>A notebook may give back megabytes, of which a log shows the beginning.</summary>
    private const int LongestLine = 2000;

    private const int LongestSentence = 500;

    private const int LongestCell = 20_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly Dictionary<string, (string State, TimeSpan At)> told = new(StringComparer.Ordinal);

    public void Started(RunOrder order, long runId, string pageUrl) => output.Line($"  > {order.Subject}: {pageUrl}");

    public void Seen(RunOrder order, RunState state, TimeSpan elapsed)
    {
        lock (gate)
        {
            if (told.TryGetValue(order.Token, out var last) && last.State == state.LifeCycle && elapsed - last.At < Pause)
                return;

            told[order.Token] = (state.LifeCycle, elapsed);
        }

        output.Line(
            $"    {order.Subject}: {state.LifeCycle}, {elapsed.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} "
                + $"s{(state.LifeCycle == "QUEUED" ? $" ({state.Message})" : "")}",
            Tone.Quiet
        );
    }

    public void Ended(RunResult result)
    {
        lock (gate)
        {
            var isGood = result.Succeeded;
            output.Line(
                $"  {(isGood ? "✓" : "✗")} "
                    + $"{Sentence(result)}{(result.Duration > TimeSpan.Zero ? $" ({DisplayText.Seconds(result.Duration)})" : "")}",
                isGood ? Tone.Good : Tone.Bad
            );
            foreach (var task in result.Tasks)
                Show(task, isOnly: result.Tasks.Count == 1);
            if (!isGood && result.PageUrl.Length > 0)
                output.Line($"      {result.PageUrl}");
        }
    }

    public void Cancelled(RunOrder order, string pageUrl, string? problem) =>
        output.Line(
            problem is null
                ? $"  - {order.Subject}: cancelled its run. {pageUrl}"
                : $"  - {order.Subject}: its run could not be cancelled, and may go on: {problem} {pageUrl}",
            Tone.Change
        );

    public void Show(
        IReadOnlyList<RunResult> results,
        TimeSpan duration,
        HostFolders folders,
        RunInputs inputs,
        int pages,
        IReadOnlyList<string> problems
    )
    {
        foreach (var problem in problems)
            output.Line($"  warning: {problem}", Tone.Change);

        var failed = results.Count(result => !result.Succeeded);
        output.Line();
        output.Line(
            $"{DisplayText.Count(results.Count, "run")} in {DisplayText.Seconds(duration)}: {results.Count - failed} "
                + $"succeeded{(failed > 0 ? $", {failed} did not" : "")}.",
            failed > 0 ? Tone.Bad : Tone.Good
        );
        output.Line(
            $"Test results: {folders.DisplayPath(inputs.TestResults)}.{(inputs.ExportFolder is { } folder ? $" {DisplayText.Count(pages, "page")} in {folders.DisplayPath(folder)}." : "")}",
            Tone.Quiet
        );
    }

    /// <summary>How a run ended, in one line that is short enough for every place.</summary>
    public string Sentence(RunResult result) => DisplayText.Clip(OneLine(output.Redact(RunMessages.Of(result))), LongestSentence);

    /// <summary>Puts runs into the report.</summary>
    public void Note(IReadOnlyList<RunResult> results)
    {
        var failed = results.Count(result => !result.Succeeded);
        record.Add(
            new ReportSection
            {
                Title = "Runs",
                Summary = $"{results.Count - failed} succeeded, {failed} did not.",
                Columns = ["Result", "Run", "Took", "What became of it", "Page"],
                Rows = [.. results.Select(Row)],
            }
        );
    }

    /// <summary>Messages of programs often have several lines.</summary>
    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private ReportRow Row(RunResult result)
    {
        var details = result
            .Tasks.Select(task => task.Trace ?? task.Error ?? (task.ExitValue is { } value ? $"exit value: {value}" : null))
            .OfType<string>();
        return new ReportRow(
            result.Succeeded ? Tone.Good : Tone.Bad,
            result.Succeeded ? "✓ succeeded" : "✗ did not succeed",
            result.Order.Subject,
            DisplayText.Seconds(result.Duration),
            DisplayText.Clip(output.Redact(string.Join('\n', details.Prepend(Sentence(result)))), LongestCell),
            result.PageUrl
        );
    }

    private void Show(TaskResult task, bool isOnly)
    {
        if (!isOnly)
            output.Line(
                $"    {(task.IsFailure ? "✗" : task.State.End == RunEnd.Succeeded ? "✓" : "-")} {task.Key}: {task.State.Words}",
                task.IsFailure ? Tone.Bad : Tone.Quiet
            );
        if (task.ExitValue is { } value)
            Block($"exit value: {value}", Tone.Plain);
        if ((task.Trace ?? task.Error) is { } trace)
            Block(trace, Tone.Bad);
        if (task.Note is { } note)
            Block(note, Tone.Change);
    }

    private void Block(string text, Tone tone)
    {
        // A secret may have line breaks of its own.
        var lines = output.Redact(text).ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal).TrimEnd('\n').Split('\n');
        foreach (var line in lines.Take(MostLines))
            output.Line($"      {DisplayText.Clip(line, LongestLine)}".TrimEnd(), tone);
        if (lines.Length > MostLines)
            output.Line($"      … and {lines.Length - MostLines} lines more.", Tone.Quiet);
    }
}
