using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.DeployJobs"/>.</summary>
[TaskName("DeployJobs")]
[TaskDescription("Creates or resets the jobs, with cluster names swapped for ids.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class DeployJobsTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.DeployJobs);
}
