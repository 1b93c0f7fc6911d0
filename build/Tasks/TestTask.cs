using Build.TestRuns;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="ITestRun"/>.</summary>
[TaskName("Test")]
[TaskDescription("Builds everything and runs the tests.")]
public sealed class TestTask(ITestRun tests) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => tests.RunAsync();
}
