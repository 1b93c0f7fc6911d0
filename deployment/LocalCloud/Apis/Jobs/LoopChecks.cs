using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;
using static Layercake.LocalCloud.Apis.Jobs.JobChecks;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>What the service refuses in a task that repeats another one.</summary>
internal static class LoopChecks
{
    /// <summary>What belongs to the task inside, which is the one that runs.</summary>
    private static readonly string[] OfInnerTask =
    [
        .. TaskCompute.Fields,
        "libraries",
        "max_retries",
        "min_retry_interval_millis",
        "retry_on_timeout",
    ];

    /// <returns>The task that is repeated.</returns>
    public static JObject Inner(JObject task)
    {
        var (key, loop) = (task.Text("task_key"), task.Object("for_each_task")!);
        var inner = loop.Object("task");
        Require(inner is not null, $"Missing required field: settings.tasks.for_each_task.task of task '{key}'.");
        Require(!inner!.ContainsKey("for_each_task"), $"Task '{key}' must not hold a for_each_task inside a for_each_task.");
        var outer = OfInnerTask.FirstOrDefault(task.ContainsKey);
        Require(outer is null, $"Task '{key}' is a for_each_task; {outer} can only be specified on the task that it repeats.");
        return inner;
    }
}
