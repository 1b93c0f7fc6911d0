using System.Collections.Concurrent;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.State;

/// <summary>Documents by key, kept in the journal when there is one.</summary>
/// <remarks>
/// A stored document is never changed in place: take it, clone it, change the clone, put it back. Readers need no lock then.
/// </remarks>
public sealed class Table(string name, Func<Journal?> journal)
{
    private readonly ConcurrentDictionary<string, JObject> documents = new(StringComparer.Ordinal);

    public string Name => name;

    /// <summary>Held by an endpoint for a read and the write that depends on it.</summary>
    public Lock Gate { get; } = new();

    public JObject? Get(string key) => documents.GetValueOrDefault(key);

    /// <summary>A snapshot ordered by key.</summary>
    public IReadOnlyList<KeyValuePair<string, JObject>> All() => [.. documents.OrderBy(entry => entry.Key, StringComparer.Ordinal)];

    public void Put(string key, JObject document)
    {
        documents[key] = document;
        journal()?.Append(name, key, document);
    }

    public bool Remove(string key)
    {
        if (!documents.TryRemove(key, out _))
            return false;

        journal()?.Append(name, key, null);
        return true;
    }

    public void Clear()
    {
        // Whoever looks at several documents under the gate sees all of them or none.
        lock (Gate)
            foreach (var key in documents.Keys)
                Remove(key);
    }

    internal void Load(string key, JObject? document)
    {
        if (document is null)
            documents.TryRemove(key, out _);
        else
            documents[key] = document;
    }
}
