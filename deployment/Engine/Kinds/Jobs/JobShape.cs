using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>The two shapes of a job: the fields of one task at the top (Jobs 2.0), or a list of tasks.</summary>
internal static class JobShape
{
    /// <summary>The fields that move between the top and the only task.</summary>
    private static readonly string[] TaskFields =
    [
        "existing_cluster_id",
        "new_cluster",
        "libraries",
        "notebook_task",
        "spark_jar_task",
        "spark_python_task",
        "spark_submit_task",
        "python_wheel_task",
        "pipeline_task",
        "dbt_task",
        "sql_task",
        "max_retries",
        "min_retry_interval_millis",
        "retry_on_timeout",
    ];

    /// <summary>Whether a field of the single-task shape stands in the task otherwise.</summary>
    public static bool MovesIntoTask(string field) => TaskFields.Contains(field);

    public static bool IsSingleTask(JObject settings) => settings["tasks"] is null && TaskFields.Any(field => settings[field] is not null);

    /// <summary>A job of one task in the single-task shape; any other job as it is.</summary>
    public static JObject AsSingleTask(JObject settings)
    {
        if (settings["tasks"] is not JArray { Count: 1 } tasks || tasks[0] is not JObject task)
            return settings;

        var single = (JObject)settings.DeepClone();
        single.Remove("tasks");
        foreach (var field in TaskFields.Where(field => task[field] is not null))
            single[field] = task[field]!.DeepClone();

        return single;
    }
}
