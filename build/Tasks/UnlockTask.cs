using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.Unlock"/>.</summary>
[TaskName("Unlock")]
[TaskDescription("Ends the lock of the environment; where there is none, removes the lease of another deployment, as of a killed one.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class UnlockTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.Unlock);
}
