using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>The ranges of the numbers of jobs and tasks.</summary>
internal static class NumberRanges
{
    public static void CheckJob(JObject settings)
    {
        settings.RequireRange("max_concurrent_runs", 0, 1000);
        settings.RequireRange("timeout_seconds", 0, int.MaxValue);
        settings.Object("trigger")?.Object("periodic")?.RequireRange("interval", 1, int.MaxValue);
        foreach (var rule in settings.Object("health")?.Objects("rules") ?? [])
            rule.RequireRange("value", 0, long.MaxValue);
    }

    public static void CheckTask(JObject task)
    {
        task.RequireRange("timeout_seconds", 0, int.MaxValue);
        task.RequireRange("min_retry_interval_millis", 0, int.MaxValue);

        // -1 stands for no limit.
        task.RequireRange("max_retries", -1, int.MaxValue);
        task.Object("for_each_task")?.RequireRange("concurrency", 1, 100);
    }
}
