using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="DeploymentStep.DeployNotebooks"/>.</summary>
[TaskName("DeployNotebooks")]
[TaskDescription("Imports the notebooks and makes their folders.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class DeployNotebooksTask(IDeployment deployment) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => deployment.RunAsync(DeploymentStep.DeployNotebooks);
}
