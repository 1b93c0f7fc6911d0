using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>Where a job holds the clusters that it makes: shared ones, those of single tasks, and the one of the single-task shape.
/// </summary>
internal static class ClustersInJob
{
    private const string New = "new_cluster";

    public static IEnumerable<HeldCluster> Of(JObject job)
    {
        if (job.Object(New) is { } own)
            yield return new HeldCluster(New, own);
        foreach (var shared in job.Objects("job_clusters"))
            if (shared.Object(New) is { } settings)
                yield return new HeldCluster($"job_clusters[{shared.Text("job_cluster_key")}].{New}", settings);
        foreach (var task in job.Objects("tasks"))
        {
            var place = $"tasks[{task.Text("task_key")}]";
            if (task.Object(New) is { } settings)
                yield return new HeldCluster($"{place}.{New}", settings);
            if (task.Object("for_each_task")?.Object("task")?.Object(New) is { } inner)
                yield return new HeldCluster($"{place}.for_each_task.task.{New}", inner);
        }
    }
}
