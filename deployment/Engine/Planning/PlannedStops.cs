using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;

namespace Layercake.Engine.Planning;

/// <summary>Says what a deployment stops once everything else is done, or as soon as it is written.</summary>
internal static class PlannedStops
{
    /// <summary>The plan with what is written and then stopped, and what an earlier deployment left running.</summary>
    /// <param name="kinds">By name.</param>
    public static PlannedDeployment Noted(PlannedDeployment planned, IReadOnlyDictionary<string, RemoteKind> kinds)
    {
        var written = planned
            .Plan.Changes.Where(change => change.MayBeWritten && IsDue(planned, kinds[change.Kind], change))
            .Select(change => change.Asset);
        IReadOnlyList<string> stopped =
        [
            .. written
                .Union(planned.PendingStops.Keys, StringComparer.Ordinal)
                .Where(asset => kinds.GetValueOrDefault(AssetId.Parse(asset).Kind) is IStoppable { IsStopped: true })
                .Order(StringComparer.Ordinal),
        ];
        return planned with { Plan = planned.Plan with { Stops = stopped } };
    }

    /// <summary>Whether the object is to be stopped once the change is written, because that starts it or an earlier run did.</summary>
    public static bool IsDue(PlannedDeployment planned, RemoteKind kind, Change change) =>
        kind is IStoppable stoppable
        && change.Action != ChangeAction.Delete
        && (
            planned.Manifest.StopDue.Contains(change.Asset)
            || stoppable.IsStoppedAfter(change.IsMade ? null : planned.Held(change))
        );

    /// <summary>The plan without stops of what is not written any more, after changes were taken out of it.</summary>
    public static Plan Kept(PlannedDeployment planned, IReadOnlySet<string> takenOut) =>
        planned.Plan with
        {
            Stops = [.. planned.Plan.Stops.Where(asset => planned.PendingStops.ContainsKey(asset) || !takenOut.Contains(asset))],
        };
}
