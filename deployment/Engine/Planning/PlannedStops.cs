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
            .Plan.Changes.Where(change => change.MayBeWritten && change.Action != ChangeAction.Delete && kinds[change.Kind] is IStoppable)
            .Select(change => change.Asset);
        IReadOnlyList<string> stops =
        [
            .. written.Union(planned.PendingStops.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        return planned with { Plan = planned.Plan with { Stops = stops } };
    }

    /// <summary>The plan without stops of what is not written any more, after changes were taken out of it.</summary>
    public static Plan Kept(PlannedDeployment planned, IReadOnlySet<string> takenOut) =>
        planned.Plan with
        {
            Stops = [.. planned.Plan.Stops.Where(asset => planned.PendingStops.ContainsKey(asset) || !takenOut.Contains(asset))],
        };
}
