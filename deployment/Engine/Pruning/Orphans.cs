using Layercake.Engine.Environments;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Pruning;

/// <summary>What an earlier deployment of this repository left in the workspace and Git declares no more.</summary>
internal static class Orphans
{
    /// <returns>By kind and name.</returns>
    public static IReadOnlyList<ManifestEntry> Of(Manifest manifest, Declared declared)
    {
        var names = declared.Declarations.Select(declaration => declaration.Asset).ToHashSet(StringComparer.Ordinal);
        return [.. manifest.Entries.Values.Where(entry => !names.Contains(entry.Asset))];
    }

    /// <summary>The plan with a note of what a later prune would remove, and of assets that got another name in Git.</summary>
    public static PlannedDeployment Noted(PlannedDeployment planned, Declared declared, DeploymentEnvironment environment)
    {
        var orphans = Of(planned.Manifest, declared);
        if (orphans.Count == 0)
            return planned;

        var byFile = orphans.Where(entry => entry.File is not null).ToLookup(entry => (entry.Kind, entry.File!));
        return planned with
        {
            Plan = planned.Plan with
            {
                NoLongerInGit = declared.IsPartial ? [] : [.. orphans.Where(entry => (!entry.Adopted || environment.PruneAdopted) && !IsGone(planned, entry)).Select(entry => entry.Asset)],
                Changes = [.. planned.Plan.Changes.Select(change => change.Action == ChangeAction.Create && byFile[(change.Kind, change.File!)].FirstOrDefault() is { } before
                    ? change with { Reason = $"{change.Reason}; {change.File} declared {before.Asset} before, which is another object" }
                    : change)],
            },
        };
    }

    /// <summary>What was not listed counts as there: a prune looks at it itself.</summary>
    private static bool IsGone(PlannedDeployment planned, ManifestEntry entry) =>
        !IsFile(entry) && planned.Live.GetValueOrDefault(entry.Kind) is { } live && live.All(asset => asset.Id != entry.Id);

    /// <summary>Files are listed by their declarations, so those without one are in no listing.</summary>
    private static bool IsFile(ManifestEntry entry) => entry.Id.Contains('/', StringComparison.Ordinal);
}
