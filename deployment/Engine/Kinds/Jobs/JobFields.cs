using Layercake.Engine.Kinds.Clusters;
using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>How the fields of a job behave.</summary>
internal static class JobFields
{
    private const string ByService = "the service fills it when it is not declared";

    /// <summary>Paths of a task's fields: at the top of a single-task job, in a task, and in the task of a for-each task.</summary>
    private static readonly string[] TaskPrefixes = ["", "tasks[*].", "tasks[*].for_each_task.task."];

    public static FieldRules Rules()
    {
        var rules = new FieldRules();
        ReportedByService(rules);
        ComparedExactly(rules);
        ListsAndSchedules(rules);
        Defaults(rules);
        rules.IgnoreRemote("access_control_list", because: "permissions are read through an API of their own");
        Spelling(rules);
        rules.UserFields(JobFieldNames.All);
        FreeForm(rules);
        foreach (var prefix in TaskPrefixes)
            TaskRules(rules, prefix);

        return ClusterFields.In(rules, "job_clusters[*].new_cluster.");
    }

    private static FieldRules ReportedByService(FieldRules rules) =>
        rules.ReadOnly(
            "job_id",
            "created_time",
            "creator_user_name",
            "run_as_user_name",
            "run_as_owner",
            "effective_budget_policy_id",
            "effective_usage_policy_id",
            "trigger_state",
            "trigger_details",
            "has_more",
            "next_page_token"
        );

    private static FieldRules ComparedExactly(FieldRules rules) =>
        rules.Exact(
            "name",
            "max_concurrent_runs",
            "timeout_seconds",
            "schedule.quartz_cron_expression",
            "schedule.timezone_id",
            "tasks[*].existing_cluster_id"
        );

    private static FieldRules ListsAndSchedules(FieldRules rules) =>
        rules
            .Keyed("tasks", "task_key")
            .TogglesBlock("schedule", "pause_status")
            .TogglesBlock("trigger", "pause_status")
            .TogglesBlock("continuous", "pause_status")
            .Keyed("job_clusters", "job_cluster_key")
            .Keyed("environments", "environment_key")
            .Keyed("parameters", "name");

    private static FieldRules Defaults(FieldRules rules) =>
        rules
            .ServerDefault("format", because: "the service reports it and ignores it on write")
            .ServerDefault("name", ByService, "Untitled")
            .ServerDefault("max_concurrent_runs", ByService, 1)
            .ServerDefault("queue", because: "Jobs 2.2 turns queueing on", true)
            .ServerDefault("edit_mode", ByService, "EDITABLE")
            .ServerDefault("run_as", because: "left out, the previous identity or the creator stays")
            .ServerDefault("performance_target", ByService, "PERFORMANCE_OPTIMIZED")
            .ServerDefault("schedule.pause_status", ByService, "UNPAUSED")
            .ServerDefault("trigger.pause_status", ByService, "UNPAUSED")
            .ServerDefault("continuous.pause_status", ByService, "UNPAUSED")
            .AlwaysExport("name")
            .ExportDefault("format");

    /// <summary>Values that the service returns under another name than it accepts.</summary>
    private static FieldRules Spelling(FieldRules rules) =>
        rules
            .Alias(sent: "DATA_SECURITY_MODE_STANDARD", read: "USER_ISOLATION")
            .Alias(sent: "DATA_SECURITY_MODE_DEDICATED", read: "SINGLE_USER");

    /// <summary>Maps whose keys people choose.</summary>
    private static FieldRules FreeForm(FieldRules rules) =>
        rules.FreeFormMaps(
            "tags",
            "spark_conf",
            "spark_env_vars",
            "custom_tags",
            "base_parameters",
            "job_parameters",
            "named_parameters",
            "parameters"
        );

    private static void TaskRules(FieldRules rules, string prefix)
    {
        if (prefix.Length > 0)
            rules.Keyed(prefix + "depends_on", "task_key");

        foreach (var task in new[] { "notebook_task", "spark_python_task", "dbt_task", "sql_task.file" })
            rules.ServerDefault($"{prefix}{task}.source", ByService);

        rules
            .ServerDefault(prefix + "run_if", ByService, "ALL_SUCCESS")
            .ServerDefault(prefix + "spark_jar_task.run_as_repl", ByService, true)
            .ServerDefault(prefix + "dbt_task.schema", ByService, "default")
            .ServerDefault(prefix + "for_each_task.concurrency", ByService, 20, 1);
        ClusterFields.In(rules, prefix + "new_cluster.");
        rules
            .ExportDefault(prefix + "email_notifications", new JObject())
            .ExportDefault(prefix + "webhook_notifications", new JObject())
            .ExportDefault(prefix + "timeout_seconds", 0)
            .ExportDefault(prefix + "retry_on_timeout", false);
    }
}
