using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="IExports"/> for clusters.</summary>
[TaskName("ExportClusters")]
[TaskDescription("Brings the clusters of the workspace into clusters/.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class ExportClustersTask(IExports exports) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => exports.RunAsync(["clusters"]);
}
