using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>The door to <see cref="Exports"/> for notebooks.</summary>
[TaskName("ExportNotebooks")]
[TaskDescription("Brings the notebooks of the workspace into notebooks/.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class ExportNotebooksTask(Exports exports) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => exports.RunAsync(["notebooks"]);
}
