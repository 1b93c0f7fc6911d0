using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.StopClusters"/>.</summary>
[TaskName("StopClusters")]
[TaskDescription("Stops the clusters and SQL warehouses that this deployment started, unless the environment says not to.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class StopClustersTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.StopClusters);
}
