using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Objects;

/// <summary>The objects of one kind, by id.</summary>
internal sealed class ObjectTable(CloudState state, string name)
{
    private readonly Table table = state.Table(name);

    /// <summary>Held for a read and the write that depends on it.</summary>
    public Lock Gate => table.Gate;

    public StoredObject? Find(string id) => table.Get(id) is { } document ? StoredObject.Read(id, document) : null;

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<StoredObject> All() =>
        [.. table.All().Select(entry => StoredObject.Read(entry.Key, entry.Value)).OrderBy(kept => kept.Number)];

    public StoredObject Add(string id, JObject spec, Principal creator, JObject? facts = null)
    {
        lock (Gate)
        {
            var now = state.Now;
            var number = table.All().Select(entry => (long)entry.Value["number"]!).DefaultIfEmpty().Max() + 1;
            var added = new StoredObject(id, number, spec, facts ?? [])
            {
                CreatorId = creator.Id,
                Creator = creator.UserName,
                Modifier = creator.UserName,
                CreatedAt = now,
                UpdatedAt = now,
            };
            Put(added);
            return added;
        }
    }

    public void Put(StoredObject kept) => table.Put(kept.Id, kept.ToJson());

    public bool Remove(string id) => table.Remove(id);

    /// <summary>Whether another object than <paramref name="except"/> has this value in a field that must be unique.</summary>
    public bool IsTaken(string field, string value, string? except = null) =>
        All().Any(kept => kept.Id != except && (string?)kept.Spec[field] == value);
}
