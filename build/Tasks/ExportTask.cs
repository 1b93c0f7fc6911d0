using Build.Deployments;
using Cake.Frosting;
using Layercake.Engine.Kinds;

namespace Build.Tasks;

/// <summary>Runs <see cref="IExports"/> for every kind.</summary>
[TaskName("Export")]
[TaskDescription("Brings all that the workspace holds into the assets folder: init scripts, instance pools, clusters, notebooks and jobs.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class ExportTask(IExports exports) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => exports.RunAsync(KindTable.Names);
}
