using Layercake.Engine.Applying;

namespace Build.Record;

/// <summary>How far the work of a run is, for those who watch it.</summary>
internal sealed class RunProgress
{
    private readonly Lock gate = new();
    private readonly HashSet<string> underWay = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChangeOutcome> ended = new(StringComparer.Ordinal);
    private int done;
    private int total;

    /// <summary>Grows with each event.</summary>
    public int Version { get; private set; }

    /// <summary>Items that are done, and all; 0 and 0 before that is known.</summary>
    public (int Done, int Total) Items
    {
        get
        {
            lock (gate)
                return (done, total);
        }
    }

    /// <summary>Assets, as kind and name, that are being written.</summary>
    public IReadOnlySet<string> UnderWay
    {
        get
        {
            lock (gate)
                return underWay.ToHashSet(StringComparer.Ordinal);
        }
    }

    /// <summary>By asset.</summary>
    public IReadOnlyDictionary<string, ChangeOutcome> Ended
    {
        get
        {
            lock (gate)
                return new Dictionary<string, ChangeOutcome>(ended, StringComparer.Ordinal);
        }
    }

    /// <summary>A plan of so many changes is carried out from here on.</summary>
    public void Begin(int changes) =>
        Change(() =>
        {
            (done, total) = (0, changes);
            underWay.Clear();
            ended.Clear();
        });

    public void Started(string asset) => Change(() => underWay.Add(asset));

    public void Finished(ChangeOutcome outcome) =>
        Change(() =>
        {
            underWay.Remove(outcome.Change.Asset);
            if (!ended.ContainsKey(outcome.Change.Asset))
                done++;
            ended[outcome.Change.Asset] = outcome;
        });

    /// <summary>So many more objects are to be read.</summary>
    public void Listed(int objects) => Change(() => total += objects);

    /// <summary>One more was read.</summary>
    public void Read() => Change(() => done++);

    private void Change(Action change)
    {
        lock (gate)
        {
            change();
            Version++;
        }
    }
}
