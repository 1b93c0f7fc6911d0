using System.Text.RegularExpressions;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>Translates between the 2.0 single-task form and the form with <c>tasks</c>, which is the one that is stored.</summary>
internal static partial class JobShapes
{
    /// <summary>What stands at the top level in the single-task form and in the task otherwise.</summary>
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

    public static bool HasTaskFields(JObject settings) => TaskFields.Any(settings.ContainsKey);

    /// <summary>Changes <paramref name="settings"/> in place into the form with <c>tasks</c>.</summary>
    public static void ToTasks(JObject settings, string? taskKey = null)
    {
        var task = new JObject { ["task_key"] = taskKey ?? TaskKey(settings.Text("name")) };
        foreach (var field in TaskFields)
            if (settings[field] is { } value)
                task[field] = value;

        RemoveTaskFields(settings);
        settings["tasks"] = new JArray(task);
    }

    /// <summary>Changes <paramref name="settings"/> in place into the single-task form of its first task.</summary>
    public static void ToSingle(JObject settings)
    {
        var task = settings.Objects("tasks").FirstOrDefault();
        settings.Remove("tasks");
        foreach (var field in TaskFields)
            if (task?[field] is { } value)
                settings[field] = value;
    }

    /// <summary>2.1 and later ignore the single-task fields at the top level.</summary>
    public static void RemoveTaskFields(JObject settings)
    {
        foreach (var field in TaskFields)
            settings.Remove(field);
    }

    /// <summary>All tasks, each followed by the one that it repeats.</summary>
    /// <param name="settings">In the form with <c>tasks</c>.</param>
    public static IEnumerable<JObject> AllTasks(JObject settings) =>
        settings
            .Objects("tasks")
            .SelectMany(task => task.Object("for_each_task")?.Object("task") is { } inner ? [task, inner] : new[] { task });

    private static string TaskKey(string? name)
    {
        var key = NotInKeys().Replace(name ?? "", "_");
        return key.Length switch
        {
            0 => "Untitled",
            > 100 => key[..100],
            _ => key,
        };
    }

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex NotInKeys();
}
