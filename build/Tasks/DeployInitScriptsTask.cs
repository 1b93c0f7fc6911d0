using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.DeployInitScripts"/>.</summary>
[TaskName("DeployInitScripts")]
[TaskDescription("Uploads the init scripts.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class DeployInitScriptsTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.DeployInitScripts);
}
