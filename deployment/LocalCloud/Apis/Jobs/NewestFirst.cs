using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>A table in order of creation and by group, so that one page costs no more in a large workspace than in a small one.</summary>
/// <remarks>The table may be emptied by others: what is no longer there is passed over and then forgotten.</remarks>
internal sealed class NewestFirst
{
    /// <summary>Counts documents as they are made: times may be equal, and the cloud's clock may be set back.</summary>
    public const string OrderField = "order";

    private readonly Lock gate = new();
    private readonly Table table;
    private readonly Func<JObject, string> groupOf;
    private readonly List<Entry> all;
    private readonly Dictionary<string, List<Entry>> groups;
    private long last;

    /// <param name="groupOf">The group of a document, without regard to case.</param>
    public NewestFirst(Table table, Func<JObject, string> groupOf)
    {
        (this.table, this.groupOf) = (table, groupOf);
        var documents = table
            .All()
            .Select(entry => (Entry: new Entry((long)entry.Value[OrderField]!, entry.Key), Group: groupOf(entry.Value)))
            .OrderBy(made => made.Entry.Order)
            .ToList();
        all = [.. documents.Select(made => made.Entry)];
        groups = documents
            .GroupBy(made => made.Group, made => made.Entry, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.OrdinalIgnoreCase);
        last = all.Count > 0 ? all[^1].Order : 0;
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

    /// <param name="document">New and not yet stored; gets its place in the order.</param>
    public void Add(string key, JObject document)
    {
        lock (gate)
        {
            document[OrderField] = ++last;
            table.Put(key, document);
            all.Add(new Entry(last, key));
            Group(groupOf(document)).Add(new Entry(last, key));
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

            var entry = new Entry((long)document[OrderField]!, key);
            Forget(before, entry);
            var group = Group(groupOf(document));
            group.Insert(FirstSince(group, entry.Order), entry);
        }
    }

    public void Remove(string key)
    {
        lock (gate)
        {
            if (table.Get(key) is not { } document)
                return;

            table.Remove(key);
            var entry = new Entry((long)document[OrderField]!, key);
            all.RemoveAt(FirstSince(all, entry.Order));
            Forget(groupOf(document), entry);
        }
    }

    /// <summary>Forgets what others took out of the table.</summary>
    public void Forget()
    {
        lock (gate)
        {
            all.RemoveAll(IsGone);
            foreach (var (name, group) in groups.ToList())
                if (group.RemoveAll(IsGone) > 0 && group.Count == 0)
                    groups.Remove(name);
        }
    }

    /// <summary>Up to <paramref name="count"/> documents, newest first.</summary>
    /// <param name="from">Where to begin; the document at that place itself is left out.</param>
    public IReadOnlyList<JObject> Take(string? group, Cursor from, int skip, int count, Func<JObject, bool>? where = null)
    {
        lock (gate)
        {
            var entries = group is null ? all : groups.GetValueOrDefault(group) ?? [];
            var taken = Walk(entries, from, out var stale)
                .Where(document => where is null || where(document))
                .Skip(skip)
                .Take(count)
                .ToList();
            if (stale())
                entries.RemoveAll(IsGone);
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
            var start = from.Newer ? FirstSince(entries, from.Order + 1) : FirstSince(entries, from.Order) - 1;
            for (var i = start; i >= 0 && i < entries.Count; i += step)
                if (table.Get(entries[i].Key) is { } document)
                    yield return document;
                else
                    missing = true;
        }
    }

    private bool IsGone(Entry entry) => table.Get(entry.Key) is null;

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

    private static int FirstSince(List<Entry> entries, long order)
    {
        var (low, high) = (0, entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (entries[middle].Order < order)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>A place in the order to page from.</summary>
    /// <param name="Newer">Towards newer ones, otherwise older.</param>
    public readonly record struct Cursor(long Order, bool Newer)
    {
        public static Cursor Start { get; } = new(long.MaxValue, Newer: false);
    }

    private readonly record struct Entry(long Order, string Key);
}
