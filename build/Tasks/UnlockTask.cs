using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.Unlock"/>.</summary>
[TaskName("Unlock")]
[TaskDescription("Shows and removes the lease that another deployment has on the environment, such as one that was killed.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class UnlockTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.Unlock);
}
