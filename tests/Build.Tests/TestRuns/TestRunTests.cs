using Build.Record;
using Build.Reports.Model;
using Build.Reports.Sections;
using Build.TestRuns;
using Build.Views;

namespace Layercake.Build.Tests.TestRuns;

public sealed class TestRunTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    [Fact]
    public void Results_are_counted_and_failures_keep_their_words()
    {
        File.WriteAllText(
            file,
            """
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
              <Results>
                <UnitTestResult testName="One" outcome="Passed" />
                <UnitTestResult testName="Two" outcome="Passed" />
                <UnitTestResult testName="Three" outcome="NotExecuted" />
                <UnitTestResult testName="Four" outcome="Failed">
                  <Output><ErrorInfo><Message>Expected 1</Message><StackTrace>at Four()</StackTrace></ErrorInfo></Output>
                </UnitTestResult>
              </Results>
            </TestRun>
            """
        );

        var result = TrxFile.TryRead("Some.Tests", file)!;
        using var report = new StringWriter { NewLine = "\n" };
        TestResultView.Write(result, report);

        Assert.Equal("Some.Tests: 2 passed, 1 failed, 1 skipped\n  Four\n    Expected 1\n    at Four()\n", report.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("<TestRun")]
    public void A_file_that_a_crash_left_unfinished_is_no_result(string content)
    {
        File.WriteAllText(file, content);

        Assert.Null(TrxFile.TryRead("Some.Tests", file));
    }

    [Fact]
    public void The_closing_line_sums_up_all_projects()
    {
        var first = new TestResult
        {
            Project = "A",
            Passed = 2,
            Skipped = 1,
        };
        var second = new TestResult
        {
            Project = "B",
            Passed = 3,
            Failures = [new TestFailure("X", "")],
        };

        Assert.Equal("5 passed, 1 failed, 1 skipped", TestTotals.Of([first, second]).ToString());
    }

    [Fact]
    public void The_report_has_a_row_for_each_project_after_those_of_the_tests_that_failed()
    {
        var good = new TestResult { Project = "A", Passed = 2 };
        var bad = new TestResult
        {
            Project = "B",
            Passed = 3,
            Failures = [new TestFailure("X", "Expected 1\n")],
        };

        var section = TestsSection.Of([good, bad]);

        Assert.Equal("5 passed, 1 failed, 0 skipped.", section.Summary);
        Assert.Equal(
            ["✗ failed, X, Expected 1", "✓ passed, A, 2 passed, 0 failed, 0 skipped", "✗ failed, B, 3 passed, 1 failed, 0 skipped"],
            section.Rows.Select(row => string.Join(", ", row.Cells))
        );
    }

    public void Dispose() => File.Delete(file);
}
