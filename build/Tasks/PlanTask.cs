using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.Plan"/>.</summary>
[TaskName("Plan")]
[TaskDescription("Shows what a deployment would change in the workspace and writes plan.json; changes nothing.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class PlanTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.Plan);
}
