using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>
/// Finds the object of each declaration of one kind: an object is its id or its place, and a name only says where to look first.
/// </summary>
/// <param name="declared">All that Git declares of the kind.</param>
/// <param name="live">What the workspace holds of the kind, including what was asked for by id.</param>
/// <param name="trashed">What is in the trash of the workspace: it counts as missing.</param>
/// <param name="refused">By id, what the workspace said of objects that may not be seen.</param>
internal sealed class ObjectMatcher(
    AssetKind kind,
    IReadOnlyList<Declaration> declared,
    IReadOnlyList<LiveAsset> live,
    IReadOnlyList<LiveAsset> trashed,
    Manifest manifest,
    IReadOnlyDictionary<string, string> refused
)
{
    private readonly Dictionary<string, LiveAsset> byId = live.Where(asset => asset.IsObject)
        .GroupBy(asset => asset.Id)
        .ToDictionary(group => group.Key, group => group.First());

    private readonly ILookup<string, LiveAsset> byName = live.Where(asset => asset.IsObject)
        .ToLookup(asset => asset.Name, StringComparer.Ordinal);

    private readonly Dictionary<string, ManifestEntry> entries = manifest
        .Entries.Values.Where(entry => entry.Kind == kind.Name)
        .ToDictionary(entry => entry.Id, StringComparer.Ordinal);

    /// <summary>Ids that belong to a declaration under the name it has in the manifest.</summary>
    private readonly HashSet<string> taken = declared
        .Select(declaration => manifest.Find(declaration.Asset)?.Id)
        .OfType<string>()
        .ToHashSet(StringComparer.Ordinal);

    private readonly HashSet<string> places = declared.Select(kind.PathOf).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private readonly HashSet<string> intended = manifest
        .Creating.Values.Select(creation => creation.Place)
        .OfType<string>()
        .ToHashSet(StringComparer.Ordinal);

    public ObjectMatch Match(Declaration declaration) =>
        kind.PathOf(declaration) is { } place ? AtPlace(declaration, place) : ById(declaration);

    private bool IsBegun(string asset) => IsMadeHalf(asset) || manifest.Updating.Contains(asset);

    /// <summary>Whether an earlier deployment began to make it, or to write the first entries of a part.</summary>
    private bool IsMadeHalf(string asset) => manifest.Creating.ContainsKey(asset) || manifest.Announced.ContainsKey(asset);

    private ManifestEntry? LastOf(Declaration declaration) =>
        kind is PartKind part
            ? AnnouncedEntries.Last(
                manifest,
                part,
                AssetId.Parse(declaration.Asset),
                declaration.Content[part.Field] as JObject
            )
            : null;

    private ObjectMatch ById(Declaration declaration)
    {
        var entry = manifest.Find(declaration.Asset);
        var match = new ObjectMatch { Declaration = declaration };
        if (entry is not null && refused.TryGetValue(entry.Id, out var refusal))
            return match with { Refusal = refusal, Lost = entry, Last = LastOf(declaration) };
        if (live.FirstOrDefault(asset => asset.Refusal is not null && asset.Name == declaration.Name) is { } hidden)
            return match with
            {
                Refusal = hidden.Refusal,
                IsLeftToDeployer = hidden.IsLeftToDeployer,
                Lost = entry ?? ManifestEntry.Unseen(kind.Name, declaration.Name, hidden.Id),
                Last = LastOf(declaration),
            };
        if (entry is not null && byId.TryGetValue(entry.Id, out var known))
            return match with
            {
                Live = known,
                Entry = entry,
                Last = LastOf(declaration),
                IsUnfinished = IsBegun(declaration.Asset),
            };

        var found = byName[declaration.Name].FirstOrDefault(asset => !taken.Contains(asset.Id));
        if (found is not null && refused.TryGetValue(found.Id, out var unreadable))
            return match with { Refusal = unreadable, Lost = ManifestEntry.Unseen(kind.Name, declaration.Name, found.Id) };

        return match with
        {
            Live = found,
            Entry = found is null ? null : entries.GetValueOrDefault(found.Id),
            Last = found is null ? null : LastOf(declaration),
            Lost = entry,
            Trashed = found is null ? trashed.FirstOrDefault(asset => asset.Id == entry?.Id || asset.Name == declaration.Name) : null,
            IsUnfinished = found is not null && IsMadeHalf(declaration.Asset),
        };
    }

    private ObjectMatch AtPlace(Declaration declaration, string place)
    {
        var entry = manifest.Find(declaration.Asset);
        var (found, known) = (byId.GetValueOrDefault(place), entries.GetValueOrDefault(place));
        if (live.FirstOrDefault(asset => asset.Id == place)?.Refusal is { } hidden)
            return new ObjectMatch
            {
                Declaration = declaration,
                Refusal = hidden,
                Lost = known ?? ManifestEntry.Unseen(kind.Name, declaration.Name, place),
            };
        if (entry is not null && entry.Id != place && refused.TryGetValue(entry.Id, out var refusal))
            return new ObjectMatch
            {
                Declaration = declaration,
                Refusal = refusal,
                Lost = entry,
            };

        var isMoved = entry is not null && entry.Id != place && !places.Contains(entry.Id);
        var isKept = entry is not null && kind.NameOfEarlier(entry) is not null;
        return new ObjectMatch
        {
            Declaration = declaration,
            Live = found,
            Entry = found is null ? null : known,
            Lost = found is null ? known : null,
            Left = isMoved && !isKept ? entry : null,
            Earlier = isMoved && isKept ? entry : null,
            IsUnfinished = found is not null && (intended.Contains(place) || (known is not null && IsBegun(known.Asset))),
        };
    }
}
