using Layercake.Engine.Kinds.Clusters;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using static Layercake.Engine.Kinds.Fields.ValueRule;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>The fields of a job, as of autumn 2026.</summary>
internal static class JobSchema
{
    private const string ByService = "the service fills it when it is not declared";

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

    /// <summary>A job with <c>tasks</c>, and one that is a single task itself.</summary>
    public static ObjectSchema Job { get; } = OfJob();

    private static ObjectSchema OfJob()
    {
        var job = new ObjectSchema("a job").With(TaskSchema.Common).Fields("timeout_seconds").Exact();
        job.Fields([.. TaskSchema.Kinds.Names.Where(kind => !JobShape.MovesIntoTask(kind))])
            .Refuse("the service reads it only in a task. Write it into an entry of tasks.");
        Settings(job);
        Parts(job);
        Starters(job);
        Identity(job);
        Source(job);
        return job.ReadOnly(
            "job_id",
            "created_time",
            "creator_user_name",
            RunAs.ReadField,
            "run_as_owner",
            "effective_budget_policy_id",
            "effective_usage_policy_id",
            "trigger_state",
            "trigger_details",
            "has_more",
            "next_page_token"
        );
    }

    private static void Settings(ObjectSchema job) =>
        job.Text("name")
            .ServerDefault(ByService, "Untitled")
            .Exact()
            .AlwaysExport()
            // The service ignores it in a write.
            .Reported("format")
            .Text("parent_path", "budget_policy_id", "usage_policy_id")
            .Whole("max_concurrent_runs")
            .ServerDefault(ByService, 1)
            .Exact()
            .TextMap("tags")
            .Lists("environment_variables")
            .Object(
                "queue",
                new ObjectSchema("a queue").Flag("enabled").RemovedBy(true, because: "a write that leaves it out does not turn queueing on")
            )
            .ServerDefault(because: "Jobs 2.2 turns queueing on", true)
            .OneOf("performance_target", Grows, "STANDARD", "PERFORMANCE_OPTIMIZED")
            .ServerDefault(ByService, "PERFORMANCE_OPTIMIZED");

    private static void Parts(ObjectSchema job) =>
        job.List("tasks", TaskSchema.Task)
            .KeyedBy("task_key")
            .List(
                "job_clusters",
                new ObjectSchema("a job cluster")
                    .Text("job_cluster_key")
                    .Object("new_cluster", ClusterSchema.OfJob)
                    .Needs("job_cluster_key", "new_cluster")
            )
            .KeyedBy("job_cluster_key")
            .List("environments", Environment())
            .KeyedBy("environment_key")
            .List("parameters", new ObjectSchema("a parameter").Text("name", "default").Needs("name"))
            .KeyedBy("name");

    private static ObjectSchema Environment() =>
        new ObjectSchema("an environment")
            .Text("environment_key")
            .Object(
                "spec",
                new ObjectSchema("the spec of an environment")
                    .Text("environment_version", "client", "base_environment")
                    .Texts("dependencies", "java_dependencies")
            )
            .Needs("environment_key");

    private static void Starters(ObjectSchema job) =>
        job.Object(
                "schedule",
                PausableIn(new ObjectSchema("a schedule").Text("quartz_cron_expression", "timezone_id").Exact())
                    .Needs("quartz_cron_expression", "timezone_id")
            )
            .Object("trigger", Trigger())
            .Object(
                "continuous",
                PausableIn(new ObjectSchema("a continuous").OneOf("task_retry_mode", Grows, "NEVER", "ON_FAILURE"))
            )
            .Fields("schedule", "trigger", "continuous")
            .ToggledBy("pause_status")
            .Lists("triggers");

    private static ObjectSchema PausableIn(ObjectSchema starter) =>
        starter.OneOf("pause_status", Fixed, "UNPAUSED", "PAUSED").ServerDefault(ByService, "UNPAUSED");

    private static ObjectSchema Trigger()
    {
        var tables = new ObjectSchema("a table trigger")
            .Texts("table_names")
            .Text("condition")
            .InputOnly()
            .Whole("min_time_between_triggers_seconds", "wait_after_last_change_seconds");
        return PausableIn(new ObjectSchema("a trigger"))
            .Object(
                "file_arrival",
                new ObjectSchema("a file trigger")
                    .Text("url")
                    .Whole("min_time_between_triggers_seconds", "wait_after_last_change_seconds")
                    .Needs("url")
            )
            .Object(
                "periodic",
                new ObjectSchema("a periodic trigger")
                    .Whole("interval")
                    .Within(1)
                    .OneOf("unit", Grows, "HOURS", "DAYS", "WEEKS")
                    .Needs("interval", "unit")
            )
            .Object("table_update", tables)
            .Object("table", tables)
            .Objects("model");
    }

    private static void Identity(ObjectSchema job) =>
        job.Object(RunAs.Field, new ObjectSchema("a run_as").With(RunAs.Schema).Text("group_name"))
            .ServerDefault(because: "left out, the previous identity or the creator stays")
            .CannotBeRemoved(because: "a job keeps the identity that it runs as when run_as is left out")
            .OneOf("edit_mode", Grows, "UI_LOCKED", "EDITABLE")
            .ServerDefault(ByService, "EDITABLE")
            .Object("deployment", new ObjectSchema("a deployment").Text("kind", "metadata_file_path", "deployment_id").Id("version_id"));

    private static void Source(ObjectSchema job) =>
        job.Object(
            "git_source",
            new ObjectSchema("a git_source")
                .Text("git_url", "git_branch", "git_tag", "git_commit")
                .OneOf("git_provider", FixedInAnyCase, GitProviders)
                .Object("sparse_checkout", new ObjectSchema("a sparse_checkout").Texts("patterns"))
                .Objects("job_source", "git_snapshot")
                .Needs("git_url", "git_provider")
        );
}
