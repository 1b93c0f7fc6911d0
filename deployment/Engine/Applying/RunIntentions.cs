using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Applying;

/// <summary>The writes that a run announces in the manifest before it begins them.</summary>
internal static class RunIntentions
{
    /// <summary>
    /// Written before the first change: what the run is about to create, update and stop. The next run reads it if this one is cut short.
    /// </summary>
    public static Manifest Begun(
        IReadOnlyDictionary<string, RemoteKind> kinds,
        Manifest loaded,
        PlannedDeployment planned,
        IReadOnlyList<Change> writes
    )
    {
        var forgotten = planned.Plan.Forgotten;
        var manifest = loaded
            .Without([.. forgotten, .. forgotten.SelectMany(asset => PartKind.Of(kinds, asset))])
            .With([
                .. planned.Adoptions.SelectMany(entry => EarlierVersion.Of(loaded, kinds[entry.Kind].Kind, entry)),
                .. planned.Adoptions,
            ]);
        var creating = writes
            .Where(change => change.IsMade && !manifest.Creating.ContainsKey(change.Asset))
            .Select(change =>
                KeyValuePair.Create(change.Asset, Creation.New(kinds[change.Kind].Kind.PathOf(planned.Declarations[change.Asset])))
            )
            .ToList();
        var stops = writes
            .Where(change => PlannedStops.IsDue(planned, kinds[change.Kind], change))
            .Select(change => change.Asset)
            .ToList();
        var updating = writes
            .Where(change => change.Action == ChangeAction.Update && manifest.Find(change.Asset)?.Id == change.Id)
            .Select(change => change.Asset)
            .ToList();
        var announced = writes
            .Where(change => kinds[change.Kind].Kind is PartKind { RunsOnChange: false } && change.Action != ChangeAction.Delete)
            .Select(change =>
                KeyValuePair.Create(
                    change.Asset,
                    AnnouncedEntries.Of(manifest, (PartKind)kinds[change.Kind].Kind, change, planned.Declarations[change.Asset])
                )
            )
            .Where(part => part.Value is not null)
            .ToList();
        return creating.Count + stops.Count + updating.Count + announced.Count == 0
            ? manifest
            : manifest with
            {
                Creating = manifest.Creating.AddRange(creating),
                Announced = manifest.Announced.SetItems(announced!),
                Updating = manifest.Updating.Union(updating),
                // An object that was never created needs no stop.
                StopDue =
                [
                    .. manifest.StopDue.Where(asset => manifest.Find(asset) is not null || manifest.Creating.ContainsKey(asset)),
                    .. stops,
                ],
            };
    }

    /// <summary>
    /// Without the writes that this run announced and never began, and that no earlier run may have: an object of such a name that appears
    /// later is someone else's. An action stays due, since what it is about may be written already.
    /// </summary>
    public static Manifest Ended(IReadOnlyDictionary<string, RemoteKind> kinds, Manifest manifest, ApplyRun run)
    {
        var untried = run
            .Planned.Plan.Writes.Where(change => !run.Begun.ContainsKey(change.Asset) && !kinds[change.Kind].Kind.RunsOnChange)
            .Select(change => change.Asset)
            .ToList();
        var loaded = run.Planned.Manifest;
        var notDue = untried.Where(asset => manifest.Find(asset) is null || !loaded.StopDue.Contains(asset)).ToList();
        return untried.Exists(asset =>
            manifest.Creating.ContainsKey(asset)
            || manifest.Updating.Contains(asset)
            || manifest.Announced.ContainsKey(asset)
            || manifest.StopDue.Contains(asset)
        )
            ? manifest with
            {
                Creating = manifest.Creating.RemoveRange(untried.Where(asset => !loaded.Creating.ContainsKey(asset))),
                Updating = manifest.Updating.Except(untried.Where(asset => !loaded.Updating.Contains(asset))),
                Announced = manifest
                    .Announced.RemoveRange(untried)
                    .SetItems(loaded.Announced.Where(part => untried.Contains(part.Key) && manifest.Announced.ContainsKey(part.Key))),
                StopDue = manifest.StopDue.Except(notDue),
            }
            : manifest;
    }
}
