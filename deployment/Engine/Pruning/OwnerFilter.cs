using Layercake.Engine.Kinds;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Pruning;

/// <summary>Leaves alone what another identity than the one signed in has made.</summary>
internal static class OwnerFilter
{
    /// <param name="me">Who is signed in, as the workspace calls them.</param>
    public static PlannedDeployment Apply(PlannedDeployment planned, IReadOnlyList<AssetKind> kinds, string me)
    {
        // The workspace does not say who made a file.
        var withCreator = kinds.OfType<JsonKind>().Select(kind => kind.Name).ToHashSet(StringComparer.Ordinal);
        var changes = planned.Plan.Changes.Select(change => withCreator.Contains(change.Kind) && Foreign(planned, change, me) is { } why ? LeftAlone(change, why) : change).ToList();
        var held = changes.Where(change => change.HeldBack is not null).Select(change => change.Asset).ToHashSet(StringComparer.Ordinal);
        return planned with
        {
            Plan = planned.Plan with { Changes = changes },
            Adoptions = [.. planned.Adoptions.Where(entry => !held.Contains(entry.Asset))],
        };
    }

    /// <returns>Why the object is not this identity's; null when it is, or when there is none yet.</returns>
    public static string? Foreign(LiveAsset live, string me) =>
        live.Creator is null or "" ? "nobody can tell who made it (owner_only)"
        : string.Equals(live.Creator, me, StringComparison.OrdinalIgnoreCase) ? null
        : $"made by {live.Creator} (owner_only)";

    private static string? Foreign(PlannedDeployment planned, Change change, string me) =>
        change.Id is not null && planned.Live.GetValueOrDefault(change.Kind)?.FirstOrDefault(asset => asset.Id == change.Id) is { } live ? Foreign(live, me) : null;

    private static Change LeftAlone(Change change, string why) => change with { Action = ChangeAction.None, Reason = why, HeldBack = why, Fields = [], Adopts = false, Drift = false };
}
