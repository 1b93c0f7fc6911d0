using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.Destroy"/>.</summary>
[TaskName("Destroy")]
[TaskDescription("Shows all that this deployment made in the environment; with --confirm=NAME, the environment's name, deletes it.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class DestroyTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.Destroy);
}
