using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>
/// The entries of a part, such as a permission list, that a run announces in the manifest before it writes them. When it is cut short, no
/// other record says that they were declared, and yet they may be there.
/// </summary>
internal static class AnnouncedEntries
{
    /// <summary>
    /// What is remembered of a part, as if all that was announced and that Git does not name had been declared: so it is taken back. What
    /// Git names still is compared with what the last deployment left.
    /// </summary>
    /// <param name="wanted">The part that Git declares.</param>
    /// <returns>Null when nothing was deployed or announced.</returns>
    public static ManifestEntry? Last(Manifest manifest, PartKind kind, AssetId asset, JObject? wanted)
    {
        var entry = manifest.Find(asset.ToString());
        if (!manifest.Announced.TryGetValue(asset.ToString(), out var announced))
            return entry;

        var last = entry ?? ManifestEntry.Unseen(kind.Name, asset.Name, asset.Name) with { Declared = announced };
        var before = entry?.Declared[kind.Field] as JObject ?? [];
        var added = EntriesOf(kind, announced)
            .Where(part => kind.Find(wanted, part.Name) is null && kind.Find(before, part.Name) is null);
        return last with { Declared = new JObject(last.Declared) { [kind.Field] = new JObject(before.Properties().Concat(added)) } };
    }

    /// <summary>What the run is about to write, with what earlier ones were.</summary>
    /// <returns>Null when it writes no entry, and no earlier run did.</returns>
    public static JObject? Of(Manifest manifest, PartKind kind, Change change, Declaration declaration)
    {
        var changed = change.IsMade ? null : kind.EntriesAt(change.Fields.Select(field => field.Path));
        var written = EntriesOf(kind, declaration.Content).Where(part => changed?.Contains(part.Name) != false).ToList();
        if (manifest.Announced.GetValueOrDefault(change.Asset) is not { } earlier)
            return written.Count == 0 ? null : With(written);

        var names = new JObject(written);
        return With(written.Concat(EntriesOf(kind, earlier).Where(part => kind.Find(names, part.Name) is null)));

        JObject With(IEnumerable<JProperty> entries) => new(declaration.Content) { [kind.Field] = new JObject(entries) };
    }

    /// <summary>What was taken out of a part and is not gone yet: it stays announced, so that the next run sees to it.</summary>
    /// <param name="state">As it was read after the write.</param>
    /// <returns>Null when all is done.</returns>
    public static JObject? NotGone(PartKind kind, ManifestEntry? last, JObject declared, JObject state)
    {
        var names = kind.NotGone(state).ToHashSet(StringComparer.Ordinal);
        var left = EntriesOf(kind, last?.Declared ?? [])
            .Where(part => names.Contains(part.Name) && kind.Find(declared[kind.Field] as JObject, part.Name) is null)
            .ToList();
        return left.Count == 0 ? null : new JObject(declared) { [kind.Field] = new JObject(left) };
    }

    private static IEnumerable<JProperty> EntriesOf(PartKind kind, JObject part) => (part[kind.Field] as JObject)?.Properties() ?? [];
}
