using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.ValidateOnline"/>.</summary>
[TaskName("ValidateOnline")]
[TaskDescription("Says of each asset whether it is new, changed, unchanged, deleted or in error; changes nothing.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class ValidateOnlineTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.ValidateOnline);
}
