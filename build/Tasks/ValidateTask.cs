using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.Validate"/>.</summary>
[TaskName("Validate")]
[TaskDescription("Checks the declarations and the environment, without any network.")]
public sealed class ValidateTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.Validate);
}
