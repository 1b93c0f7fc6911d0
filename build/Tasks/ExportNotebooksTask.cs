using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="IExports"/> for notebooks.</summary>
[TaskName("ExportNotebooks")]
[TaskDescription("Brings the notebooks of the workspace into notebooks/.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class ExportNotebooksTask(IExports exports) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => exports.RunAsync(["notebooks"]);
}
