using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>A table in order of age and by group, so that one page costs no more in a large workspace than in a small one.</summary>
/// <remarks>The table may be emptied by others: what is no longer there is passed over and then forgotten.</remarks>
internal sealed class NewestFirst
{
    private readonly Lock gate = new();
    private readonly Table table;
    private readonly string timeField;
    private readonly Func<JObject, string> groupOf;
    private readonly List<Entry> all;
    private readonly Dictionary<string, List<Entry>> groups;
    private long lastTime;

    /// <param name="timeField">Holds when a document was made; no two have the same.</param>
    /// <param name="groupOf">The group of a document, without regard to case.</param>
    public NewestFirst(Table table, string timeField, Func<JObject, string> groupOf)
    {
        (this.table, this.timeField, this.groupOf) = (table, timeField, groupOf);
        var documents = table.All().Select(entry => (Entry: new Entry((long)entry.Value[timeField]!, entry.Key), Group: groupOf(entry.Value))).OrderBy(made => made.Entry.Time).ToList();
        all = [.. documents.Select(made => made.Entry)];
        groups = documents.GroupBy(made => made.Group, made => made.Entry, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.OrdinalIgnoreCase);
        lastTime = all.Count > 0 ? all[^1].Time : 0;
    }

    /// <summary>How many there are; may count some that others removed.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return all.Count;
        }
    }

    /// <param name="make">Gets the time the document has to carry: now, or a little later so that it is the newest.</param>
    public void Add(string key, long now, Func<long, JObject> make)
    {
        lock (gate)
        {
            lastTime = Math.Max(now, lastTime + 1);
            var document = make(lastTime);
            table.Put(key, document);
            all.Add(new Entry(lastTime, key));
            Group(groupOf(document)).Add(new Entry(lastTime, key));
        }
    }

    public void Replace(string key, JObject document)
    {
        lock (gate)
        {
            var before = table.Get(key) is { } previous ? groupOf(previous) : null;
            table.Put(key, document);
            if (before is null || string.Equals(before, groupOf(document), StringComparison.OrdinalIgnoreCase))
                return;

            var entry = new Entry((long)document[timeField]!, key);
            Forget(before, entry);
            var group = Group(groupOf(document));
            group.Insert(FirstSince(group, entry.Time), entry);
        }
    }

    public void Remove(string key)
    {
        lock (gate)
        {
            if (table.Get(key) is not { } document)
                return;

            table.Remove(key);
            var entry = new Entry((long)document[timeField]!, key);
            all.RemoveAt(FirstSince(all, entry.Time));
            Forget(groupOf(document), entry);
        }
    }

    /// <summary>Up to <paramref name="count"/> documents, newest first.</summary>
    /// <param name="from">Where to begin; those made at that time itself are left out.</param>
    public IReadOnlyList<JObject> Take(string? group, Cursor from, int skip, int count, Func<JObject, bool>? where = null)
    {
        lock (gate)
        {
            var entries = group is null ? all : groups.GetValueOrDefault(group) ?? [];
            var taken = Walk(entries, from, out var stale).Where(document => where is null || where(document)).Skip(skip).Take(count).ToList();
            if (stale())
                entries.RemoveAll(entry => table.Get(entry.Key) is null);
            if (from.Newer)
                taken.Reverse();

            return taken;
        }
    }

    private IEnumerable<JObject> Walk(List<Entry> entries, Cursor from, out Func<bool> stale)
    {
        var missing = false;
        stale = () => missing;
        return Documents();

        IEnumerable<JObject> Documents()
        {
            var step = from.Newer ? 1 : -1;
            var start = from.Newer ? FirstSince(entries, from.Time + 1) : FirstSince(entries, from.Time) - 1;
            for (var i = start; i >= 0 && i < entries.Count; i += step)
                if (table.Get(entries[i].Key) is { } document)
                    yield return document;
                else
                    missing = true;
        }
    }

    private List<Entry> Group(string name)
    {
        if (!groups.TryGetValue(name, out var group))
            groups[name] = group = [];

        return group;
    }

    private void Forget(string name, Entry entry)
    {
        var group = Group(name);
        group.Remove(entry);
        if (group.Count == 0)
            groups.Remove(name);
    }

    private static int FirstSince(List<Entry> entries, long time)
    {
        var (low, high) = (0, entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (entries[middle].Time < time)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>A point in time to page from.</summary>
    /// <param name="Newer">Towards newer ones, otherwise older.</param>
    public readonly record struct Cursor(long Time, bool Newer)
    {
        public static Cursor Start { get; } = new(long.MaxValue, Newer: false);
    }

    private readonly record struct Entry(long Time, string Key);
}
