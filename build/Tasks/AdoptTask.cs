using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.Adopt"/>.</summary>
[TaskName("Adopt")]
[TaskDescription("Takes an object of the workspace (--id=123) for a declared asset (--asset=jobs.nightly), whatever its name is there.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class AdoptTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.Adopt);
}
