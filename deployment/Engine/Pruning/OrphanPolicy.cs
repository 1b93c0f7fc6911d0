using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Ownership;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Pruning;

/// <summary>Decides about objects that the manifest records and Git no longer declares.</summary>
internal sealed class OrphanPolicy(
    DeploymentEnvironment environment,
    IReadOnlyDictionary<string, RemoteKind> kinds,
    ObjectOwnership ownership,
    InterruptedCreationPolicy interrupted
)
{
    public async Task DecideAsync(IReadOnlyList<ManifestEntry> orphans, PruneContext context, PruneDraft draft, CancellationToken ct)
    {
        foreach (var group in orphans.GroupBy(entry => entry.Kind))
            if (kinds.TryGetValue(group.Key, out var kind))
                await DecideAsync(kind, [.. group], context, draft, ct);
            else
                foreach (var entry in group)
                    draft.HoldBack(entry, HoldBackReasons.UnknownKind);
    }

    private async Task DecideAsync(
        RemoteKind kind,
        IReadOnlyList<ManifestEntry> orphans,
        PruneContext context,
        PruneDraft draft,
        CancellationToken ct
    )
    {
        foreach (var entry in orphans.Where(entry => !kind.Kind.IsReachable(entry.Id)))
            if (await PlacesElsewhere.IsGoneAsync(kind, entry.Id, ct))
                draft.Forget(entry.Asset);
            else
                draft.HoldBack(entry, HoldBackReasons.OutOfReach(entry.Id));

        var reachable = orphans.Where(entry => kind.Kind.IsReachable(entry.Id)).ToList();
        var read = await kind.GetByIdsAsync(reachable, context.LiveOf(kind), ct);
        var found = read.Found.Where(asset => !asset.IsInTrash).ToDictionary(asset => asset.Id);
        foreach (var entry in reachable)
            if (found.TryGetValue(entry.Id, out var asset))
                await DecideAsync(kind, entry, asset, context, draft, ct);
            else if (read.Refused.TryGetValue(entry.Id, out var refusal))
                draft.HoldBack(entry, HoldBackReasons.ReadRefused(kind.Kind, entry, refusal));
            else if (context.Manifest.Creating.ContainsKey(entry.Asset))
                await interrupted.DecideByNameAsync(kind, entry.Asset, context, draft, ct);
            else if (entry.Unread)
                draft.ForgetUnseen(entry.Asset);
            else
                draft.Forget(entry.Asset);
    }

    private async Task DecideAsync(
        RemoteKind kind,
        ManifestEntry entry,
        LiveAsset live,
        PruneContext context,
        PruneDraft draft,
        CancellationToken ct
    )
    {
        if (entry.Adopted && context.Options.Destroys)
            draft.HoldBack(entry, DestroyPolicy.Adopted);
        else if (entry.Adopted && !environment.PruneAdopted)
            draft.HoldBack(entry, "adopted: it was there before it was recorded here (prune_adopted is false)");
        else if (live.IsNeverPruned)
            draft.HoldBack(entry, $"the workspace came with it; delete it by hand, or --target=Forget --asset={entry.Asset}");
        else if (environment.OwnerOnly && await ownership.ForeignAsync(live, entry, ct) is { } foreign)
            draft.HoldBack(entry, foreign);
        else if (entry.Unread && IdentityDoubt(kind, entry, live) is { } doubt)
            draft.HoldBack(entry, doubt);
        else if (EditedFields(kind, entry, live, context) is { Count: > 0 } fields)
            draft.HoldBack(entry, Edited(fields));
        else
        {
            var fingerprint = ObjectEdits.Fingerprint(kind.Kind, entry, live);
            var reason = live.IsBuiltIn
                ? $"{context.DeletionReason}; the workspace came with it, so it stays, without what was changed in it"
                : context.DeletionReason;
            draft.Delete(new PlannedDeletion(kind, entry.Name, live, reason, fingerprint));
        }
    }

    /// <summary>
    /// An entry that was never read back holds only a name and an id. After an edit by hand, both may belong to another object.
    /// </summary>
    private static string? IdentityDoubt(RemoteKind kind, ManifestEntry entry, LiveAsset live) =>
        !kind.Kind.IsInConfiguredFolder(entry.Id) ? HoldBackReasons.OutOfReach(entry.Id)
        : kind is RemoteObjects && live.Name != entry.Name
            ? $"its {kind.Noun} {entry.Id} is called {live.Name} in the workspace, and no deployment read it back; remove it by "
                + $"hand, or --target=Forget --asset={entry.Asset}"
        : null;

    /// <returns>None where an interrupted deployment may have made the difference itself.</returns>
    private static IReadOnlyList<string> EditedFields(RemoteKind kind, ManifestEntry entry, LiveAsset live, PruneContext context) =>
        context.Options.Force || entry.Unread || context.Manifest.Updating.Contains(entry.Asset)
            ? []
            : ObjectEdits.Of(kind.Kind, entry, live);

    private static string Edited(IReadOnlyList<string> fields) =>
        $"changed in the workspace since the last deployment ({NameList.Of(fields, most: 3)}); --force removes it all the same";
}
