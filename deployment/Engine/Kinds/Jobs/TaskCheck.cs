using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Clusters;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>Checks the work and the compute of single tasks.</summary>
/// <param name="jobClusters">The keys of the job's clusters.</param>
/// <param name="environments">The keys of the job's environments.</param>
internal sealed class TaskCheck(CheckReport report, IReadOnlyCollection<string> jobClusters, IReadOnlyCollection<string> environments)
{
    /// <summary>The service's own limits.</summary>
    private const int MostDbtCommands = 10;

    private const int MostAtOnce = 100;

    private static readonly string[] Compute = ["existing_cluster_id", "new_cluster", "job_cluster_key", "environment_key"];

    /// <summary>Tasks that need compute. A notebook without compute runs serverless; other tasks name what they run on.</summary>
    private static readonly string[] NeedsCompute = ["spark_jar_task", "spark_python_task", "spark_submit_task", "python_wheel_task"];

    /// <summary>What a job that is a single task itself may do without a cluster.</summary>
    private static readonly string[] RunsElsewhere = ["pipeline_task", "sql_task", "dbt_task"];

    /// <summary>What belongs to the task inside a for-each task, which is the one that runs.</summary>
    private static readonly string[] OfInnerTask =
    [
        .. Compute,
        "libraries",
        "max_retries",
        "min_retry_interval_millis",
        "retry_on_timeout",
    ];

    /// <summary>How messages name a task: <c>the task load</c>.</summary>
    public static string Named(JObject task) =>
        task.Text("task_key") is { Length: > 0 } key ? $"the task {key}"
        : task.Path is "" or "settings" ? "the job"
        : task.Path;

    /// <param name="task">Of a list of tasks, or of a for-each task.</param>
    public void Check(JObject task)
    {
        var kinds = TaskSchema.Kinds.Names.Append("for_each_task").Where(task.Has).ToList();
        OneKind(task, kinds);
        OneCompute(task);
        if (!Compute.Any(task.Has) && kinds.FirstOrDefault(NeedsCompute.Contains) is { } kind)
            NoCompute(task, kind, "Add one of job_cluster_key, existing_cluster_id, new_cluster and environment_key.");
        Keys(task);
        Work(task);
        if (task.Object("for_each_task") is { } loop)
        {
            OuterFields(task);
            Loop(loop);
        }
    }

    /// <param name="job">A job that is a single task itself.</param>
    public void CheckSingle(JObject job)
    {
        var kinds = TaskSchema.Kinds.Names.Where(job.Has).ToList();
        OneKind(job, kinds);
        OneCompute(job);
        if (!Compute.Any(job.Has) && kinds.Find(name => !RunsElsewhere.Contains(name)) is { } kind)
            NoCompute(
                job,
                kind,
                "Add existing_cluster_id or new_cluster"
                    + (NeedsCompute.Contains(kind) ? "." : ", or move the task into tasks, where it runs serverless without a cluster.")
            );
        Work(job);
        foreach (var shared in new[] { "job_cluster_key", "job_clusters" }.Where(job.Has))
            report.Error(
                "JOB012",
                job[shared]!,
                $"{shared} stands in a job that is a single task, and only jobs with tasks have shared job clusters. Move the task "
                    + $"into tasks, or use new_cluster."
            );
    }

    private void OneKind(JObject task, List<string> kinds)
    {
        // The service may have further kinds of tasks.
        if (
            kinds.Count == 0
            && !task.Properties().Any(property => property.Value is JObject && property.Name.EndsWith("_task", StringComparison.Ordinal))
        )
            report.Error(
                "JOB011",
                task,
                $"{Named(task)} says nothing of what it does. Add one of {string.Join(", ", TaskSchema.Kinds.Names.Take(10))} and "
                    + $"for_each_task."
            );
        else if (kinds.Count > 1)
            report.Error(
                "JOB011",
                task[kinds[1]]!,
                $"{Named(task)} has {string.Join(" and ", kinds)}, and a task does one thing. Make a task of each."
            );
    }

    private void OneCompute(JObject task)
    {
        var given = Compute.Where(task.Has).ToList();
        if (given.Count > 1)
            report.Error(
                "JOB012",
                task[given[1]]!,
                $"{Named(task)} has {string.Join(" and ", given)}, and a task runs on one thing. Keep one of them."
            );
    }

    private void NoCompute(JObject task, string kind, string remedy) =>
        report.Error("JOB012", task[kind]!, $"{Named(task)} has nothing to run on. {remedy}");

    private void OuterFields(JObject task)
    {
        foreach (var field in OfInnerTask.Where(task.Has))
            report.Error(
                "JOB016",
                task[field]!,
                $"{Named(task)} is a for-each task, and the service takes {field} only in the task that it repeats. Move it into "
                    + "for_each_task.task."
            );
    }

