namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>The unfinished runs of one job: those that began, and those that wait in line.</summary>
internal sealed class JobConcurrency
{
    private readonly Queue<string> line = [];
    private readonly HashSet<string> waiting = new(StringComparer.Ordinal);

    /// <summary>Those that had begun and were not over when the line was last settled.</summary>
    public List<string> Begun { get; } = [];

    public int Count => Begun.Count + waiting.Count;

    public IEnumerable<string> Keys => Begun.Concat(line.Where(waiting.Contains));

    /// <summary>Until then nobody ends, so nobody can begin.</summary>
    public long SettledUntil { get; set; }

    public void Wait(string key)
    {
        if (waiting.Add(key))
            line.Enqueue(key);
    }

    /// <summary>Takes one out who no longer wants to begin, wherever he stands.</summary>
    public bool Leave(string key) => waiting.Remove(key);

    /// <summary>Who is next; null when nobody waits.</summary>
    public string? First()
    {
        while (line.TryPeek(out var key))
        {
            if (waiting.Contains(key))
                return key;

            line.Dequeue();
        }

        return null;
    }
}
