using System.Text.RegularExpressions;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;
using static Layercake.LocalCloud.Apis.Jobs.JobChecks;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>What the service refuses in the tasks of a job, and in how they depend on each other.</summary>
internal static partial class TaskChecks
{
    private static readonly string[] RunIfs =
    [
        "ALL_SUCCESS",
        "AT_LEAST_ONE_SUCCESS",
        "NONE_FAILED",
        "ALL_DONE",
        "AT_LEAST_ONE_FAILED",
        "ALL_FAILED",
    ];

    /// <param name="settings">In the form with <c>tasks</c>.</param>
    public static void Check(JObject settings, JobsVersion version)
    {
        var limit = version == JobsVersion.V22 ? 1000 : 100;
        var tasks = settings.Objects("tasks").ToList();
        Require(tasks.Count <= limit, $"The number of tasks ({tasks.Count}) exceeds the limit of {limit} tasks per job.");

        var compute = new TaskCompute(
            Keys(settings, "job_clusters", "job_cluster_key"),
            Keys(settings, "environments", "environment_key")
        );
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var task in tasks)
        {
            var key = task.Text("task_key") ?? "";
            Require(Key().IsMatch(key), $"Invalid task_key: '{key}'. A task key has 1 to 100 characters of A-Z, a-z, 0-9, '-' and '_'.");
            Require(keys.Add(key), $"Duplicate task_key: '{key}'.");
        }

        foreach (var task in tasks)
        {
            One(task, compute, settings.ContainsKey("git_source"));
            foreach (var upstream in TaskGraph.Upstream(task))
                Require(keys.Contains(upstream), $"Task '{task.Text("task_key")}' depends on task '{upstream}', which does not exist.");
        }

        var ordered = TaskGraph.Ordered(tasks);
        var circle = string.Join(", ", tasks.Except(ordered).Select(task => task.Text("task_key")));
        Require(ordered.Count == tasks.Count, $"The tasks depend on each other in a cycle: {circle}.");
    }

    private static void One(JObject task, TaskCompute compute, bool hasRepository)
    {
        TaskTypes.Check(task);
        var runIf = task.Text("run_if");
        Require(runIf is null || RunIfs.Contains(runIf), $"run_if must be one of {string.Join(", ", RunIfs)}, but is {runIf}.");
        EmptyFields.Check(task);
        TaskPaths.Check(task, hasRepository);
        NumberRanges.CheckTask(task);
        if (task.ContainsKey("for_each_task"))
            One(LoopChecks.Inner(task), compute, hasRepository);
        else
            compute.Check(task);
    }

    private static HashSet<string> Keys(JObject settings, string list, string name)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in settings.Objects(list).Select(element => element.Text(name)))
        {
            Require(key is not null, $"Missing required field: settings.{list}.{name}");
            Require(keys.Add(key!), $"Duplicate {name}: '{key}'.");
        }

        return keys;
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,100}\\z")]
    private static partial Regex Key();
}
