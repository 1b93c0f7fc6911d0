using Layercake.Engine.Kinds.Clusters;
using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;
using static Layercake.Engine.Kinds.Fields.ValueRule;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>The fields of a task, as of autumn 2026.</summary>
internal static class TaskSchema
{
    private const string ByService = "the service fills it when it is not declared";

    private static readonly string[] Sources = ["WORKSPACE", "GIT"];

    private static readonly ObjectSchema Subscription = new ObjectSchema("a subscription").Text("user_name", "destination_id");

    public static ObjectSchema Emails { get; } =
        new ObjectSchema("email_notifications").Texts(Events).Unordered().Flag("no_alert_for_skipped_runs");

    public static ObjectSchema Webhooks { get; } = OfWebhooks();

    public static ObjectSchema NotificationSettings { get; } =
        new ObjectSchema("notification_settings").Flag("no_alert_for_skipped_runs", "no_alert_for_canceled_runs", "alert_on_last_attempt");

    public static ObjectSchema Health { get; } =
        new ObjectSchema("health").List(
            "rules",
            new ObjectSchema("a health rule")
                .OneOf(
                    "metric",
                    Grows,
                    "RUN_DURATION_SECONDS",
                    "STREAMING_BACKLOG_BYTES",
                    "STREAMING_BACKLOG_RECORDS",
                    "STREAMING_BACKLOG_SECONDS",
                    "STREAMING_BACKLOG_FILES"
                )
                .OneOf("op", Grows, "GREATER_THAN")
                .Whole("value")
                .Within(0, long.MaxValue)
                .Needs("metric", "op", "value")
        )
        .Unordered();

    /// <summary>The kinds of tasks: a task has exactly one of these fields.</summary>
    public static ObjectSchema Kinds { get; } =
        new ObjectSchema("a kind of task")
            .Object(
                "notebook_task",
                new ObjectSchema("a notebook task")
                    .Text("notebook_path")
                    .Compared(TextForm.WorkspacePath)
                    .Text("warehouse_id")
                    .TextMap("base_parameters")
                    .OneOf("source", Fixed, Sources)
                    .ServerDefault(ByService)
                    .Needs("notebook_path")
            )
            .Object(
                "spark_python_task",
                new ObjectSchema("a Python task")
                    .Text("python_file")
                    .Compared(TextForm.WorkspacePath)
                    .Texts("parameters")
                    .OneOf("source", Fixed, Sources)
                    .ServerDefault(ByService)
                    .Needs("python_file")
            )
            .Object(
                "spark_jar_task",
                new ObjectSchema("a JAR task")
                    .Text("main_class_name", "jar_uri")
                    .Texts("parameters")
                    .Flag("run_as_repl")
                    .ServerDefault(ByService, true)
            )
            .Object("spark_submit_task", new ObjectSchema("a spark-submit task").Texts("parameters"))
            .Object(
                "python_wheel_task",
                new ObjectSchema("a wheel task").Text("package_name", "entry_point").Texts("parameters").TextMap("named_parameters")
            )
            .Object(
                "pipeline_task",
                new ObjectSchema("a pipeline task")
                    .Text("pipeline_id")
                    .Flag("full_refresh")
                    .Texts("refresh_selection", "full_refresh_selection", "reset_checkpoint_selection")
                    .Needs("pipeline_id")
            )
            .Object("sql_task", Sql())
            .Object(
                "dbt_task",
                new ObjectSchema("a dbt task")
                    .Texts("commands")
                    .Text("project_directory")
                    .Compared(TextForm.WorkspacePath)
                    .Text("catalog", "warehouse_id", "profiles_directory")
                    .Text("schema")
                    .ServerDefault(ByService, "default")
                    .OneOf("source", Fixed, Sources)
                    .ServerDefault(ByService)
                    .Needs("commands")
            )
            .Object(
                "run_job_task",
                new ObjectSchema("a run-job task")
                    .Id("job_id")
                    .TextMap("job_parameters", "notebook_params", "python_named_params", "sql_params")
                    .Texts("dbt_commands", "jar_params", "python_params", "spark_submit_params")
                    .Objects("pipeline_params")
                    .Needs("job_id")
            )
            .Object(
                "condition_task",
                new ObjectSchema("a condition")
                    .OneOf("op", Fixed, "EQUAL_TO", "NOT_EQUAL", "GREATER_THAN", "GREATER_THAN_OR_EQUAL", "LESS_THAN", "LESS_THAN_OR_EQUAL")
                    .Text("left", "right")
                    .Needs("op", "left", "right")
            )
            .Object(
                "dashboard_task",
                new ObjectSchema("a dashboard task")
                    .Text("dashboard_id", "warehouse_id")
                    .TextMap("filters")
                    .Object(
                        "subscription",
                        new ObjectSchema("the subscription of a dashboard task")
                            .Text("custom_subject")
                            .Flag("paused")
                            .List("subscribers", Subscription)
                    )
                    .Needs("dashboard_id")
            )
            .Object(
                "alert_task",
                new ObjectSchema("an alert task")
                    .Text("alert_id", "workspace_path", "warehouse_id")
                    .List("subscribers", Subscription)
            )
            .Objects(
                "power_bi_task",
                "clean_rooms_notebook_task",
                "genie_task",
                "dbt_platform_task",
                "dbt_cloud_task",
                "gen_ai_compute_task",
                "ai_runtime_task",
                "agentic_task",
                "python_operator_task"
            );

