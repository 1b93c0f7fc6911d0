using Build.Record;
using Build.Running;
using Build.TestRuns;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>All test projects, with one line of sums at the very end.</summary>
[TaskName("Test")]
[TaskDescription("Builds everything and runs all tests.")]
public sealed class TestTask(TestRunner runner, HostOutcome outcome, RunRecord record) : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var totals = new TestTotals();
        outcome.ClosingLine = totals.ToString();

        await runner.BuildAsync(context.CancellationToken);
        var results = new List<TestResult>();
        try
        {
            await foreach (var result in runner.RunAsync(context.CancellationToken))
            {
                TestReport.Write(result, Console.Out);
                results.Add(result);
                totals = totals.Plus(result);
                outcome.ClosingLine = totals.ToString();
            }
        }
        finally
        {
            record.Add(TestReport.Section(results, totals));
        }

        if (totals.Failed > 0)
            throw new BuildFailedException(ExitCodes.Failed, "Some tests failed; they are listed above.");
        if (totals.Passed == 0)
            throw new BuildFailedException(ExitCodes.Failed, "No test ran.");
    }
}
