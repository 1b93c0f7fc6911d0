using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Loading;
using Layercake.Engine.Memory;
using Layercake.Engine.Moves;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Pruning;

/// <summary>What an earlier deployment of this repository left in the workspace and Git no longer declares.</summary>
internal static class Orphans
{
    /// <returns>
    /// By kind and name. Without what the plan deletes already, and without objects that a declaration stands for under another name.
    /// </returns>
    public static IReadOnlyList<ManifestEntry> Of(
        PlannedDeployment planned,
        DeclaredAssets declared,
        IReadOnlyDictionary<string, AssetKind> kinds
    )
    {
        var names = declared
            .Declarations.Select(declaration => declaration.Asset)
            .Concat(planned.Plan.Deletions.Select(change => change.Asset))
            .ToHashSet(StringComparer.Ordinal);
        var places = declared
            .Declarations.Select(declaration => (declaration.Kind, Place: kinds[declaration.Kind].PathOf(declaration)))
            .Where(place => place.Place is not null)
            .ToHashSet();
        return
        [
            .. planned.Manifest.Entries.Values.Where(entry =>
                !names.Contains(entry.Asset)
                && kinds.GetValueOrDefault(entry.Kind)?.IsPart != true
                && !places.Contains((entry.Kind, entry.Id))
                && !planned.Known.Claimed.Contains((entry.Kind, entry.Id))
            ),
        ];
    }

    /// <summary>The plan with a note of what a later prune would remove, and of assets that were renamed in Git.</summary>
    public static PlannedDeployment Noted(
        PlannedDeployment planned,
        DeclaredAssets declared,
        IReadOnlyDictionary<string, AssetKind> kinds,
        DeploymentEnvironment environment
    )
    {
        var orphans = Of(planned, declared, kinds);
        if (orphans.Count == 0)
            return planned;

        var renames = RenameProposals.Of(planned, orphans, kinds, environment);
        var byFile = orphans.Where(entry => entry.File is not null).ToLookup(entry => (entry.Kind, entry.File!));
        return planned with
        {
            Plan = planned.Plan with
            {
                NoLongerInGit = declared.IsPartial
                    ? []
                    :
                    [
                        .. orphans
                            .Where(entry => (!entry.Adopted || environment.PruneAdopted) && !IsGone(planned, entry))
                            .Select(entry => entry.Asset),
                    ],
                Changes =
                [
                    .. planned.Plan.Changes.Select(change =>
                        renames.TryGetValue(change.Asset, out var rename) ? change with { Reason = $"{change.Reason}; {rename}" }
                        : change.Action == ChangeAction.Create && byFile[(change.Kind, change.File!)].FirstOrDefault() is { } before
                            ? change with
                            {
                                Reason =
                                    $"{change.Reason}; {change.File} declared {before.Asset} before, which is another object and "
                                    + "looks like this one"
                                    + (
                                        RenameProposals.CanBeMoved(kinds[change.Kind])
                                            ? $": if it is that one with another name, say so in {MoveFile.Path}"
                                            : ""
                                    ),
                            }
                            : change
                    ),
                ],
            },
        };
    }

    /// <summary>False for what was not listed: a prune reads it itself.</summary>
    private static bool IsGone(PlannedDeployment planned, ManifestEntry entry) =>
        !IsFile(entry) && planned.Live.GetValueOrDefault(entry.Kind) is { } live && live.All(asset => asset.Id != entry.Id);

    /// <summary>Files are listed by their declarations, so a file without a declaration is in no listing.</summary>
    private static bool IsFile(ManifestEntry entry) => entry.Id.Contains('/', StringComparison.Ordinal);
}
