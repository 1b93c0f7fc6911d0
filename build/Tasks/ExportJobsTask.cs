using Build.Deployments;
using Cake.Frosting;

namespace Build.Tasks;

/// <summary>Runs <see cref="IExports"/> for jobs.</summary>
[TaskName("ExportJobs")]
[TaskDescription("Brings the jobs of the workspace into jobs/, with ids turned into names.")]
[IsDependentOn(typeof(GetTokenTask))]
public sealed class ExportJobsTask(IExports exports) : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => exports.RunAsync(["jobs"]);
}
