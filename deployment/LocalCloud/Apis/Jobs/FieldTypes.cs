using System.Globalization;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>
/// Brings known fields to their JSON type: <c>"3"</c> is 3 and <c>"true"</c> is true, and what cannot be is a malformed request.
/// </summary>
internal static class FieldTypes
{
    private static readonly string[] Objects =
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
        "tags",
        "new_cluster",
    ];

    private static readonly string[] TaskObjects =
    [
        "new_cluster",
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

    private static readonly string[] Lists = ["tasks", "job_clusters", "environments", "parameters", "libraries", "access_control_list"];

    /// <summary>Changes <paramref name="settings"/> in place; knows the 2.0 single-task form as well.</summary>
    public static void Apply(JObject settings)
    {
        Shape(settings, Objects, JTokenType.Object);
        Shape(settings, Lists, JTokenType.Array);
        Integers(settings, "max_concurrent_runs");
        Text(settings, "name");
        if (settings.Object("queue") is { } queue)
            Flags(queue, "enabled");

        Task(settings);
        foreach (var task in Elements(settings, "tasks"))
            Task(task);
        foreach (var shared in Elements(settings, "job_clusters"))
        {
            Text(shared, "job_cluster_key");
            Shape(shared, ["new_cluster"], JTokenType.Object);
            Cluster(shared.Object("new_cluster"));
        }
    }

    private static void Task(JObject task)
    {
        Shape(task, TaskObjects, JTokenType.Object);
        Shape(task, ["depends_on", "libraries"], JTokenType.Array);
        Text(task, "task_key");
        Integers(task, "timeout_seconds", "max_retries", "min_retry_interval_millis");
        Flags(task, "retry_on_timeout");
        Cluster(task.Object("new_cluster"));
        if (task.Object("run_job_task") is { } runJob)
            Integers(runJob, "job_id");
        if (task.Object("for_each_task") is { } loop)
        {
            Integers(loop, "concurrency");
            Shape(loop, ["task"], JTokenType.Object);
            if (loop.Object("task") is { } inner)
                Task(inner);
        }
    }

    private static void Cluster(JObject? cluster)
    {
        if (cluster is null)
            return;

        Integers(cluster, "num_workers");
        Flags(cluster, "enable_elastic_disk", "enable_local_disk_encryption");
        Shape(cluster, ["autoscale", "azure_attributes", "spark_conf", "custom_tags"], JTokenType.Object);
        if (cluster.Object("autoscale") is { } autoscale)
            Integers(autoscale, "min_workers", "max_workers");
    }

    private static IEnumerable<JObject> Elements(JObject document, string list) =>
        (document[list] as JArray ?? []).Select(element => element as JObject ?? throw Wrong(list, "objects"));

    private static void Shape(JObject document, string[] names, JTokenType type)
    {
        foreach (var name in names)
            if (document[name] is { } value && value.Type != type)
                throw Wrong(name, type == JTokenType.Array ? "an array" : "an object");
    }

    private static void Text(JObject document, string name)
    {
        if (document[name] is { Type: not JTokenType.String } value)
            document[name] = value is JValue scalar ? scalar.ToString(CultureInfo.InvariantCulture) : throw Wrong(name, "a string");
    }

    private static void Integers(JObject document, params string[] names)
    {
        foreach (var name in names)
            if (document[name] is { Type: not JTokenType.Integer } value)
                document[name] = long.TryParse(Written(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw Wrong(name, "an integer");
    }

    private static void Flags(JObject document, params string[] names)
    {
        foreach (var name in names)
            if (document[name] is { Type: not JTokenType.Boolean } value)
                document[name] = bool.TryParse(Written(value), out var flag) ? flag : throw Wrong(name, "a boolean");
    }

    private static string? Written(JToken value) => (value as JValue)?.ToString(CultureInfo.InvariantCulture);

    private static ApiError Wrong(string name, string expected) =>
        ApiError.Malformed($"Could not parse request object: {name} must be {expected}");
}
