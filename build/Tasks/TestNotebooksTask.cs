using Build.Runs;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>The door to <see cref="WorkspaceRunner.TestNotebooksAsync"/>.</summary>
[TaskName("TestNotebooks")]
[TaskDescription("Imports the notebooks and runs those of notebooks/tests, each on its own; fails when one of them does.")]
[IsDependentOn(typeof(DeployNotebooksTask))]
public sealed class TestNotebooksTask(WorkspaceRunner runner) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => runner.TestNotebooksAsync();
}
