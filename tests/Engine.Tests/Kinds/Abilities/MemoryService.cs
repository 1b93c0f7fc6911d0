using System.Collections.Concurrent;
using System.Globalization;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Kinds.Abilities;

/// <summary>A service in memory that keeps documents with a name, and remembers which calls it got.</summary>
internal sealed class MemoryService
{
    private readonly ConcurrentDictionary<string, JObject> objects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> byNonce = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> calls = new();
    private int ids;

    /// <summary>In their order: <c>create etl</c>, <c>delete 1</c>.</summary>
    public IReadOnlyList<string> Calls => [.. calls];

    /// <summary>What is deleted can still be read, by id and in the listing.</summary>
    public bool KeepsTrash { get; set; }

    /// <summary>The next creation takes effect, and its answer does not arrive.</summary>
    public bool LosesNextAnswer { get; set; }

    /// <summary>What listings still show although it is deleted.</summary>
    public JObject? Ghost { get; set; }

    /// <summary>Listings show nothing.</summary>
    public bool HidesAll { get; set; }

    public string Id => objects.Single(pair => !IsInTrash(pair.Value)).Key;

    public void Note(string call) => calls.Enqueue(call);

    public IReadOnlyList<JObject> List() =>
        HidesAll ? [] : [.. objects.Values.Concat(Ghost is null ? [] : [Ghost]).Select(document => (JObject)document.DeepClone())];

    public JObject Get(string id) => (JObject)Kept(id).DeepClone();

    public string Create(JObject document, string nonce)
    {
        Note($"create {document["name"]}");
        var id = byNonce.GetOrAdd(
            nonce,
            _ =>
            {
                var made = Interlocked.Increment(ref ids).ToString(CultureInfo.InvariantCulture);
                Put(made, document, version: 1);
                return made;
            }
        );
        if (!LosesNextAnswer)
            return id;

        LosesNextAnswer = false;
        throw new WorkspaceApiException("no answer")
        {
            Method = "POST",
            Path = "/memory/create",
            Status = 0,
            OutcomeUnknown = true,
        };
    }

    public void Update(string id, JObject document)
    {
        Note($"update {id}");
        Put(id, document, (int)Kept(id)["version"]! + 1);
    }

    public void Delete(string id)
    {
        Note($"delete {id}");
        if (KeepsTrash)
            Kept(id)["lifecycle"] = "TRASHED";
        else
            _ = objects.TryRemove(id, out _) ? 0 : throw Missing(id);
    }

    public static bool IsInTrash(JObject document) => (string?)document["lifecycle"] == "TRASHED";

    private void Put(string id, JObject document, int version) =>
        objects[id] = new JObject(document) { ["id"] = id, ["version"] = version };

    private JObject Kept(string id) => objects.TryGetValue(id, out var document) ? document : throw Missing(id);

    private static WorkspaceApiException Missing(string id) =>
        new($"{id} does not exist")
        {
            Method = "GET",
            Path = "/memory/get",
            Status = 404,
            ErrorCode = "RESOURCE_DOES_NOT_EXIST",
        };
}
