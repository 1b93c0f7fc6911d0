using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>What the tasks of a run said to the others.</summary>
internal static class TaskValues
{
    /// <summary>By the names under which declarations refer to them: <c>tasks.ingest.values.rows</c>.</summary>
    public static IEnumerable<(string Name, string Text)> Of(RunTimeline timeline)
    {
        foreach (var (key, span) in timeline.Tasks)
        {
            yield return ($"tasks.{key}.run_id", span.Attempt.Text("run_id") ?? "");
            yield return ($"tasks.{key}.result_state", span.Result.ToLowerInvariant());
            foreach (var value in span.Work?.Object("task_values")?.Properties() ?? [])
                yield return ($"tasks.{key}.values.{value.Name}", ForEach.TextOf(value.Value));
        }
    }

    /// <summary>By task and key, as notebooks ask for them.</summary>
    public static JObject ByTask(RunTimeline timeline, long now) =>
        new(
            timeline
                .Tasks.Where(entry => entry.Value.Executed && now >= entry.Value.End)
                .Select(entry => new JProperty(entry.Key, entry.Value.Work?.Object("task_values") ?? []))
        );
}
