using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="IExports"/> for init scripts.</summary>
[TaskName("ExportInitScripts")]
[TaskDescription("Brings the init scripts of the workspace into init-scripts/.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class ExportInitScriptsTask(IExports exports) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => exports.RunAsync(["init-scripts"]);
}
