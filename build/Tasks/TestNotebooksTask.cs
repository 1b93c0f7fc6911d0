using Build.Runs;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="IWorkspaceRunner.TestNotebooksAsync"/>.</summary>
/// <remarks>After <c>DeployNotebooks</c>, which has no class to depend on: see <see cref="KindTasks.AddNeeds"/>.</remarks>
[TaskName("TestNotebooks")]
[TaskDescription("Imports the notebooks and runs those of notebooks/tests, each on its own; fails when one of them does.")]
public sealed class TestNotebooksTask(IWorkspaceRunner runner) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => runner.TestNotebooksAsync();
}
