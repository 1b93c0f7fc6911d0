using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Applying;

/// <summary>
/// Looks for objects that an interrupted deployment may have created, until reads cannot lag any more, so that no second one is created.
/// </summary>
internal sealed class InterruptedCreations(IReadOnlyList<RemoteKind> kinds, TimeProvider clock)
{
    /// <exception cref="PlanOutOfDateException">One of them was found.</exception>
    public async Task CheckAsync(PlannedDeployment planned, IApplyWatcher watcher, CancellationToken ct)
    {
        // An asset with errors may have been skipped since the plan.
        var assets = planned
            .InterruptedCreations.Intersect(
                planned.Plan.Writes.Select(change => change.Asset).Concat(planned.Plan.Forgotten),
                StringComparer.Ordinal
            )
            .ToList();
        if (assets.Count == 0)
            return;

        watcher.Note(
            $"An earlier deployment was cut short while it created {string.Join(", ", assets)}, and no read shows "
                + $"{(assets.Count == 1 ? "it" : "them")}. "
                + $"Reads may lag, so this looks for {ReadLag.Longest.TotalSeconds:0} s before it goes on."
        );

        // Reports all of them at once; otherwise each new plan would find one more.
        var shown = await ReadLag.LookAsync(() => ShownAsync(assets, planned, ct), shown => shown.Count == assets.Count, clock, ct);
        if (shown.Count > 0)
            throw new PlanOutOfDateException(
                $"{string.Join(", ", shown)} {(shown.Count == 1 ? "shows" : "show")} only now, which an earlier deployment that "
                    + $"was cut short may have made"
            );
    }

    /// <returns>The objects that were found, with their ids.</returns>
    private async Task<IReadOnlyList<string>> ShownAsync(IReadOnlyList<string> assets, PlannedDeployment planned, CancellationToken ct)
    {
        var byKind = assets
            .Select(AssetId.Parse)
            .GroupBy(asset => asset.Kind)
            .Join(kinds, group => group.Key, kind => kind.Name, (group, kind) => (kind, names: group.Select(asset => asset.Name).ToList()));
        return
        [
            .. (await Task.WhenAll(byKind.Select(pair => ShownAsync(pair.kind, pair.names, planned, ct))))
                .SelectMany(shown => shown)
                .Order(StringComparer.Ordinal),
        ];
    }

    private static async Task<IEnumerable<string>> ShownAsync(
        RemoteKind kind,
        IReadOnlyList<string> names,
        PlannedDeployment planned,
        CancellationToken ct
    )
    {
        if (kind is not RemoteObjects)
        {
            var places = names
                .Select(name => (name, planned.Manifest.Creating.GetValueOrDefault(AssetId.Of(kind.Name, name))?.Place))
                .Where(pair => pair.Place is not null);
            return (
                await kind.GetByIdsAsync([.. places.Select(pair => ManifestEntry.Unseen(kind.Name, pair.name, pair.Place!))], [], ct)
            ).Found.Select(Shown);
        }

        // An object that the plan knew already belongs to another asset.
        var known = (planned.Known.Listings.Live.GetValueOrDefault(kind.Name) ?? [])
            .Select(asset => asset.Id)
            .ToHashSet(StringComparer.Ordinal);
        var live = await kind.ListDeclaredAsync([], planned.Manifest.Remembered(kind.Name), ct);
        return live.Where(asset => !asset.IsInTrash && names.Contains(asset.Name, StringComparer.Ordinal) && !known.Contains(asset.Id))
            .DistinctBy(asset => asset.Name)
            .Select(Shown);

        string Shown(LiveAsset asset) => $"{AssetId.Of(kind.Name, asset.Name)} ({asset.Id})";
    }
}
