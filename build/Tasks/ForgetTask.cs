using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.Forget"/>.</summary>
[TaskName("Forget")]
[TaskDescription("Gives up the object of one asset (--asset=jobs.nightly): it stays as it is, and the manifest knows it no more.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class ForgetTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.Forget);
}
