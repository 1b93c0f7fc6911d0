using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Loading;
using Layercake.Engine.Memory;

namespace Layercake.Engine.Pruning;

/// <summary>Decides about objects that no deployment of this repository ever made.</summary>
/// <param name="deployers">What others made is never removed.</param>
internal sealed class UnmanagedAssetPolicy(
    DeclaredAssets declared,
    Manifest manifest,
    ForeignObjects others,
    IReadOnlyList<string> deployers
)
{
    private readonly HashSet<string> names = declared
        .Declarations.Select(declaration => declaration.Asset)
        .ToHashSet(StringComparer.Ordinal);

    private readonly HashSet<(string, string)> own = manifest.Entries.Values.Select(entry => (entry.Kind, entry.Id)).ToHashSet();

    public void Decide(IEnumerable<RemoteObjects> kinds, IReadOnlyDictionary<string, IReadOnlyList<LiveAsset>> live, PruneDraft draft)
    {
        foreach (var kind in kinds)
            foreach (var group in live[kind.Name].GroupBy(asset => asset.Name).OrderBy(group => group.Key, StringComparer.Ordinal))
                if (!names.Contains(AssetId.Of(kind.Name, group.Key)) && !draft.HasDecided(AssetId.Of(kind.Name, group.Key)))
                    Decide(kind, group.Key, [.. group.Where(asset => IsCandidate(kind, asset))], draft);
    }

    private bool IsCandidate(RemoteObjects kind, LiveAsset asset) =>
        !asset.IsBuiltIn && !asset.IsNeverPruned && !own.Contains((kind.Name, asset.Id));

    private void Decide(RemoteObjects kind, string name, IReadOnlyList<LiveAsset> assets, PruneDraft draft)
    {
        if (assets.Count == 0)
            return;

        if (assets.Count > 1)
            draft.HoldBack(
                kind.Name,
                name,
                null,
                $"{assets.Count} {kind.Name} have this name, and Git made none of them; remove them by hand"
            );
        else if (ForeignReason(kind, assets[0]) is { } reason)
            draft.HoldBack(kind.Name, name, assets[0].Id, reason);
        else
            draft.Delete(PlannedDeletion.OfUnrecorded(kind, name, assets[0], "never in Git"));
    }

    private string? ForeignReason(RemoteObjects kind, LiveAsset asset)
    {
        if (others.Recorded.TryGetValue((kind.Name, asset.Id), out var deployment))
            return $"deployed by {deployment}";
        if (others.Creating.TryGetValue(AssetId.Of(kind.Name, asset.Name), out deployment))
            return $"{deployment} is creating one of this name, or was when it was last heard of";
        if (kind.Kind.ManagedBy(asset.State) is { } tool)
            return $"deployed by {tool}";
        if (asset.Creator is null or "")
            return "never in Git, and nobody can tell who made it";

        return deployers.Contains(asset.Creator, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"never in Git, and made by {asset.Creator}";
    }
}
