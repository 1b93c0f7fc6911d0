using Build.Reports.Model;
using Build.Text;
using Layercake.Engine.Runs;
using Layercake.Secrecy;

namespace Build.Reports.Sections;

/// <summary>A row for each run in the workspace.</summary>
internal static class RunsSection
{
    private const int LongestCell = 20_000;

    public static ReportSection Of(IReadOnlyList<RunResult> results, Redactor redactor)
    {
        var failed = results.Count(result => !result.Succeeded);
        return new ReportSection
        {
            Title = "Runs",
            Summary = $"{results.Count - failed} succeeded, {failed} did not.",
            Columns = ["Result", "Run", "Took", "What became of it", "Page"],
            Rows = [.. results.Select(result => Row(result, redactor))],
        };
    }

    private static ReportRow Row(RunResult result, Redactor redactor)
    {
        var details = result
            .Tasks.Select(task => task.Trace ?? task.Error ?? (task.ExitValue is { } value ? $"exit value: {value}" : null))
            .OfType<string>();
        var text = string.Join('\n', details.Prepend(RunText.Sentence(result, redactor.Redact)));
        return new ReportRow(
            result.Succeeded ? Tone.Good : Tone.Bad,
            result.Succeeded ? "✓ succeeded" : "✗ did not succeed",
            result.Order.Subject,
            DisplayText.Seconds(result.Duration),
            DisplayText.Clip(redactor.Redact(text), LongestCell),
            result.PageUrl
        );
    }
}
