using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Clusters;

using static Layercake.Engine.Kinds.Checks.ValueRule;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>The table of fields of tasks, as of autumn 2026.</summary>
internal static class TaskShapes
{
    private static readonly string[] Sources = ["WORKSPACE", "GIT"];

    private static readonly ObjectShape Package = new ObjectShape("a package").Text("package", "repo").Needs("package");

    private static readonly ObjectShape Subscription = new ObjectShape("a subscription").Text("user_name", "destination_id");

    public static ObjectShape Library { get; } =
        new ObjectShape("a library")
            .Text("jar", "egg", "whl", "requirements")
            .Object("pypi", Package)
            .Object("cran", Package)
            .Object("maven", new ObjectShape("a Maven package").Text("coordinates", "repo").Texts("exclusions").Needs("coordinates"));

    public static ObjectShape Emails { get; } = new ObjectShape("email_notifications").Texts(Events).Flag("no_alert_for_skipped_runs");

    public static ObjectShape Webhooks { get; } = OfWebhooks();

    public static ObjectShape NotificationSettings { get; } =
        new ObjectShape("notification_settings").Flag("no_alert_for_skipped_runs", "no_alert_for_canceled_runs", "alert_on_last_attempt");

    public static ObjectShape Health { get; } =
        new ObjectShape("health").List(
            "rules",
            new ObjectShape("a health rule")
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
                .Needs("metric", "op", "value")
        );

    /// <summary>The kinds of tasks: a task has exactly one of these fields.</summary>
    public static ObjectShape Kinds { get; } =
        new ObjectShape("a kind of task")
            .Object(
                "notebook_task",
                new ObjectShape("a notebook task")
                    .Text("notebook_path", "warehouse_id")
                    .TextMap("base_parameters")
                    .OneOf("source", Fixed, Sources)
                    .Needs("notebook_path")
            )
            .Object(
                "spark_python_task",
                new ObjectShape("a Python task")
                    .Text("python_file")
                    .Texts("parameters")
                    .OneOf("source", Fixed, Sources)
                    .Needs("python_file")
            )
            .Object(
                "spark_jar_task",
                new ObjectShape("a JAR task").Text("main_class_name", "jar_uri").Texts("parameters").Flag("run_as_repl")
            )
            .Object("spark_submit_task", new ObjectShape("a spark-submit task").Texts("parameters"))
            .Object(
                "python_wheel_task",
                new ObjectShape("a wheel task").Text("package_name", "entry_point").Texts("parameters").TextMap("named_parameters")
            )
            .Object(
                "pipeline_task",
                new ObjectShape("a pipeline task")
                    .Text("pipeline_id")
                    .Flag("full_refresh")
                    .Texts("refresh_selection", "full_refresh_selection", "reset_checkpoint_selection")
                    .Needs("pipeline_id")
            )
            .Object("sql_task", Sql())
            .Object(
                "dbt_task",
                new ObjectShape("a dbt task")
                    .Texts("commands")
                    .Text("project_directory", "schema", "catalog", "warehouse_id", "profiles_directory")
                    .OneOf("source", Fixed, Sources)
                    .Needs("commands")
            )
            .Object(
                "run_job_task",
                new ObjectShape("a run-job task")
                    .Id("job_id")
                    .TextMap("job_parameters", "notebook_params", "python_named_params", "sql_params")
                    .Texts("dbt_commands", "jar_params", "python_params", "spark_submit_params")
                    .Objects("pipeline_params")
                    .Needs("job_id")
            )
            .Object(
                "condition_task",
                new ObjectShape("a condition")
                    .OneOf("op", Fixed, "EQUAL_TO", "NOT_EQUAL", "GREATER_THAN", "GREATER_THAN_OR_EQUAL", "LESS_THAN", "LESS_THAN_OR_EQUAL")
                    .Text("left", "right")
                    .Needs("op", "left", "right")
            )
            .Objects(
                "dashboard_task",
                "alert_task",
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
    public static ObjectShape Common { get; } =
        new ObjectShape("a task")
            .With(Kinds)
            .Text("existing_cluster_id")
            .Object("new_cluster", ClusterShapes.Cluster)
            .List("libraries", Library)
            .Whole("timeout_seconds", "max_retries", "min_retry_interval_millis")
            .Flag("retry_on_timeout")
            .Text("description")
            .Object("email_notifications", Emails)
            .Object("webhook_notifications", Webhooks)
            .Object("notification_settings", NotificationSettings)
            .Object("health", Health);

    public static ObjectShape Task { get; } = OfTask();

    private static string[] Events =>
        ["on_start", "on_success", "on_failure", "on_duration_warning_threshold_exceeded", "on_streaming_backlog_exceeded"];

    private static ObjectShape OfTask()
    {
        var task = new ObjectShape("a task")
            .With(Common)
            .Text("task_key", "job_cluster_key", "environment_key", "environment_variables_key")
            .Flag("disabled", "disable_auto_optimization")
            .List("depends_on", new ObjectShape("a dependency").Text("task_key", "outcome").Needs("task_key"))
            .Objects("compute")
            .OneOf("run_if", Fixed, "ALL_SUCCESS", "AT_LEAST_ONE_SUCCESS", "NONE_FAILED", "ALL_DONE", "AT_LEAST_ONE_FAILED", "ALL_FAILED");
        return task.Object(
            "for_each_task",
            new ObjectShape("a for-each task").Text("inputs").Whole("concurrency").Object("task", task).Needs("inputs", "task")
        );
    }

    private static ObjectShape OfWebhooks()
    {
        var shape = new ObjectShape("webhook_notifications");
        foreach (var name in Events)
            shape.List(name, new ObjectShape("a webhook").Text("id").Needs("id"));

        return shape;
    }

    private static ObjectShape Sql() =>
        new ObjectShape("a SQL task")
            .Text("warehouse_id")
            .TextMap("parameters")
            .Object("query", new ObjectShape("a query of a SQL task").Text("query_id").Needs("query_id"))
            .Object("file", new ObjectShape("a file of a SQL task").Text("path").OneOf("source", Fixed, Sources).Needs("path"))
            .Object(
                "alert",
                new ObjectShape("an alert of a SQL task")
                    .Text("alert_id")
                    .Flag("pause_subscriptions")
                    .List("subscriptions", Subscription)
                    .Needs("alert_id")
            )
            .Object(
                "dashboard",
                new ObjectShape("a dashboard of a SQL task")
                    .Text("dashboard_id", "custom_subject")
                    .Flag("pause_subscriptions")
                    .List("subscriptions", Subscription)
                    .Needs("dashboard_id")
            )
            .Needs("warehouse_id");
}
