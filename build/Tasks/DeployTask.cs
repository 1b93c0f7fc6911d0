using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.Deploy"/>.</summary>
[TaskName("Deploy")]
[TaskDescription("Plans and applies everything: init scripts, instance pools, clusters, notebooks and jobs.")]
[IsDependentOn(typeof(FetchSecretsTask))]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class DeployTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.Deploy);
}
