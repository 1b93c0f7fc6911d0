using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="IConnectionCheck"/>.</summary>
[TaskName("CheckConnection")]
[TaskDescription("Signs in, reads the vault, finds the workspace and checks the permissions of a deployment; changes nothing.")]
public sealed class CheckConnectionTask(IConnectionCheck check) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => check.RunAsync();
}
