using System.Globalization;
using Build.Printing;
using Build.Running;
using Build.Text;
using Layercake.Engine.Runs;

namespace Build.Views;

/// <summary>Shows runs: where they are, how they come along, and what became of them.</summary>
internal sealed class RunsView(Output output) : IRunWatcher
{
    /// <summary>More lines than this of one text are counted instead of shown.</summary>
    private const int MostLines = 200;

    /// <summary>A notebook may give back megabytes, of which a log shows the beginning.</summary>
    private const int LongestLine = 2000;

    private static readonly TimeSpan ShownEvery = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly Dictionary<string, (string State, TimeSpan At)> lastShown = new(StringComparer.Ordinal);

    public void Started(RunOrder order, long runId, string pageUrl) => output.Line($"  > {order.Subject}: {pageUrl}");

    public void Seen(RunOrder order, RunState state, TimeSpan elapsed)
    {
        lock (gate)
        {
            if (lastShown.TryGetValue(order.Token, out var last) && last.State == state.LifeCycle && elapsed - last.At < ShownEvery)
                return;

            lastShown[order.Token] = (state.LifeCycle, elapsed);
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
            var sentence = RunText.Sentence(result, output.Redact);
            var took = result.Duration > TimeSpan.Zero ? $" ({DisplayText.Seconds(result.Duration)})" : "";
            output.Line($"  {(isGood ? "✓" : "✗")} {sentence}{took}", isGood ? Tone.Good : Tone.Bad);
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
        var saved = inputs.ExportFolder is { } folder ? $" {DisplayText.Count(pages, "page")} in {folders.DisplayPath(folder)}." : "";
        output.Line($"Test results: {folders.DisplayPath(inputs.TestResults)}.{saved}", Tone.Quiet);
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
            output.WholeLine($"      {DisplayText.Clip(line, LongestLine)}".TrimEnd(), tone);
        if (lines.Length > MostLines)
            output.Line($"      … and {lines.Length - MostLines} lines more.", Tone.Quiet);
    }
}
