using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.Prune"/>.</summary>
[TaskName("Prune")]
[TaskDescription("Deletes what an earlier deployment made and Git declares no more; what runs, was edited or is used stays.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class PruneTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.Prune);
}