    /// <summary>Fields that a job in the single-task shape has at the top.</summary>
    public static ObjectSchema Common { get; } =
        new ObjectSchema("a task")
            .With(Kinds)
            .Text("existing_cluster_id")
            .Object("new_cluster", ClusterSchema.OfJob)
            .List("libraries", LibrarySchema.Library)
            .Whole("max_retries", "min_retry_interval_millis")
            .Whole("timeout_seconds")
            .ExportDefault(0)
            .Flag("retry_on_timeout")
            .ExportDefault(false)
            .Text("description")
            .Object("email_notifications", Emails)
            .Object("webhook_notifications", Webhooks)
            .Fields("email_notifications", "webhook_notifications")
            .ExportDefault(new JObject())
            .Object("notification_settings", NotificationSettings)
            .Object("health", Health);

    public static ObjectSchema Task { get; } = OfTask();

    private static string[] Events =>
        ["on_start", "on_success", "on_failure", "on_duration_warning_threshold_exceeded", "on_streaming_backlog_exceeded"];

    private static ObjectSchema OfTask()
    {
        var task = new ObjectSchema("a task")
            .With(Common)
            .Text("task_key", "job_cluster_key", "environment_key", "environment_variables_key")
            .Flag("disabled", "disable_auto_optimization")
            .List("depends_on", new ObjectSchema("a dependency").Text("task_key", "outcome").Needs("task_key"))
            .KeyedBy("task_key")
            .Objects("compute")
            .OneOf("run_if", Fixed, "ALL_SUCCESS", "AT_LEAST_ONE_SUCCESS", "NONE_FAILED", "ALL_DONE", "AT_LEAST_ONE_FAILED", "ALL_FAILED")
            .ServerDefault(ByService, "ALL_SUCCESS");
        return task.Object(
            "for_each_task",
            new ObjectSchema("a for-each task")
                .Text("inputs")
                .Whole("concurrency")
                .ServerDefault(ByService, 20, 1)
                .Object("task", task)
                .Needs("inputs", "task")
        );
    }

    private static ObjectSchema OfWebhooks()
    {
        var schema = new ObjectSchema("webhook_notifications");
        foreach (var name in Events)
            schema.List(name, new ObjectSchema("a webhook").Text("id").Needs("id")).Unordered();

        return schema;
    }

    private static ObjectSchema Sql() =>
        new ObjectSchema("a SQL task")
            .Text("warehouse_id")
            .TextMap("parameters")
            .Object("query", new ObjectSchema("a query of a SQL task").Text("query_id").Needs("query_id"))
            .Object(
                "file",
                new ObjectSchema("a file of a SQL task")
                    .Text("path")
                    .Compared(TextForm.WorkspacePath)
                    .OneOf("source", Fixed, Sources)
                    .ServerDefault(ByService)
                    .Needs("path")
            )
            .Object(
                "alert",
                new ObjectSchema("an alert of a SQL task")
                    .Text("alert_id")
                    .Flag("pause_subscriptions")
                    .List("subscriptions", Subscription)
                    .Needs("alert_id")
            )
            .Object(
                "dashboard",
                new ObjectSchema("a dashboard of a SQL task")
                    .Text("dashboard_id", "custom_subject")
                    .Flag("pause_subscriptions")
                    .List("subscriptions", Subscription)
                    .Needs("dashboard_id")
            )
            .Needs("warehouse_id");
}
