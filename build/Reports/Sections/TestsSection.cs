using Build.Record;
using Build.Reports.Model;
using Build.Text;

namespace Build.Reports.Sections;

/// <summary>A row for each test that failed, and one for each test project.</summary>
internal static class TestsSection
{
    private const int LongestDetails = 20_000;

    public static ReportSection Of(IReadOnlyList<TestResult> results) =>
        new()
        {
            Title = "Tests",
            Summary = $"{TestTotals.Of(results)}.",
            Columns = ["Result", "Test", "Details"],
            Rows = [.. results.SelectMany(result => result.Failures).Select(FailureRow), .. results.Select(ProjectRow)],
        };

    private static ReportRow FailureRow(TestFailure failure) =>
        new(Tone.Bad, "✗ failed", failure.Test, DisplayText.Clip(failure.Details.Trim(), LongestDetails));

    private static ReportRow ProjectRow(TestResult result)
    {
        var totals = $"{TestTotals.Of([result])}";
        return result.Failures.Count > 0
            ? new ReportRow(Tone.Bad, "✗ failed", result.Project, totals)
            : new ReportRow(Tone.Good, "✓ passed", result.Project, totals);
    }
}
