using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Loading;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Pruning;

/// <summary>Notes what a prune with a selection leaves, and checks the selection.</summary>
internal static class SelectedOrphans
{
    /// <summary>Adds to the list of assets that are not selected those that are no longer in Git.</summary>
    public static PlannedDeployment Noted(
        PlannedDeployment planned,
        DeclaredAssets declared,
        IReadOnlyDictionary<string, AssetKind> kinds,
        AssetSelection only
    ) =>
        only.IsEverything
            ? planned
            : planned with
            {
                NotSelected =
                [
                    .. planned.NotSelected,
                    .. Orphans.Of(planned, declared, kinds).Select(entry => entry.Asset).Where(asset => !only.Matches(asset)),
                ],
            };

    /// <summary>Adds a finding for each pattern that matches no asset of the manifest or the plan.</summary>
    public static PlannedDeployment Checked(PlannedDeployment planned, AssetSelection only)
    {
        if (only.IsEverything)
            return planned;

        var known = planned
            .Manifest.Entries.Keys.Concat(planned.Manifest.Creating.Keys)
            .Concat(planned.Plan.Changes.Select(change => change.Asset))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return planned with
        {
            Findings =
            [
                .. planned.Findings,
                .. only.Unmatched(known)
                    .Select(pattern => AssetSelection.Problem(pattern, known, $"was deployed to {planned.Plan.Environment}")),
            ],
        };
    }
}
