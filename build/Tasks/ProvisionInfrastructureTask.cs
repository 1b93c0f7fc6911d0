using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>The door to <see cref="Infrastructure"/>.</summary>
[TaskName("ProvisionInfrastructure")]
[TaskDescription(
    "Creates the resource group, workspace and vault that the environment lacks in Azure; --dryrun shows what would be created."
)]
public sealed class ProvisionInfrastructureTask(Infrastructure infrastructure) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => infrastructure.ProvisionAsync();
}
