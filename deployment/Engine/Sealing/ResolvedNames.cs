using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Sealing;

/// <summary>What the names stand for in the declarations that a plan may write.</summary>
internal static class ResolvedNames
{
    /// <summary>Those in all declarations, since another one may be written when the plan is applied.</summary>
    public static IReadOnlyList<ResolvedName> Of(PlannedDeployment planned) => Of(planned, planned.Plan.Changes);

    /// <summary>In the order of kinds and names. An id that a declaration gives itself stands for nothing else and is left out.</summary>
    private static IReadOnlyList<ResolvedName> Of(PlannedDeployment planned, IEnumerable<Change> changes)
    {
        var made = planned.Plan.Changes.Where(change => change.IsMade).Select(change => change.Asset).ToHashSet(StringComparer.Ordinal);
        var ids = planned
            .Live.SelectMany(kind =>
                kind.Value.Where(asset => asset.IsObject).Select(asset => (Asset: AssetId.Of(kind.Key, asset.Name), asset.Id))
            )
            .ToLookup(asset => asset.Asset, asset => asset.Id, StringComparer.Ordinal);
        return
        [
            .. changes
                .Where(change => planned.Declarations.ContainsKey(change.Asset))
                .SelectMany(change => AssetReferences.In(change.Kind, planned.Declarations[change.Asset].Content))
                .Select(reference => (reference.To, reference.Value))
                .Distinct()
                .OrderBy(name => name.To, StringComparer.Ordinal)
                .ThenBy(name => name.Value, StringComparer.Ordinal)
                .Where(name => made.Contains(AssetId.Of(name.To, name.Value)) || ids.Contains(AssetId.Of(name.To, name.Value)))
                .Select(name =>
                {
                    var asset = AssetId.Of(name.To, name.Value);
                    return new ResolvedName(name.To, name.Value, made.Contains(asset) ? null : ids[asset].First());
                }),
        ];
    }

    /// <param name="known">Assets of which it is said already that they are not as approved.</param>
    /// <returns>What stands for another object than it did when the plan was made.</returns>
    public static IEnumerable<Finding> Check(IReadOnlyList<ResolvedName> approved, PlannedDeployment fresh, IReadOnlySet<string> known)
    {
        var before = approved.ToDictionary(name => name.Asset, StringComparer.Ordinal);
        foreach (var now in Of(fresh, fresh.Plan.Changes.Where(change => change.MayBeWritten)).Where(name => !known.Contains(name.Asset)))
            if (!before.TryGetValue(now.Asset, out var name))
                yield return Moved(now, $"it stands for {now.Id} now, and stood for nothing when the plan was made");
            else if (now.Id != name.Id && !IsMadeByPlan(name, now, fresh))
                yield return Moved(
                    now,
                    $"it stood for {name.Id ?? "what the plan makes"} when the plan was made, and for {now.Id ?? "nothing"} now"
                );
    }

    /// <summary>An earlier run of the plan made the object, also when it was cut short before it wrote that down.</summary>
    private static bool IsMadeByPlan(ResolvedName before, ResolvedName now, PlannedDeployment fresh) =>
        before.Id is null
        && (
            fresh.Manifest.Find(now.Asset)?.Id == now.Id
            || fresh.Known.Matches.GetValueOrDefault(now.Asset) is { IsUnfinished: true } match && match.Live?.Id == now.Id
        );

    private static Finding Moved(ResolvedName name, string what) => SealedPlanCheck.MovedFinding(name.Asset, what);
}
