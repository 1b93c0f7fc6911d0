using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.Lock"/>.</summary>
[TaskName("Lock")]
[TaskDescription("Keeps deployments away from the environment (--message=TEXT, --until=TIME), until Unlock or that time.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class LockTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.Lock);
}
