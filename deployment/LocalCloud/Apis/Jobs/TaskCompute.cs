using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;
using static Layercake.LocalCloud.Apis.Jobs.JobChecks;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>What the service refuses in what a task runs on.</summary>
/// <param name="jobClusters">The keys of the job's clusters.</param>
/// <param name="environments">The keys of the job's environments.</param>
internal sealed class TaskCompute(IReadOnlySet<string> jobClusters, IReadOnlySet<string> environments)
{
    /// <summary>Tasks that need compute of their own; a notebook without any runs serverless, others run on what they name.</summary>
    private static readonly string[] NeedCompute = ["spark_jar_task", "spark_python_task", "spark_submit_task", "python_wheel_task"];

    private static readonly string[] NeedNone = ["pipeline_task", "sql_task", "dbt_task"];

    /// <summary>The ways to say it, of which a task has one.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["existing_cluster_id", "new_cluster", "job_cluster_key", "environment_key"];

    /// <param name="settings">In the 2.0 form, where task fields stand at the top level.</param>
    public static void CheckSingle(JObject settings)
    {
        Require(
            !settings.ContainsKey("job_cluster_key") && !settings.ContainsKey("job_clusters"),
            "Shared job cluster feature is only supported in multi-task jobs."
        );
        Require(
            settings.ContainsKey("existing_cluster_id") || settings.ContainsKey("new_cluster") || NeedNone.Any(settings.ContainsKey),
            "Either new_cluster or existing_cluster_id must be specified."
        );
    }

    public void Check(JObject task)
    {
        var given = Fields.Where(task.ContainsKey).ToList();
        Require(
            given.Count > 0 || !NeedCompute.Any(task.ContainsKey),
            "One of job_cluster_key, new_cluster, or existing_cluster_id must be specified."
        );
        Require(given.Count <= 1, $"Only one of {string.Join(", ", given)} can be specified.");
        if (task.Text("job_cluster_key") is { } shared)
            Require(jobClusters.Contains(shared), $"Job cluster '{shared}' is not defined in field 'job_clusters'.");
        if (task.Text("environment_key") is { } environment && environments.Count > 0)
            Require(environments.Contains(environment), $"Environment '{environment}' is not defined in field 'environments'.");
    }
}
