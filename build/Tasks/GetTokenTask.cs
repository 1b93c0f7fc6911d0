using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.GetToken"/>.</summary>
[TaskName("GetToken")]
[TaskDescription("Gets an Entra token for the environment's workspace.")]
[IsDependentOn(typeof(FetchSecretsTask))]
public sealed class GetTokenTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.GetToken);
}
