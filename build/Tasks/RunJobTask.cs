using Build.Runs;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="IWorkspaceRunner.RunJobAsync"/>.</summary>
[TaskName("RunJob")]
[TaskDescription("Runs a job of the workspace, waits for it, and fails when it does.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class RunJobTask(IWorkspaceRunner runner) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => runner.RunJobAsync();
}
