using Build.LocalClouds;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="ILocalCloudProgram"/>.</summary>
[TaskName("LocalCloud")]
[TaskDescription("Runs Entra, a Key Vault, ARM and a workspace on this machine until Ctrl-C.")]
public sealed class LocalCloudTask(ILocalCloudProgram program) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => program.RunAsync();
}
