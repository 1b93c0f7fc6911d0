using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Clusters;

using static Layercake.Engine.Kinds.Checks.ValueRule;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>The table of fields of jobs, as of autumn 2026.</summary>
internal static class JobShapes
{
    private static readonly string[] GitProviders =
    [
        "gitHub",
        "gitHubEnterprise",
        "gitLab",
        "gitLabEnterpriseEdition",
        "bitbucketCloud",
        "bitbucketServer",
        "azureDevOpsServices",
        "awsCodeCommit",
    ];

    private static readonly string[] Pauses = ["UNPAUSED", "PAUSED"];

    private static readonly ObjectShape TableUpdate = new ObjectShape("a table trigger")
        .Texts("table_names")
        .Text("condition")
        .Whole("min_time_between_triggers_seconds", "wait_after_last_change_seconds");

    private static readonly ObjectShape Trigger = new ObjectShape("a trigger")
        .OneOf("pause_status", Fixed, Pauses)
        .Object(
            "file_arrival",
            new ObjectShape("a file trigger")
                .Text("url")
                .Whole("min_time_between_triggers_seconds", "wait_after_last_change_seconds")
                .Needs("url")
        )
        .Object(
            "periodic",
            new ObjectShape("a periodic trigger").Whole("interval").OneOf("unit", Grows, "HOURS", "DAYS", "WEEKS").Needs("interval", "unit")
        )
        .Object("table_update", TableUpdate)
        .Object("table", TableUpdate)
        .Objects("model");

    /// <summary>A job with <c>tasks</c>, and one that is a single task itself.</summary>
    public static ObjectShape Job { get; } =
        new ObjectShape("a job")
            .With(TaskShapes.Common)
            .Text("name", "format", "parent_path", "budget_policy_id", "usage_policy_id")
            .Whole("max_concurrent_runs")
            .TextMap("tags")
            .List("tasks", TaskShapes.Task)
            .List(
                "job_clusters",
                new ObjectShape("a job cluster")
                    .Text("job_cluster_key")
                    .Object("new_cluster", ClusterShapes.Cluster)
                    .Needs("job_cluster_key", "new_cluster")
            )
            .List("environments", new ObjectShape("an environment").Text("environment_key").Objects("spec").Needs("environment_key"))
            .List("parameters", new ObjectShape("a parameter").Text("name", "default").Needs("name"))
            .Object(
                "schedule",
                new ObjectShape("a schedule")
                    .Text("quartz_cron_expression", "timezone_id")
                    .OneOf("pause_status", Fixed, Pauses)
                    .Needs("quartz_cron_expression", "timezone_id")
            )
            .Object("trigger", Trigger)
            .Object(
                "continuous",
                new ObjectShape("a continuous").OneOf("pause_status", Fixed, Pauses).OneOf("task_retry_mode", Grows, "NEVER", "ON_FAILURE")
            )
            .Lists("triggers", "environment_variables")
            .Object("queue", new ObjectShape("a queue").Flag("enabled"))
            .Object("run_as", new ObjectShape("a run_as").Text("user_name", "service_principal_name", "group_name"))
            .Object(
                "git_source",
                new ObjectShape("a git_source")
                    .Text("git_url", "git_branch", "git_tag", "git_commit")
                    .OneOf("git_provider", FixedInAnyCase, GitProviders)
                    .Object("sparse_checkout", new ObjectShape("a sparse_checkout").Texts("patterns"))
                    .Objects("job_source", "git_snapshot")
                    .Needs("git_url", "git_provider")
            )
            .OneOf("edit_mode", Grows, "UI_LOCKED", "EDITABLE")
            .OneOf("performance_target", Grows, "STANDARD", "PERFORMANCE_OPTIMIZED")
            .Object("deployment", new ObjectShape("a deployment").Text("kind", "metadata_file_path", "deployment_id").Id("version_id"))
            .List(
                "access_control_list",
                new ObjectShape("a permission").Text("user_name", "group_name", "service_principal_name", "permission_level")
            );
}
