using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Memory;
using Layercake.Engine.Ownership;

namespace Layercake.Engine.Pruning;

/// <summary>Decides about objects that an interrupted deployment began to create and that Git no longer declares.</summary>
internal sealed class InterruptedCreationPolicy(
    DeploymentEnvironment environment,
    IReadOnlyDictionary<string, RemoteKind> kinds,
    ObjectOwnership ownership,
    OtherDeployments others
)
{
    public async Task DecideAsync(IReadOnlyList<string> assets, PruneContext context, PruneDraft draft, CancellationToken ct)
    {
        var declaredPlaces = context
            .Declared.Declarations.Select(declaration => kinds[declaration.Kind].Kind.PathOf(declaration))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        foreach (var asset in assets)
        {
            var id = AssetId.Parse(asset);
            if (!kinds.TryGetValue(id.Kind, out var kind))
                draft.HoldBack(id.Kind, id.Name, null, HoldBackReasons.UnknownKind);
            else if (context.Manifest.Creating[asset].Place is not { } place)
                await DecideByNameAsync(kind, asset, context, draft, ct);
            else if (declaredPlaces.Contains(place))
                draft.Forget(asset);
            else if (!kind.Kind.IsReachable(place) && await PlacesElsewhere.IsGoneAsync(kind, place, ct))
                draft.Forget(asset);
            else if (!kind.Kind.IsReachable(place) || !kind.Kind.IsInConfiguredFolder(place))
                draft.HoldBack(id.Kind, id.Name, place, HoldBackReasons.OutOfReach(place));
            else
                await DecideByPathAsync(kind, ManifestEntry.Unseen(id.Kind, id.Name, place), context, draft, ct);
        }
    }

    /// <summary>
    /// For a creation whose answer did not arrive. The id is not known, so only the name and the creator identify the object; where names
    /// are unique in a folder alone, nothing does.
    /// </summary>
    public async Task DecideByNameAsync(RemoteKind kind, string asset, PruneContext context, PruneDraft draft, CancellationToken ct)
    {
        var name = AssetId.Parse(asset).Name;
        var candidates = await CandidatesAsync(kind, name, context, ct);
        if (candidates.Count == 0)
            draft.ForgetUnseen(asset);
        else if (candidates is not [var candidate])
            draft.HoldBack(kind.Name, name, null, Ambiguous(asset, candidates));
        else if (await ownership.CreatorOfAsync(candidate, ct) is var creator && creator == CreatedBy.Us && !kind.Kind.HasFolders)
            draft.Delete(PlannedDeletion.OfUnrecorded(kind, name, candidate, Reason(context)));
        else
            draft.HoldBack(kind.Name, name, candidate.Id, NotProvenOurs(asset, candidate, creator));
    }

    private async Task DecideByPathAsync(
        RemoteKind kind,
        ManifestEntry entry,
        PruneContext context,
        PruneDraft draft,
        CancellationToken ct
    )
    {
        var read = await kind.GetByIdsAsync([entry], [], ct);
        if (read.Refused.TryGetValue(entry.Id, out var refusal))
            draft.HoldBack(entry, HoldBackReasons.ReadRefused(kind.Kind, entry, refusal));
        else if (read.Found is not [var file])
            draft.ForgetUnseen(entry.Asset);
        else if (environment.OwnerOnly && await ownership.ForeignAsync(file, entry, ct) is { } foreign)
            draft.HoldBack(entry, foreign);
        else
            draft.Delete(PlannedDeletion.OfUnrecorded(kind, entry.Name, file, Reason(context)));
    }

    /// <summary>The objects of that name that no entry of the manifest, no declaration and no other deployment accounts for.</summary>
    private async Task<IReadOnlyList<LiveAsset>> CandidatesAsync(RemoteKind kind, string name, PruneContext context, CancellationToken ct)
    {
        var recorded = context
            .Manifest.Entries.Values.Where(entry => entry.Kind == kind.Name)
            .Select(entry => entry.Id)
            .ToHashSet(StringComparer.Ordinal);
        var claimed = context.Planned.Known.Claimed;
        var named = context
            .LiveOf(kind)
            .Where(live => live.Name == name && !recorded.Contains(live.Id) && !claimed.Contains((kind.Name, live.Id)))
            .ToList();
        if (named.Count == 0)
            return [];

        var foreign = await others.ReadAsync(ct);
        return [.. named.Where(live => !foreign.Recorded.ContainsKey((kind.Name, live.Id)))];
    }

    private static string Reason(PruneContext context) => $"{context.DeletionReason}; a deployment that was cut short made it";

    private static string Ambiguous(string asset, IReadOnlyList<LiveAsset> candidates) =>
        $"a deployment that was cut short may have made one of {string.Join(", ", candidates.Select(live => live.Id))}, and "
        + $"nobody can tell which; remove it by hand, or --target=Forget --asset={asset}";

    private static string NotProvenOurs(string asset, LiveAsset candidate, CreatedBy creator)
    {
        var who = creator == CreatedBy.Someone ? $"{candidate.Creator} did" : "nobody can tell";
        return $"a deployment that was cut short may have made {candidate.Id}, but {who}; remove it by hand, or --target=Forget "
            + $"--asset={asset}";
    }
}
