using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>Fills in what the service adds when settings are read.</summary>
internal static class JobDefaults
{
    private static readonly string[] Paused = ["schedule", "trigger", "continuous"];

    /// <summary>Triggers whose condition is taken and never returned.</summary>
    private static readonly string[] TableTriggers = ["table_update", "table"];

    private static readonly string[] FromSource = ["notebook_task", "dbt_task"];

    /// <summary>Completes the form with <c>tasks</c> in place.</summary>
    public static void Fill(JObject settings)
    {
        Job(settings, "MULTI_TASK");
        settings.Default("webhook_notifications", new JObject());

        var source = settings.ContainsKey("git_source") ? "GIT" : "WORKSPACE";
        foreach (var task in settings.Objects("tasks"))
            Task(task, source);
        foreach (var shared in settings.Objects("job_clusters"))
            Cluster(shared.Object("new_cluster"));
    }

    /// <summary>Completes the 2.0 single-task form in place.</summary>
    public static void FillSingle(JObject settings)
    {
        Job(settings, "SINGLE_TASK");
        Cluster(settings.Object("new_cluster"));
    }

    private static void Job(JObject settings, string format)
    {
        settings.Default("name", "Untitled");
        settings.Default("email_notifications", new JObject());
        settings.Default("timeout_seconds", 0);
        settings.Default("max_concurrent_runs", 1);
        settings["format"] = format;
        foreach (var block in Paused)
            settings.Object(block)?.Default("pause_status", "UNPAUSED");
        foreach (var trigger in settings.Objects("triggers").Append(settings.Object("trigger") ?? []))
            foreach (var tables in TableTriggers)
                trigger.Object(tables)?.Remove("condition");
    }

    private static void Task(JObject task, string source)
    {
        task.Default("run_if", "ALL_SUCCESS");
        task.Default("timeout_seconds", 0);
        task.Default("email_notifications", new JObject());
        task.Default("webhook_notifications", new JObject());
        if (task["depends_on"] is JArray { Count: > 1 })
            task["depends_on"] = new JArray(
                task.Objects("depends_on").OrderBy(dependency => dependency.Text("task_key"), StringComparer.Ordinal)
            );

        foreach (var kind in FromSource)
            task.Object(kind)?.Default("source", source);
        if (source == "GIT")
            task.Object("spark_python_task")?.Default("source", source);
        task.Object("sql_task")?.Object("file")?.Default("source", source);
        task.Object("spark_jar_task")?.Default("run_as_repl", true);
        Cluster(task.Object("new_cluster"));
        if (task.Object("for_each_task")?.Object("task") is { } inner)
            Task(inner, source);
    }

    private static void Cluster(JObject? cluster)
    {
        if (cluster is null)
            return;

        cluster.Remove("apply_policy_default_values");
        if (cluster.ContainsKey("instance_pool_id"))
            return;

        cluster.Default("azure_attributes", new JObject());
        cluster.Object("azure_attributes")?.Default("availability", "ON_DEMAND_AZURE");
        cluster.Default("enable_elastic_disk", true);
    }
}
