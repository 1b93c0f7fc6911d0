using Build.Record;
using Build.Views;

namespace Build.TestRuns;

/// <summary>What is told of the tests: on the console of each project as it ends, and in the run's report of all of them.</summary>
public static class TestReport
{
    private const int LongestDetails = 20_000;

    /// <summary>A row for each project, and one for each test that failed.</summary>
    public static ReportSection Section(IReadOnlyList<TestResult> results, TestTotals totals) =>
        new()
        {
            Title = "Tests",
            Summary = $"{totals}.",
            Columns = ["Result", "Test", "Details"],
            Rows =
            [
                .. results.SelectMany(result =>
                    result.Failures.Select(failure => new ReportRow(
                        Tone.Bad,
                        "✗ failed",
                        failure.Test,
                        DisplayText.Clip(failure.Details.Trim(), LongestDetails)
                    ))
                ),
                .. results.Select(result =>
                    result.Failures.Count > 0
                        ? new ReportRow(Tone.Bad, "✗ failed", result.Project, $"{new TestTotals().Plus(result)}")
                        : new ReportRow(Tone.Good, "✓ passed", result.Project, $"{new TestTotals().Plus(result)}")
                ),
            ],
        };

    public static void Write(TestResult result, TextWriter output)
    {
        output.WriteLine($"{result.Project}: {new TestTotals().Plus(result)}");
        foreach (var failure in result.Failures)
        {
            output.WriteLine($"  {failure.Test}");
            foreach (var line in failure.Details.ReplaceLineEndings("\n").TrimEnd().Split('\n'))
                output.WriteLine($"    {line}".TrimEnd());
        }
    }
}
