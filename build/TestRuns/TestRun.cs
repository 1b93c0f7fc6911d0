using Build.Record;
using Build.Running;
using Build.Views;

namespace Build.TestRuns;

/// <summary>Runs all test projects, shows and records what became of them, and sums up in one line at the very end.</summary>
internal sealed class TestRun(RunOptions run, TestRunner runner, HostOutcome outcome, RunRecord record) : ITestRun
{
    public async Task RunAsync()
    {
        outcome.ClosingLine = $"{new TestTotals()}";
        await runner.BuildAsync(run.CancellationToken);

        var results = new List<TestResult>();
        try
        {
            await foreach (var result in runner.RunAsync(run.CancellationToken))
            {
                TestResultView.Write(result, Console.Out);
                results.Add(result);
                outcome.ClosingLine = $"{TestTotals.Of(results)}";
            }
        }
        finally
        {
            record.AddFact(new TestsRun(results));
        }

        var totals = TestTotals.Of(results);
        if (totals.Failed > 0)
            throw new BuildFailedException(ExitCodes.Failed, "Some tests failed; they are listed above.");
        if (totals.Passed == 0)
            throw new BuildFailedException(ExitCodes.Failed, "No test ran.");
    }
}
