namespace Layercake.Engine.Kinds;

/// <summary>The names of fields that people can set in a job, at any level, as of autumn 2026.</summary>
internal static class JobFieldNames
{
    public static readonly string[] All =
    [
        // job
        "name", "description", "tags", "tasks", "job_clusters", "environments", "parameters", "schedule", "trigger", "triggers", "continuous",
        "max_concurrent_runs", "timeout_seconds", "queue", "run_as", "email_notifications", "webhook_notifications", "notification_settings", "health",
        "git_source", "edit_mode", "deployment", "performance_target", "budget_policy_id", "usage_policy_id", "parent_path", "environment_variables",
        // schedule, trigger, notifications, health, source
        "quartz_cron_expression", "timezone_id", "pause_status", "file_arrival", "url", "min_time_between_triggers_seconds", "wait_after_last_change_seconds",
        "periodic", "interval", "unit", "table_update", "table_names", "condition", "task_retry_mode", "enabled", "user_name", "service_principal_name",
        "group_name", "on_start", "on_success", "on_failure", "on_duration_warning_threshold_exceeded", "on_streaming_backlog_exceeded",
        "no_alert_for_skipped_runs", "no_alert_for_canceled_runs", "alert_on_last_attempt", "id", "rules", "metric", "op", "value", "git_url", "git_provider",
        "git_branch", "git_tag", "git_commit", "sparse_checkout", "patterns", "job_source", "default",
        // task
        "task_key", "depends_on", "outcome", "run_if", "existing_cluster_id", "new_cluster", "job_cluster_key", "environment_key", "libraries", "max_retries",
        "min_retry_interval_millis", "retry_on_timeout", "disabled", "disable_auto_optimization", "notebook_task", "notebook_path", "base_parameters", "source",
        "warehouse_id", "spark_python_task", "python_file", "spark_jar_task", "main_class_name", "jar_uri", "run_as_repl", "spark_submit_task",
        "python_wheel_task", "package_name", "entry_point", "named_parameters", "pipeline_task", "pipeline_id", "full_refresh", "refresh_selection",
        "full_refresh_selection", "sql_task", "query", "query_id", "file", "path", "alert", "alert_id", "subscriptions", "pause_subscriptions", "dashboard",
        "dashboard_id", "dbt_task", "commands", "project_directory", "schema", "catalog", "profiles_directory", "run_job_task", "job_id", "job_parameters",
        "condition_task", "left", "right", "for_each_task", "inputs", "concurrency", "task",
        // environment
        "spec", "environment_version", "client", "dependencies", "java_dependencies", "base_environment",
        // cluster
        "spark_version", "node_type_id", "driver_node_type_id", "num_workers", "autoscale", "min_workers", "max_workers", "spark_conf", "spark_env_vars",
        "custom_tags", "data_security_mode", "single_user_name", "runtime_engine", "policy_id", "instance_pool_id", "driver_instance_pool_id",
        "enable_elastic_disk", "enable_local_disk_encryption", "azure_attributes", "first_on_demand", "availability", "spot_bid_max_price", "init_scripts",
        "workspace", "volumes", "abfss", "dbfs", "destination", "cluster_log_conf", "docker_image", "ssh_public_keys", "workload_type", "kind",
        "is_single_node", "use_ml_runtime", "autotermination_minutes", "cluster_name",
    ];
}
