using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Pruning;

/// <summary>What earlier deployments put where the environment's settings no longer lead. No prune removes it, so plans say so.</summary>
internal static class PlacesElsewhere
{
    public static async Task<bool> IsGoneAsync(RemoteKind kind, string place, CancellationToken ct) =>
        kind is ILooksElsewhere looks && await looks.IsGoneAsync(place, ct);

    /// <summary>The plan with what stays there as left alone, and without a word of what is gone.</summary>
    public static async Task<PlannedDeployment> NotedAsync(
        PlannedDeployment planned,
        IReadOnlyDictionary<string, RemoteKind> kinds,
        CancellationToken ct
    )
    {
        var elsewhere = planned
            .Plan.NoLongerInGit.Select(planned.Manifest.Find)
            .OfType<ManifestEntry>()
            .Where(entry => kinds.TryGetValue(entry.Kind, out var kind) && !kind.Kind.IsReachable(entry.Id))
            .ToList();
        if (elsewhere.Count == 0)
            return planned;

        var draft = new PruneDraft();
        foreach (var entry in elsewhere)
            if (!await IsGoneAsync(kinds[entry.Kind], entry.Id, ct))
                draft.HoldBack(entry, HoldBackReasons.OutOfReach(entry.Id));

        return planned with
        {
            Plan = planned.Plan with
            {
                NoLongerInGit = [.. planned.Plan.NoLongerInGit.Except(elsewhere.Select(entry => entry.Asset))],
                Changes = [.. planned.Plan.Changes, .. draft.HeldBack],
            },
        };
    }
}
