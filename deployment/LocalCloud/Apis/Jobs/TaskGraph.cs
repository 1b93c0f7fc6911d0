using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>Which task waits for which.</summary>
internal static class TaskGraph
{
    public static IEnumerable<string> Upstream(JObject task) =>
        task.Objects("depends_on").Select(dependency => dependency.Text("task_key") ?? "");

    /// <summary>
    /// Every task after all that it waits for; shorter than <paramref name="tasks"/> when some wait for each other in a circle.
    /// </summary>
    /// <remarks>A dependency outside <paramref name="tasks"/> counts as done.</remarks>
    public static IReadOnlyList<JObject> Ordered(IReadOnlyList<JObject> tasks)
    {
        var byKey = tasks.ToDictionary(task => task.Text("task_key")!, StringComparer.Ordinal);
        var waitsFor = byKey.ToDictionary(
            entry => entry.Key,
            entry => Upstream(entry.Value).Where(byKey.ContainsKey).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        var downstream = Downstream(tasks);

        var ready = new Queue<string>(tasks.Select(task => task.Text("task_key")!).Where(key => waitsFor[key].Count == 0));
        var ordered = new List<JObject>(tasks.Count);
        while (ready.TryDequeue(out var key))
        {
            ordered.Add(byKey[key]);
            foreach (var next in downstream[key])
                if (waitsFor[next].Remove(key) && waitsFor[next].Count == 0)
                    ready.Enqueue(next);
        }

        return ordered;
    }

    /// <summary>The given tasks and all that wait for them, directly or not.</summary>
    public static IReadOnlySet<string> WithDependents(IReadOnlyList<JObject> tasks, IEnumerable<string> keys)
    {
        var downstream = Downstream(tasks);
        var found = new HashSet<string>(keys, StringComparer.Ordinal);
        var open = new Queue<string>(found);
        while (open.TryDequeue(out var key))
            foreach (var next in downstream[key].Where(found.Add))
                open.Enqueue(next);

        return found;
    }

    public static ILookup<string, string> Downstream(IEnumerable<JObject> tasks) =>
        tasks
            .SelectMany(task => Upstream(task).Select(upstream => (Upstream: upstream, Key: task.Text("task_key")!)))
            .ToLookup(edge => edge.Upstream, edge => edge.Key, StringComparer.Ordinal);
}
