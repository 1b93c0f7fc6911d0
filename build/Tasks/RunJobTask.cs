using Build.Runs;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>The door to <see cref="WorkspaceRunner.RunJobAsync"/>.</summary>
[TaskName("RunJob")]
[TaskDescription("Runs a job of the workspace, waits for it, and fails when it does.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class RunJobTask(WorkspaceRunner runner) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => runner.RunJobAsync();
}