    private void Keys(JObject task)
    {
        if (task.Text("job_cluster_key") is { } cluster && !JsonFields.IsOpen(cluster) && !jobClusters.Contains(cluster))
            report.Error(
                "JOB008",
                task["job_cluster_key"]!,
                $"{Named(task)} runs on the job cluster {cluster}, which the job does not "
                    + $"have.{NameSuggestion.Suggest(cluster, jobClusters)} Add it to job_clusters or correct the key."
            );
        if (
            task.Text("environment_key") is { } environment
            && !JsonFields.IsOpen(environment)
            && environments.Count > 0
            && !environments.Contains(environment)
        )
            report.Error(
                "JOB008",
                task["environment_key"]!,
                $"{Named(task)} runs in the environment {environment}, which the job does not "
                    + $"have.{NameSuggestion.Suggest(environment, environments)} Add it to environments or correct the key."
            );
    }

    private void Work(JObject task)
    {
        if (task.Object("new_cluster") is { } cluster)
            new ClusterCheck(report).Check(cluster);
        if (task.Number("max_retries") is < -1)
            report.Error(
                "JOB013",
                task["max_retries"]!,
                $"{Named(task)} has max_retries below -1, which stands for no limit. Write -1, 0 or more."
            );
        foreach (var field in new[] { "timeout_seconds", "min_retry_interval_millis" }.Where(field => task.Number(field) is < 0))
            report.Error("JOB013", task[field]!, $"{Named(task)} has a negative {field}. Write 0 or more.");

        foreach (var library in task.Objects("libraries"))
        {
            LibraryCheck.Check(library, LibrarySchema.Library, report, "JOB011");
            // On a cluster of its own it is shown to whoever sees the job, as the parameters of the task are.
            if (task.Has("existing_cluster_id"))
                LibraryCheck.CheckSecrets(library, "the cluster that it is installed on", report, "JOB011");
        }

        if (task.Object("sql_task") is { } sql && new[] { "query", "file", "alert", "dashboard" }.Count(sql.Has) is not 1 and var count)
            report.Error(
                "JOB011",
                sql,
                $"{sql.Path} has {(count == 0 ? "none" : "more than one")} of query, file, alert and dashboard. Give it exactly one."
            );
        if (task.Object("alert_task") is { } alert)
            Alert(alert);
        if (task.Object("dbt_task")?.List("commands") is { } commands)
            Commands(commands);
        if (task.Has("spark_submit_task") && Compute.Any(task.Has) && !task.Has("new_cluster"))
            report.Warning(
                "JOB012",
                task["spark_submit_task"]!,
                $"{Named(task)} is a spark-submit task, which runs only on a new_cluster of its own."
            );
    }

    /// <remarks>
    /// The service's documentation of <c>AlertTask</c> says that one of the two is selected, and that the path begins with
    /// <c>/Workspace</c> and is normalized.
    /// </remarks>
    private void Alert(JObject alert)
    {
        if (alert.Has("alert_id") == alert.Has("workspace_path"))
            report.Error(
                "JOB011",
                alert,
                $"{alert.Path} has {(alert.Has("alert_id") ? "both" : "none")} of alert_id and workspace_path. Write the name of the "
                    + "alert into alert_id, and no workspace_path."
            );
        else if (alert.Text("workspace_path") is { } path && !JsonFields.IsOpen(path) && !IsNormalized(path))
            report.Error(
                "JOB011",
                alert["workspace_path"]!,
                $"{alert.Path}.workspace_path is {path}; the service takes a path that begins with /Workspace/, without . and .. and "
                    + "double slashes. Write the name of the alert into alert_id instead."
            );
    }

    private static bool IsNormalized(string path) =>
        path.StartsWith("/Workspace/", StringComparison.Ordinal)
        && path[1..].Split('/').All(step => step is not ("" or "." or ".."));

    private void Commands(JArray commands)
    {
        if (commands.Count > MostDbtCommands)
            report.Error(
                "JOB013",
                commands,
                $"{commands.Path} has {commands.Count} commands; the service takes {MostDbtCommands}. Divide them among tasks."
            );
        foreach (
            var command in commands
                .OfType<JValue>()
                .Where(command =>
                    command.Type == JTokenType.String
                    && !((string)command!).TrimStart().StartsWith("dbt", StringComparison.Ordinal)
                    && !JsonFields.IsOpen((string)command!)
                )
        )
            report.Error("JOB013", command, $"{command.Path} does not start with dbt. Write the command as in a shell: dbt run.");
    }

    private void Loop(JObject loop)
    {
        if (loop.Number("concurrency") is { } concurrency && concurrency is < 1 or > MostAtOnce)
            report.Warning(
                "JOB016",
                loop["concurrency"]!,
                $"{loop["concurrency"]!.Path} is {concurrency}; the service runs 1 to {MostAtOnce} at once."
            );
        if (loop.Object("task") is not { } task)
            return;

        new TaskGraphCheck(report).Key(task);
        if (task.Has("for_each_task"))
            report.Error(
                "JOB016",
                task["for_each_task"]!,
                $"{Named(task)} is a for-each task inside a for-each task, which the service does not allow. Let it run a job with "
                    + $"the inner loop: run_job_task."
            );
        else
            Check(task);
    }
}
