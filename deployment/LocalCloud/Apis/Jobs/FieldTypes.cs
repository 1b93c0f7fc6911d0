using Layercake.LocalCloud.Apis.Clusters;
using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>
/// Brings known fields to their JSON type: <c>"3"</c> is 3 and <c>"true"</c> is true, and what cannot be is a malformed request.
/// </summary>
internal static class FieldTypes
{
    private static readonly string[] TaskTypes =
    [
        "notebook_task",
        "spark_python_task",
        "spark_jar_task",
        "spark_submit_task",
        "python_wheel_task",
        "sql_task",
        "dbt_task",
        "run_job_task",
        "for_each_task",
        "condition_task",
        "pipeline_task",
    ];

    private static readonly BodyShape Job = new()
    {
        Texts = ["name", "description"],
        Numbers = ["max_concurrent_runs"],
        Objects =
        [
            "schedule",
            "trigger",
            "continuous",
            "queue",
            "email_notifications",
            "webhook_notifications",
            "notification_settings",
            "git_source",
            "run_as",
            "health",
        ],
        Maps = ["tags"],
        ObjectLists = ["tasks", "job_clusters", "environments", "parameters", "access_control_list"],
    };

    private static readonly BodyShape Task = new()
    {
        Texts = ["task_key", "run_if", "existing_cluster_id", "job_cluster_key", "environment_key"],
        Numbers = ["timeout_seconds", "max_retries", "min_retry_interval_millis"],
        Flags = ["retry_on_timeout"],
        Objects = ["new_cluster", .. TaskTypes],
        ObjectLists = ["depends_on", "libraries"],
    };

    /// <summary>Inside the object of that name of a task.</summary>
    private static readonly (string Name, BodyShape Shape)[] Inside =
    [
        ("notebook_task", new BodyShape { Texts = ["notebook_path", "source", "warehouse_id"], Maps = ["base_parameters"] }),
        ("spark_python_task", new BodyShape { Texts = ["python_file", "source"], Lists = ["parameters"] }),
        ("python_wheel_task", new BodyShape { Texts = ["package_name", "entry_point"], Maps = ["named_parameters"] }),
        ("sql_task", new BodyShape { Texts = ["warehouse_id"], Objects = ["query", "file", "alert", "dashboard"] }),
        ("dbt_task", new BodyShape { Texts = ["warehouse_id", "project_directory", "source"], Lists = ["commands"] }),
        ("pipeline_task", new BodyShape { Texts = ["pipeline_id"] }),
        ("run_job_task", new BodyShape { Numbers = ["job_id"] }),
        ("for_each_task", new BodyShape { Numbers = ["concurrency"], Objects = ["task"] }),
    ];

    private static readonly BodyShape JobCluster = new() { Texts = ["job_cluster_key"], Objects = ["new_cluster"] };

    private static readonly BodyShape Queue = new() { Flags = ["enabled"] };

    private static readonly BodyShape Trigger = new() { Objects = ["periodic"] };

    private static readonly BodyShape Periodic = new() { Numbers = ["interval"] };

    private static readonly BodyShape Health = new() { ObjectLists = ["rules"] };

    private static readonly BodyShape HealthRule = new() { Numbers = ["value"] };

    /// <summary>Changes <paramref name="settings"/>, which have no nulls, in place; knows the 2.0 single-task form as well.</summary>
    public static void Apply(JObject settings)
    {
        Job.Apply(settings);
        Apply(Queue, settings.Object("queue"));
        Apply(Trigger, settings.Object("trigger"));
        Apply(Periodic, settings.Object("trigger")?.Object("periodic"));
        Apply(Health, settings.Object("health"));
        foreach (var rule in settings.Object("health")?.Objects("rules") ?? [])
            HealthRule.Apply(rule);

        ApplyToTask(settings);
        foreach (var task in settings.Objects("tasks"))
            ApplyToTask(task);
        foreach (var shared in settings.Objects("job_clusters"))
        {
            JobCluster.Apply(shared);
            if (shared.Object("new_cluster") is { } cluster)
                ClusterTypes.Apply(cluster);
        }
    }

    private static void Apply(BodyShape shape, JObject? document)
    {
        if (document is not null)
            shape.Apply(document);
    }

    private static void ApplyToTask(JObject task)
    {
        Task.Apply(task);
        if (task.Object("new_cluster") is { } cluster)
            ClusterTypes.Apply(cluster);
        foreach (var (name, shape) in Inside)
            Apply(shape, task.Object(name));
        if (task.Object("for_each_task")?.Object("task") is { } inner)
            ApplyToTask(inner);
    }
}
