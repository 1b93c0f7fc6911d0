using Build.Runs;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="IWorkspaceRunner.RunNotebookAsync"/>.</summary>
[TaskName("RunNotebook")]
[TaskDescription("Runs a notebook of the workspace once, waits for it, and fails when it does.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class RunNotebookTask(IWorkspaceRunner runner) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => runner.RunNotebookAsync();
}
