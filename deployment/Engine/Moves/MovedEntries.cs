using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Moves;

/// <summary>Gives what the manifest remembers the names that Git has for it now.</summary>
internal static class MovedEntries
{
    /// <summary>
    /// The manifest with the entry of each renamed object, and those of its parts, under the new name. An asset that has an entry already,
    /// or that a deployment began to create, keeps what it has.
    /// </summary>
    public static Manifest Applied(
        Manifest manifest,
        IReadOnlyList<AssetMove> moves,
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, AssetKind> kinds
    )
    {
        var names = moves.Count == 0 ? [] : Names(manifest, moves, declared, kinds);
        return names.Count == 0
            ? manifest
            : manifest with
            {
                Entries = manifest
                    .Entries.RemoveRange(names.Keys)
                    .SetItems(
                        manifest
                            .Entries.Values.Where(entry => names.ContainsKey(entry.Asset))
                            .Select(entry => KeyValuePair.Create(names[entry.Asset], Renamed(entry, names)))
                    ),
                Creating = manifest
                    .Creating.RemoveRange(names.Keys)
                    .SetItems(
                        manifest
                            .Creating.Where(creation => names.ContainsKey(creation.Key))
                            .Select(creation => KeyValuePair.Create(names[creation.Key], creation.Value))
                    ),
                Updating = [.. manifest.Updating.Select(Now)],
                Announced = manifest
                    .Announced.RemoveRange(names.Keys)
                    .SetItems(
                        manifest
                            .Announced.Where(part => names.ContainsKey(part.Key))
                            .Select(part => KeyValuePair.Create(names[part.Key], Renamed(part.Value, names)))
                    ),
                StopDue = [.. manifest.StopDue.Select(Now)],
            };

        string Now(string asset) => names.GetValueOrDefault(asset, asset);
    }

    /// <summary>The new name of each asset that has one, parts included.</summary>
    private static Dictionary<string, string> Names(
        Manifest manifest,
        IReadOnlyList<AssetMove> moves,
        IReadOnlyList<Declaration> declared,
        IReadOnlyDictionary<string, AssetKind> kinds
    )
    {
        var byTarget = moves.GroupBy(move => move.To).ToDictionary(group => group.Key, group => group.First().From, StringComparer.Ordinal);
        var assets = declared.Select(declaration => declaration.Asset).ToHashSet(StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var to in byTarget.Keys.Where(to => assets.Contains(to) && !IsKnown(to)))
            if (Source(to) is { } from)
            {
                names[from] = to;
                foreach (var part in kinds.Values.OfType<PartKind>().Where(part => part.IsOf(kinds[AssetId.Parse(to).Kind])))
                    names[PartOf(part, from)] = PartOf(part, to);
            }

        return names;

        // The nearest of a chain: an environment may have missed some of the renames.
        string? Source(string to)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal) { to };
            for (var from = byTarget.GetValueOrDefault(to); from is not null && seen.Add(from); from = byTarget.GetValueOrDefault(from))
                if (manifest.Find(from) is not null)
                    return assets.Contains(from) ? null : from;

            return null;
        }

        bool IsKnown(string asset) => manifest.Find(asset) is not null || manifest.Creating.ContainsKey(asset);
    }

    private static string PartOf(PartKind part, string asset) => AssetId.Of(part.Name, part.NameFor(AssetId.Parse(asset)));

    private static ManifestEntry Renamed(ManifestEntry entry, Dictionary<string, string> names)
    {
        var name = AssetId.Parse(names[entry.Asset]).Name;
        return entry with { Name = name, Id = entry.Id == entry.Name ? name : entry.Id, Declared = Renamed(entry.Declared, names) };
    }

    /// <summary>A part says which object it is of. An object's own name stays, since it has that one until it is written.</summary>
    private static JObject Renamed(JObject declared, Dictionary<string, string> names)
    {
        var renamed = (JObject)declared.DeepClone();
        foreach (var field in renamed.Properties())
            if (field.Value is JValue { Value: string of } value && names.TryGetValue(AssetId.Of(field.Name, of), out var now))
                value.Value = AssetId.Parse(now).Name;

        return renamed;
    }
}
