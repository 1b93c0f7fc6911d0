using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;
using static Layercake.LocalCloud.Apis.Jobs.JobChecks;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>The ids, names and paths of a task that cannot be empty when they are given.</summary>
internal static class EmptyFields
{
    private static readonly string[] OfTask = ["existing_cluster_id", "job_cluster_key", "environment_key"];

    private static readonly string[] OfType =
    [
        "warehouse_id",
        "pipeline_id",
        "package_name",
        "entry_point",
    ];

    private static readonly string[] OfSql = ["query_id", "alert_id", "dashboard_id", "path"];

    public static void Check(JObject task)
    {
        Check(task, "", OfTask);
        foreach (var type in task.Properties().Where(property => property.Value is JObject).ToList())
            Check((JObject)type.Value, $"{type.Name}.", OfType);
        foreach (var source in task.Object("sql_task")?.Properties() ?? [])
            if (source.Value is JObject inside)
                Check(inside, $"sql_task.{source.Name}.", OfSql);
        foreach (var library in task.Objects("libraries"))
            Check(library, "libraries.", LibraryTypes.Files);
        Require(
            task.Object("run_job_task")?.Number("job_id") is not <= 0,
            $"Invalid job_id in run_job_task of task '{task.Text("task_key")}'."
        );
    }

    private static void Check(JObject holder, string prefix, IReadOnlyList<string> names)
    {
        foreach (var name in names)
            Require(
                holder.Text(name) is not { } text || text.Trim().Length > 0,
                $"Missing required field: settings.tasks.{prefix}{name}"
            );
    }
}
