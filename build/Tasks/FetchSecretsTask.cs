using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.FetchSecrets"/>.</summary>
[TaskName("FetchSecrets")]
[TaskDescription("Reads the deployment's identity from the environment's Key Vault.")]
public sealed class FetchSecretsTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.FetchSecrets);
}
