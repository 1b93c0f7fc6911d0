using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Planning;
using Layercake.Rest;

namespace Layercake.Engine.Sealing;

/// <summary>Says what carrying out a plan sends about each asset. Reads, repeats, the lease and the record are not among it.</summary>
/// <param name="kinds">By name.</param>
internal sealed class AnnouncedWrites(IReadOnlyDictionary<string, RemoteKind> kinds)
{
    public IReadOnlyList<AnnouncedWrite> Of(PlannedDeployment planned) =>
        [.. Writes(planned, Made(planned.Plan)), .. planned.Plan.Stops.Select(Stop)];

    /// <summary>What would be sent now and was not announced. An earlier run of the plan may have sent a part of it.</summary>
    public IEnumerable<Finding> Check(SealedPlan approved, PlannedDeployment fresh)
    {
        var announced = approved.Writes.ToLookup(write => write.Asset, StringComparer.Ordinal);
        var changes = approved.Plan.Changes.ToDictionary(change => change.Asset, StringComparer.Ordinal);
        return
        [
            .. Writes(fresh, Made(approved.Plan))
                .Where(now =>
                    !announced[now.Asset].Any(write =>
                        now.Requests.All(write.Requests.Contains) && (now.Body == write.Body || !IsWhole(changes[now.Asset], now, fresh))
                    )
                )
                .Select(now =>
                    SealedPlanCheck.MovedFinding(
                        now.Asset,
                        $"{string.Join(" or ", now.Requests)} would be sent for it now otherwise than the plan announces"
                    )
                ),
        ];
    }

    /// <summary>Whether what is sent is known when the plan is made: not so for the rest of a creation that was cut short, and for what
    /// whoever planned could not see.</summary>
    private static bool IsWhole(Change approved, AnnouncedWrite now, PlannedDeployment fresh) =>
        approved.Action != ChangeAction.None
        && !(approved.IsMade && fresh.Plan.Changes.Any(change => change.Asset == now.Asset && change.Action == ChangeAction.Update));

    private static HashSet<string> Made(Plan plan) =>
        plan.Changes.Where(change => change.IsMade).Select(change => change.Asset).ToHashSet(StringComparer.Ordinal);

    private AnnouncedWrite Stop(string asset) =>
        new(asset, [.. kinds[AssetId.Parse(asset).Kind].Calls.Stop.Select(call => call.Text)], Body: null, IsConditional: true)
        {
            IsStop = true,
        };

    private List<AnnouncedWrite> Writes(PlannedDeployment planned, IReadOnlySet<string> made)
    {
        var ids = new IdResolver(planned, made);
        return [.. planned.Plan.Changes.Where(change => change.MayBeWritten).Select(change => Write(planned, change, ids))];
    }

    private AnnouncedWrite Write(PlannedDeployment planned, Change change, IdResolver ids)
    {
        var kind = kinds[change.Kind];
        var body = change.Action == ChangeAction.Delete ? null : BodyOf(planned, kind, change, ids);
        var requests = RequestsOf(kind.Calls, change).Select(call => call.Text).Distinct();
        return new AnnouncedWrite(change.Asset, [.. requests], body, change.UnlessBusy);
    }

    private static string BodyOf(PlannedDeployment planned, RemoteKind kind, Change change, IdResolver ids)
    {
        var content = ids.WithIds(change.Kind, planned.Declarations[change.Asset].Content);
        return JsonValues.Digest(planned.Secrets.Shown(SentDocument.Of(planned, kind, change, content)));
    }

    /// <remarks>A creation that is cut short is completed by an update, and so is a stub.</remarks>
    private static IEnumerable<WriteCall> RequestsOf(WriteCalls calls, Change change) =>
        change.Action switch
        {
            ChangeAction.Create => [.. calls.Folders, .. calls.Create, .. calls.Update],
            ChangeAction.Recreate => [.. calls.Folders, .. calls.Delete, .. calls.Create, .. calls.Update],
            ChangeAction.Delete => calls.Delete,
            _ => calls.Update,
        };
}
