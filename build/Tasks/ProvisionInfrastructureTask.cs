using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="IInfrastructure"/>.</summary>
[TaskName("ProvisionInfrastructure")]
[TaskDescription(
    "Creates the resource group, workspace and vault that the environment lacks in Azure; --dryrun shows what would be created."
)]
public sealed class ProvisionInfrastructureTask(IInfrastructure infrastructure) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => infrastructure.ProvisionAsync();
}
