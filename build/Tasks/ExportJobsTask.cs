using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>The door to <see cref="Exports"/> for jobs.</summary>
[TaskName("ExportJobs")]
[TaskDescription("Brings the jobs of the workspace into jobs/, with ids turned into names.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class ExportJobsTask(Exports exports) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => exports.RunAsync(["jobs"]);
}
