using Build.Record;
using Layercake.Engine.Checking;

namespace Build.Views;

/// <summary>Shows a checklist: a mark and a line for each check, and below it what to do.</summary>
public sealed class ChecklistView(Output output, RunRecord record)
{
    public void Show(string environment, IReadOnlyList<CheckResult> results)
    {
        record.Add(
            new ReportSection
            {
                Title = $"Checks of {environment}",
                Summary = $"{Summary(results)}.",
                Columns = ["Result", "Check", "What was found", "What to do"],
                Rows =
                [
                    .. results.Select(result => new ReportRow(
                        Tone(result.Status),
                        $"{Mark(result.Status)} {result.Status.ToString().ToLowerInvariant()}",
                        result.Name,
                        result.Detail,
                        result.Remedy ?? ""
                    )),
                ],
            }
        );
        foreach (var result in results)
        {
            output.Line($"  {Mark(result.Status)} {result.Name}: {result.Detail}", Tone(result.Status));
            if (result.Remedy is { } remedy)
                output.Line($"      {remedy}");
        }

        output.Line();
        output.Line(
            $"Checked {environment}: {Summary(results)}.",
            results.Any(result => result.Status == CheckStatus.Failed) ? Views.Tone.Bad : Views.Tone.Good
        );
    }

    /// <summary><c>9 passed, 1 failed, 2 unknown</c></summary>
    public static string Summary(IReadOnlyList<CheckResult> results) =>
        string.Join(
            ", ",
            results
                .GroupBy(result => result.Status)
                .OrderBy(group => group.Key)
                .Select(group => $"{group.Count()} {group.Key.ToString().ToLowerInvariant()}")
        );

    private static string Mark(CheckStatus status) =>
        status switch
        {
            CheckStatus.Passed => "✓",
            CheckStatus.Failed => "✗",
            CheckStatus.Unknown => "?",
            _ => "-",
        };

    private static Tone Tone(CheckStatus status) =>
        status switch
        {
            CheckStatus.Passed => Views.Tone.Good,
            CheckStatus.Failed => Views.Tone.Bad,
            CheckStatus.Unknown => Views.Tone.Change,
            _ => Views.Tone.Quiet,
        };
}
