using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;

namespace Layercake.Engine.Planning;

/// <summary>
/// Plans the deletion of objects whose path a declared file needs, where an earlier deployment made them: a file that became a folder, a
/// folder that became a notebook. Objects that no deployment made are reported as findings.
/// </summary>
internal sealed class PathConflictPlanner(IReadOnlyDictionary<string, AssetKind> kinds, Manifest manifest, KnownObjects known)
{
    private readonly Dictionary<(string Kind, string Id), ManifestEntry> entries = manifest.Entries.Values.ToDictionary(entry =>
        (entry.Kind, entry.Id)
    );

    /// <summary>The changes, with the deletions that some of them wait for at the end.</summary>
    public IReadOnlyList<Change> Cleared(IReadOnlyList<Change> changes, ICollection<Finding> findings)
    {
        var after = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        var deletions = new SortedDictionary<string, Change>(StringComparer.Ordinal);
        foreach (var kind in changes.GroupBy(change => change.Kind).Where(group => known.Listings.Live.ContainsKey(group.Key)))
        {
            var byPlace = kind.GroupBy(PlaceOf)
                .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
            foreach (var obstacle in known.Listings.Live[kind.Key])
                foreach (var change in obstacle.Obstructs.Select(byPlace.GetValueOrDefault).OfType<Change>())
                    if (obstacle.Id == PlaceOf(change))
                        folders[change.Asset] = obstacle.Id;
                    else if (GoesWith(kind.Key, obstacle, kind, deletions) is { } asset)
                        Add(after, change.Asset, asset);
                    else
                        findings.Add(InTheWay(change, obstacle));
        }

        foreach (
            var change in changes.Where(change =>
                change is { Action: ChangeAction.Recreate, Adopts: true } && kinds[change.Kind] is not JsonKind
            )
        )
            findings.Add(Occupied(change));

        return
        [
            .. changes.Select(change =>
                change with
                {
                    After = after.TryGetValue(change.Asset, out var first)
                        ? [.. change.After.Union(first, StringComparer.Ordinal).Order(StringComparer.Ordinal)]
                        : change.After,
                    EmptyFolder = folders.GetValueOrDefault(change.Asset),
                }
            ),
            .. deletions.Values,
        ];
    }

    /// <returns>The asset with whose change the obstacle goes; null when it stays.</returns>
    private string? GoesWith(string kind, LiveAsset obstacle, IEnumerable<Change> changes, SortedDictionary<string, Change> deletions)
    {
        if (!entries.TryGetValue((kind, obstacle.Id), out var entry) || entry.Adopted)
            return null;
        if (changes.FirstOrDefault(change => change.Id == obstacle.Id && change.Action == ChangeAction.Recreate) is { } move)
            return move.Asset;
        if (known.Claimed.Contains((kind, obstacle.Id)))
            return null;

        deletions[entry.Asset] = new Change
        {
            Kind = entry.Kind,
            Name = entry.Name,
            Action = ChangeAction.Delete,
            Reason = "no longer in Git, and in the way of what is",
            Id = obstacle.Id,
            Fingerprint = ObjectEdits.Fingerprint(kinds[kind], entry, obstacle),
        };
        return entry.Asset;
    }

    private static void Add(Dictionary<string, SortedSet<string>> after, string asset, string first)
    {
        if (!after.TryGetValue(asset, out var all))
            after[asset] = all = new SortedSet<string>(StringComparer.Ordinal);

        all.Add(first);
    }

    private string PlaceOf(Change change) => kinds[change.Kind].PathOf(known.Matches[change.Asset].Declaration) ?? change.Asset;

    /// <summary>What would be deleted or overwritten by a file that moves there, or that becomes another sort of object.</summary>
    private Finding Occupied(Change change)
    {
        var match = known.Matches[change.Asset];
        return match.Declaration.At(
            null,
            "FIL010",
            $"{match.Live!.Id} is in the workspace, and no deployment of this repository made it, so it is not replaced. Move or "
                + $"delete it, or give the file another name."
        );
    }

    private Finding InTheWay(Change change, LiveAsset obstacle)
    {
        var (declaration, place) = (known.Matches[change.Asset].Declaration, PlaceOf(change));
        var what = obstacle.Id.StartsWith(place + "/", StringComparison.Ordinal)
            ? $"{place} is a folder in the workspace, and it holds {obstacle.Id}, which no deployment of this repository made"
            : $"{obstacle.Id} is in the workspace, no folder, and no deployment of this repository made it, so {place} cannot be written";
        return declaration.At(null, "FIL010", $"{what}. Move or delete it, or give the file another name.");
    }
}
