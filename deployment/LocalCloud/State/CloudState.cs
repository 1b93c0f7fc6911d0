using System.Collections.Concurrent;
using System.Security.Cryptography;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.State;

/// <summary>All that the cloud remembers: tables of documents and the bytes they refer to.</summary>
public sealed class CloudState : IDisposable
{
    private const int LongHistory = 1000;

    private readonly ConcurrentDictionary<string, Table> tables = new(StringComparer.Ordinal);
    private readonly Journal? journal;
    private readonly Blobs blobs;

    private CloudState(string? directory, TimeProvider clock)
    {
        Clock = clock;
        blobs = new Blobs(directory is null ? null : Path.Combine(directory, "blobs"));
        if (directory is not null)
            journal = Replay(Path.Combine(directory, "journal.jsonl"));
    }

    /// <summary>The cloud's own clock; every timestamp and every timed state comes from it.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Epoch milliseconds, as the service writes times.</summary>
    public long Now => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public static CloudState InMemory(TimeProvider clock) => new(null, clock);

    /// <summary>State that survives the process, in a directory of its own.</summary>
    public static CloudState In(string directory, TimeProvider clock) => new(directory, clock);

    /// <summary>The table of that name, empty the first time it is asked for.</summary>
    public Table Table(string name)
    {
        // The journal is null while it replays, so a table made then must look it up when it is written.
        return tables.GetOrAdd(name, key => new Table(key, () => journal));
    }

    /// <summary>Keeps bytes and returns the name to ask for them again.</summary>
    public string PutBlob(byte[] bytes) => blobs.Put(bytes);

    /// <inheritdoc cref="PutBlob(byte[])"/>
    /// <param name="write">Writes the bytes.</param>
    public string PutBlob(Action<Stream> write) => blobs.Put(write);

    public byte[] Blob(string name) => blobs.Get(name);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        foreach (var table in tables.Values)
            table.Clear();
    }

    /// <summary>A new id of a job, a run or a workspace object: 15 digits, never used before.</summary>
    public static long NewId() =>
        RandomNumberGenerator.GetInt32(100_000, 1_000_000) * 1_000_000_000L + RandomNumberGenerator.GetInt32(0, 1_000_000_000);

    /// <summary>Every table's documents by key, for <c>GET /state</c>.</summary>
    public JObject Snapshot() =>
        new(
            tables
                .OrderBy(table => table.Key, StringComparer.Ordinal)
                .Select(table => new JProperty(
                    table.Key,
                    new JObject(table.Value.All().Select(entry => new JProperty(entry.Key, entry.Value)))
                ))
        );

    public void Dispose() => journal?.Dispose();

    private Journal Replay(string path)
    {
        var opened = Journal.Open(path, (table, key, document) => Table(table).Load(key, document));
        var documents = tables.Values.SelectMany(table => table.All().Select(entry => (table.Name, entry.Key, entry.Value))).ToList();
        if (opened.Length < LongHistory || opened.Length < 2 * documents.Count)
            return opened;

        // Reading what is no longer so would make every start slower than the one before.
        opened.Dispose();
        Journal.Rewrite(path, documents);
        return Journal.Open(path, (_, _, _) => { });
    }
}
