using System.Text.RegularExpressions;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;
using static Layercake.LocalCloud.Apis.Jobs.JobChecks;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>What the service refuses in tasks, in how they depend on each other, and in what they run on.</summary>
internal static partial class TaskChecks
{
    private static readonly string[] Compute = ["existing_cluster_id", "new_cluster", "job_cluster_key", "environment_key"];

    /// <summary>Tasks that need compute of their own; a notebook without any runs serverless, others run on what they name.</summary>
    private static readonly string[] NeedCompute = ["spark_jar_task", "spark_python_task", "spark_submit_task", "python_wheel_task"];

    private static readonly string[] Sizes = ["num_workers", "autoscale", "policy_id", "is_single_node"];

    private static readonly string[] NeedNone = ["pipeline_task", "sql_task", "dbt_task"];

    /// <summary>The 2.0 form, where task fields stand at the top level.</summary>
    public static void Single(JObject settings)
    {
        Require(
            !settings.ContainsKey("job_cluster_key") && !settings.ContainsKey("job_clusters"),
            "Shared job cluster feature is only supported in multi-task jobs."
        );
        Require(
            settings.ContainsKey("existing_cluster_id") || settings.ContainsKey("new_cluster") || NeedNone.Any(settings.ContainsKey),
            "Either new_cluster or existing_cluster_id must be specified."
        );
        OneCompute(settings);
        if (settings.Object("new_cluster") is { } cluster)
            Cluster(cluster);
    }

    public static void Tasks(IReadOnlyList<JObject> tasks, IReadOnlySet<string> jobClusters, IReadOnlySet<string> environments)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var task in tasks)
        {
            var key = task.Text("task_key") ?? "";
            Require(Key().IsMatch(key), $"Invalid task_key: '{key}'. A task key has 1 to 100 characters of A-Z, a-z, 0-9, '-' and '_'.");
            Require(keys.Add(key), $"Duplicate task_key: '{key}'.");
        }

        foreach (var task in tasks)
        {
            One(task, jobClusters, environments);
            foreach (var upstream in TaskGraph.Upstream(task))
                Require(keys.Contains(upstream), $"Task '{task.Text("task_key")}' depends on task '{upstream}', which does not exist.");
        }

        var ordered = TaskGraph.Ordered(tasks);
        var circle = string.Join(", ", tasks.Except(ordered).Select(task => task.Text("task_key")));
        Require(ordered.Count == tasks.Count, $"The tasks depend on each other in a cycle: {circle}.");
    }

    public static void Cluster(JObject cluster)
    {
        // A policy may bring the size, and is_single_node makes one.
        Require(Sizes.Any(cluster.ContainsKey), "Cluster validation error: Missing required field: settings.cluster_spec.new_cluster.size");
    }

    private static void One(JObject task, IReadOnlySet<string> jobClusters, IReadOnlySet<string> environments)
    {
        var key = task.Text("task_key");
        var kinds = task.Properties()
            .Where(property => property.Name.EndsWith("_task", StringComparison.Ordinal))
            .Select(property => property.Name)
            .ToList();
        Require(kinds.Count <= 1, $"Task '{key}' must have exactly one of: {string.Join(", ", kinds)}.");

        if (task.Object("for_each_task")?.Object("task") is { } inner)
        {
            Require(!inner.ContainsKey("for_each_task"), $"Task '{key}' must not hold a for_each_task inside a for_each_task.");
            One(inner, jobClusters, environments);
            return;
        }

        Require(
            !NeedCompute.Any(task.ContainsKey) || Compute.Any(task.ContainsKey),
            "One of job_cluster_key, new_cluster, or existing_cluster_id must be specified."
        );
        OneCompute(task);
        if (task.Object("new_cluster") is { } cluster)
            Cluster(cluster);
        if (task.Text("job_cluster_key") is { } shared)
            Require(jobClusters.Contains(shared), $"Job cluster '{shared}' is not defined in field 'job_clusters'.");
        if (task.Text("environment_key") is { } environment && environments.Count > 0)
            Require(environments.Contains(environment), $"Environment '{environment}' is not defined in field 'environments'.");
    }

    private static void OneCompute(JObject task)
    {
        var given = Compute.Where(task.ContainsKey).ToList();
        Require(given.Count <= 1, $"Only one of {string.Join(", ", given)} can be specified.");
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,100}\\z")]
    private static partial Regex Key();
}
