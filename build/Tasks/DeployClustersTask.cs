using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.DeployClusters"/>.</summary>
[TaskName("DeployClusters")]
[TaskDescription("Creates or edits the clusters.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class DeployClustersTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.DeployClusters);
}
