namespace Layercake.Engine.Kinds.Jobs;

/// <summary>Finds tasks that wait for each other.</summary>
internal static class TaskCycles
{
    /// <param name="waitsFor">For each task those that it waits for; all of them are keys.</param>
    /// <returns>Each circle once, its first task in the given order in front; no task is in two of them.</returns>
    public static IEnumerable<IReadOnlyList<string>> In(IReadOnlyDictionary<string, IReadOnlyList<string>> waitsFor)
    {
        var open = waitsFor.Keys.ToList();
        while (true)
        {
            Peel(open, waitsFor);
            if (open.Count == 0)
                yield break;

            var circle = OneIn(open, waitsFor);
            yield return circle;
            open.RemoveAll(circle.Contains);
        }
    }

    /// <summary>Takes away all that can be run; what is left waits for something that is left.</summary>
    private static void Peel(List<string> open, IReadOnlyDictionary<string, IReadOnlyList<string>> waitsFor)
    {
        var left = open.ToHashSet(StringComparer.Ordinal);
        var waiting = open.ToDictionary(
            task => task,
            task => waitsFor[task].Where(left.Contains).Distinct(StringComparer.Ordinal).Count(),
            StringComparer.Ordinal
        );
        var next = open.SelectMany(task => waitsFor[task].Distinct(StringComparer.Ordinal).Select(before => (before, task)))
            .ToLookup(edge => edge.before, edge => edge.task, StringComparer.Ordinal);
        var ready = new Queue<string>(open.Where(task => waiting[task] == 0));
        while (ready.TryDequeue(out var task))
        {
            left.Remove(task);
            foreach (var after in next[task].Where(left.Contains))
                if (--waiting[after] == 0)
                    ready.Enqueue(after);
        }

        open.RemoveAll(task => !left.Contains(task));
    }

    /// <summary>Every open task waits for an open one, so whoever follows them comes back.</summary>
    private static IReadOnlyList<string> OneIn(List<string> open, IReadOnlyDictionary<string, IReadOnlyList<string>> waitsFor)
    {
        var left = open.ToHashSet(StringComparer.Ordinal);
        var path = new List<string>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var task = open[0];
        while (seen.TryAdd(task, path.Count))
        {
            path.Add(task);
            task = waitsFor[task].First(left.Contains);
        }

        var circle = path[seen[task]..];
        var first = circle.IndexOf(open.First(circle.Contains));
        return [.. circle[first..], .. circle[..first]];
    }
}
