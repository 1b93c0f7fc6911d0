namespace Layercake.Engine.Kinds.Jobs;

/// <summary>Finds cycles of tasks that wait for each other.</summary>
internal static class TaskCycles
{
    /// <param name="waitsFor">For each task those that it waits for; all of them are keys.</param>
    /// <returns>Each cycle once, starting with its first task in the given order. No task is in two cycles.</returns>
    public static IEnumerable<IReadOnlyList<string>> In(IReadOnlyDictionary<string, IReadOnlyList<string>> waitsFor)
    {
        var remaining = waitsFor.Keys.ToList();
        while (true)
        {
            RemoveRunnable(remaining, waitsFor);
            if (remaining.Count == 0)
                yield break;

            var cycle = FindOne(remaining, waitsFor);
            yield return cycle;
            remaining.RemoveAll(cycle.Contains);
        }
    }

    /// <summary>Removes all tasks that can run. Each remaining task waits for another remaining task.</summary>
    private static void RemoveRunnable(List<string> remaining, IReadOnlyDictionary<string, IReadOnlyList<string>> waitsFor)
    {
        var remainingSet = remaining.ToHashSet(StringComparer.Ordinal);
        var waiting = remaining.ToDictionary(
            task => task,
            task => waitsFor[task].Where(remainingSet.Contains).Distinct(StringComparer.Ordinal).Count(),
            StringComparer.Ordinal
        );
        var next = remaining.SelectMany(task => waitsFor[task].Distinct(StringComparer.Ordinal).Select(before => (before, task)))
            .ToLookup(edge => edge.before, edge => edge.task, StringComparer.Ordinal);
        var ready = new Queue<string>(remaining.Where(task => waiting[task] == 0));
        while (ready.TryDequeue(out var task))
        {
            remainingSet.Remove(task);
            foreach (var after in next[task].Where(remainingSet.Contains))
                if (--waiting[after] == 0)
                    ready.Enqueue(after);
        }

        remaining.RemoveAll(task => !remainingSet.Contains(task));
    }

    /// <summary>Every remaining task waits for a remaining one, so following them leads into a cycle.</summary>
    private static IReadOnlyList<string> FindOne(List<string> remaining, IReadOnlyDictionary<string, IReadOnlyList<string>> waitsFor)
    {
        var remainingSet = remaining.ToHashSet(StringComparer.Ordinal);
        var path = new List<string>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var task = remaining[0];
        while (seen.TryAdd(task, path.Count))
        {
            path.Add(task);
            task = waitsFor[task].First(remainingSet.Contains);
        }

        var cycle = path[seen[task]..];
        var first = cycle.IndexOf(remaining.First(cycle.Contains));
        return [.. cycle[first..], .. cycle[..first]];
    }
}
