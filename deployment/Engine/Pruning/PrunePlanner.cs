using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Loading;
using Layercake.Engine.Memory;
using Layercake.Engine.Ownership;
using Layercake.Engine.Planning;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Pruning;

/// <summary>Decides what is deleted from a workspace, and what stays although Git does not declare it. Writes nothing.</summary>
internal sealed class PrunePlanner(
    DeploymentEnvironment environment,
    IReadOnlyList<AssetKind> kinds,
    SignedInUser user,
    ObjectOwnership ownership,
    OtherDeployments others
)
{
    private readonly Dictionary<string, AssetKind> byName = kinds.ToDictionary(kind => kind.Name);

    /// <summary>Adds the deletions to a plan, after all that it writes.</summary>
    /// <param name="declared">All that Git declares, of all kinds.</param>
    public async Task<PlannedDeployment> AddAsync(PlannedDeployment planned, DeclaredAssets declared, PruneOptions options, CancellationToken ct)
    {
        if (declared.IsPartial)
            return planned with { Refusals = [.. planned.Refusals, PruneRefusals.PartOfGit(environment)] };

        var names = declared.Declarations.Select(declaration => declaration.Asset).ToHashSet(StringComparer.Ordinal);
        var creating = planned
            .Manifest.Creating.Keys.Where(asset => !names.Contains(asset) && planned.Manifest.Find(asset) is null)
            .ToList();
        if (Orphans.Of(planned, declared, byName).Count + creating.Count == 0 && !options.Everything)
            return planned with { Plan = planned.Plan with { NoLongerInGit = [] } };

        var draft = new PruneDraft();
        var live = await ListAsync(planned, ct);
        planned = await KnownAsync(planned, declared, live, ct);
        live = live.ToDictionary(kind => kind.Key, kind => planned.Known.Listings.Live.GetValueOrDefault(kind.Key) ?? kind.Value);
        await JudgeAsync(Orphans.Of(planned, declared, byName), planned, live, options, draft, ct);
        await JudgeUnfinishedAsync(creating, planned, declared, live, draft, ct);

        var me = options.Everything ? await user.NameAsync(ct) : "";

        if (options.Everything)
            new UnmanagedAssetPolicy(declared, planned.Manifest, await others.ReadAsync(ct), me).Judge(kinds.OfType<JsonKind>(), live, draft);

        // Before the uses: what is not selected stays, and so does what it runs on.
        draft.Narrow(options.Only);
        var uses = UsesOf(planned, declared, live);
        SpareUsed(draft, uses);
        var refusals = draft.Deletions.Count == 0 ? [] : PruneRefusals.Of(draft, declared, planned.Manifest, options, environment);
        if (!options.Force && draft.Deletions.Count <= environment.PruneLimit)
        {
            await SpareBusyAsync(draft, ct);
            SpareUsed(draft, uses);
        }

        return planned with
        {
            Plan = planned.Plan with
            {
                NoLongerInGit = [],
                Forgotten = draft.Forgotten,
                Changes =
                [
                    .. planned.Plan.Changes,
                    .. Deletions(draft, uses, options),
                    .. draft.Held.OrderBy(change => change.Asset, StringComparer.Ordinal),
                ],
            },
            BegunAndNotSeen = [.. planned.BegunAndNotSeen, .. draft.BegunAndNotSeen],
            Refusals = [.. planned.Refusals, .. refusals],
        };
    }

    /// <summary>A prune by itself has no plan that says which object each declaration is about.</summary>
    private async Task<PlannedDeployment> KnownAsync(
        PlannedDeployment planned,
        DeclaredAssets declared,
        IReadOnlyDictionary<string, IReadOnlyList<LiveAsset>> live,
        CancellationToken ct
    ) =>
        planned.Known.Matches.Count > 0
            ? planned
            : planned with
            {
                Known = await KnownObjects.FindAsync(
                    kinds,
                    declared.Declarations,
                    new Listings(live, new Dictionary<string, string>()),
                    planned.Manifest,
                    ownership,
                    ct
                ),
            };

    /// <summary>All objects of the kinds that may use others, each listing read once.</summary>
    private async Task<IReadOnlyDictionary<string, IReadOnlyList<LiveAsset>>> ListAsync(PlannedDeployment planned, CancellationToken ct)
    {
        var listings = await Task.WhenAll(
            kinds
                .OfType<JsonKind>()
                .Select(async kind =>
                    (
                        kind.Name,
                        Live: planned.Live.GetValueOrDefault(kind.Name) ?? await kind.ListDeclaredAsync([], new Dictionary<string, JObject>(), ct)
                    )
                )
        );
        return listings.ToDictionary(listing => listing.Name, listing => listing.Live);
    }

    private async Task JudgeAsync(
        IReadOnlyList<ManifestEntry> orphans,
        PlannedDeployment planned,
        IReadOnlyDictionary<string, IReadOnlyList<LiveAsset>> live,
        PruneOptions options,
        PruneDraft draft,
        CancellationToken ct
    )
    {
        var manifest = planned.Manifest;
        foreach (var group in orphans.GroupBy(entry => entry.Kind))
        {
            if (!byName.TryGetValue(group.Key, out var kind))
            {
                foreach (var entry in group)
                    draft.Hold(entry, "this version does not know its kind; update the tool");
                continue;
            }

            foreach (var entry in group.Where(entry => !kind.IsReachable(entry.Id)))
                draft.Hold(entry, NotReached(entry.Id));

            var reached = group.Where(entry => kind.IsReachable(entry.Id)).ToList();
            var asked = await kind.GetByIdsAsync(reached, live.GetValueOrDefault(kind.Name) ?? [], ct);
            var found = asked.Found.ToDictionary(asset => asset.Id);
            foreach (var entry in reached)
                if (found.TryGetValue(entry.Id, out var asset))
                    await JudgeAsync(kind, entry, asset, manifest.Updating.Contains(entry.Asset), options, draft, ct);
                else if (asked.Refused.TryGetValue(entry.Id, out var refusal))
                    draft.Hold(entry, NotSeen(kind, entry, refusal));
                else if (manifest.Creating.ContainsKey(entry.Asset))
                    await JudgeNamedAsync(kind, entry.Asset, planned, live, draft, ct);
                else if (entry.Unread)
                    draft.ForgetBegun(entry.Asset);
                else
                    draft.Forget(entry.Asset);
        }
    }

    /// <param name="isUpdating">What differs from the last record may be what a deployment wrote that was cut short.</param>
    private async Task JudgeAsync(
        AssetKind kind,
        ManifestEntry entry,
        LiveAsset live,
        bool isUpdating,
        PruneOptions options,
        PruneDraft draft,
        CancellationToken ct
    )
    {
        if (entry.Adopted && !environment.PruneAdopted)
            draft.Hold(entry, "adopted: it was there before it was recorded here (prune_adopted is false)");
        else if (environment.OwnerOnly && await ownership.ForeignAsync(live, entry, ct) is { } foreign)
            draft.Hold(entry, foreign);
        else if (entry.Unread && IsDoubtful(kind, entry, live) is { } doubt)
            draft.Hold(entry, doubt);
        else if (!options.Force && !entry.Unread && !isUpdating && ObjectEdits.Of(kind, entry, live) is { Count: > 0 } fields)
            draft.Hold(
                entry,
                $"changed in the workspace since the last deployment "
                    + $"({string.Join(", ", fields.Take(3))}{(fields.Count > 3 ? $" and {fields.Count - 3} more" : "")}); --force removes "
                    + $"it all the same"
            );
        else
            draft.Doom(new PlannedDeletion(kind, entry.Name, live, "no longer in Git", JsonValues.Digest(ObjectEdits.Masked(kind, entry, live))));
    }

    /// <summary>What a deployment that was cut short began to create and Git has dropped since.</summary>
    private async Task JudgeUnfinishedAsync(
        IReadOnlyList<string> creating,
        PlannedDeployment planned,
        DeclaredAssets declared,
        IReadOnlyDictionary<string, IReadOnlyList<LiveAsset>> live,
        PruneDraft draft,
        CancellationToken ct
    )
    {
        var places = declared
            .Declarations.Select(declaration => byName[declaration.Kind].PathOf(declaration))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        foreach (var asset in creating)
        {
            var id = AssetId.Parse(asset);
            if (!byName.TryGetValue(id.Kind, out var kind))
                draft.Hold(id.Kind, id.Name, null, "this version does not know its kind; update the tool");
            else if (planned.Manifest.Creating[asset].Place is not { } place)
                await JudgeNamedAsync(kind, asset, planned, live, draft, ct);
            else if (places.Contains(place))
                draft.Forget(asset);
            else if (!kind.IsReachable(place) || !kind.IsInConfiguredFolder(place))
                draft.Hold(id.Kind, id.Name, place, NotReached(place));
            else
                await JudgePlaceAsync(kind, ManifestEntry.OfPlace(id.Kind, id.Name, place), draft, ct);
        }
    }

    private async Task JudgePlaceAsync(AssetKind kind, ManifestEntry entry, PruneDraft draft, CancellationToken ct)
    {
        var asked = await kind.GetByIdsAsync([entry], [], ct);
        if (asked.Refused.TryGetValue(entry.Id, out var refusal))
            draft.Hold(entry, NotSeen(kind, entry, refusal));
        else if (asked.Found is not [var file])
            draft.ForgetBegun(entry.Asset);
        else if (environment.OwnerOnly && await ownership.ForeignAsync(file, entry, ct) is { } foreign)
            draft.Hold(entry, foreign);
        else
            draft.Doom(new PlannedDeletion(kind, entry.Name, file, "no longer in Git; a deployment that was cut short made it"));
    }

    /// <summary>Of what was never read back the record holds no more than name and id, which an edit by hand can make another's.</summary>
    private static string? IsDoubtful(AssetKind kind, ManifestEntry entry, LiveAsset live) =>
        !kind.IsInConfiguredFolder(entry.Id) ? NotReached(entry.Id)
        : kind is JsonKind && live.Name != entry.Name
            ? $"its {kind.Noun} {entry.Id} is called {live.Name} in the workspace, and no deployment read it back; remove it by "
                + $"hand, or --target=Forget --asset={entry.Asset}"
        : null;

    private static string NotReached(string place) =>
        $"it is at {place}, which the environment's settings no longer lead to; remove it by hand";

    private static string NotSeen(AssetKind kind, ManifestEntry entry, string refusal) =>
        $"its {kind.Noun} {entry.Id} may not be looked at: {refusal} Let the deploying identity see it, or give it up with "
        + $"--target=Forget --asset={entry.Asset}";

    /// <summary>Of what a service gives an id and never answered there is only the name, and who made it.</summary>
    private async Task JudgeNamedAsync(
        AssetKind kind,
        string asset,
        PlannedDeployment planned,
        IReadOnlyDictionary<string, IReadOnlyList<LiveAsset>> live,
        PruneDraft draft,
        CancellationToken ct
    )
    {
        var name = AssetId.Parse(asset).Name;
        var recorded = planned
            .Manifest.Entries.Values.Where(entry => entry.Kind == kind.Name)
            .Select(entry => entry.Id)
            .ToHashSet(StringComparer.Ordinal);
        var named = (live.GetValueOrDefault(kind.Name) ?? [])
            .Where(one => one.Name == name && !recorded.Contains(one.Id) && !planned.Known.Claimed.Contains((kind.Name, one.Id)))
            .ToList();
        var made = named.Count == 0 ? null : (await others.ReadAsync(ct)).Made;
        named.RemoveAll(one => made!.ContainsKey((kind.Name, one.Id)));
        if (named.Count == 0)
            draft.ForgetBegun(asset);
        else if (named is not [var found])
            draft.Hold(
                kind.Name,
                name,
                null,
                $"a deployment that was cut short may have made one of {string.Join(", ", named.Select(one => one.Id))}, and "
                    + $"nobody can tell which; remove it by hand, or --target=Forget --asset={asset}"
            );
        else if (await ownership.MakerOfAsync(found, ct) is var maker && maker == Creator.Us)
            draft.Doom(new PlannedDeletion(kind, name, found, "no longer in Git; a deployment that was cut short made it"));
        else
            draft.Hold(
                kind.Name,
                name,
                found.Id,
                $"a deployment that was cut short may have made {found.Id}, but "
                    + $"{(maker == Creator.Someone ? $"{found.Creator} did" : "nobody can tell")}; remove it by hand, or --target=Forget "
                    + $"--asset={asset}"
            );
    }

    private static ReferenceFinder UsesOf(PlannedDeployment planned, DeclaredAssets declared, IReadOnlyDictionary<string, IReadOnlyList<LiveAsset>> live)
    {
        var uses = new ReferenceFinder();
        foreach (var declaration in declared.Declarations)
            uses.Add(
                new ReferencingObject(declaration.Kind, declaration.Name, planned.Known.Matches.GetValueOrDefault(declaration.Asset)?.Live?.Id),
                declaration.Content
            );

        // What the same plan writes before anything is deleted names then what Git says.
        var written = planned.Plan.Writes.Select(change => (change.Kind, change.Id)).ToHashSet();
        foreach (var (kind, assets) in live)
            foreach (var asset in assets.Where(asset => !written.Contains((kind, asset.Id))))
                uses.Add(new ReferencingObject(kind, asset.Name, asset.Id), asset.State);

        return uses;
    }

    /// <summary>What stays must not lose what it runs on; and what uses that stays then, too.</summary>
    private static void SpareUsed(PruneDraft draft, ReferenceFinder uses)
    {
        while (true)
        {
            var going = Going(draft);
            var used = draft
                .Deletions.Select(one =>
                    (one, user: uses.Of(one.Kind.Name, one.Live).FirstOrDefault(user => !going.Contains((user.Kind, user.Id))))
                )
                .Where(pair => pair.user is not null)
                .ToList();
            if (used.Count == 0)
                return;

            var names = draft.Deletions.Select(one => one.Asset).ToHashSet(StringComparer.Ordinal);
            foreach (var (one, by) in used)
                draft.Spare(
                    one,
                    names.Contains(by!.Asset) ? $"{by.Asset} ({by.Id}), another of that name, uses it" : $"{by.Asset} uses it"
                );
        }
    }

    private static HashSet<(string Kind, string? Id)> Going(PruneDraft draft) =>
        [.. draft.Deletions.Select(one => (one.Kind.Name, (string?)one.Live.Id))];

    private static async Task SpareBusyAsync(PruneDraft draft, CancellationToken ct)
    {
        var busy = await Task.WhenAll(draft.Deletions.Select(async one => (one, why: await BusyAsync(one, ct))));
        foreach (var (one, why) in busy.Where(pair => pair.why is not null))
            draft.Spare(one, $"{why}; --force removes it all the same");
    }

    private static async Task<string?> BusyAsync(PlannedDeletion one, CancellationToken ct)
    {
        try
        {
            return await one.Kind.BusyAsync(one.Live.Id, ct);
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            // It went a moment ago, and deleting what is gone is no failure.
            return null;
        }
    }

    /// <summary>Users before what they use, files last.</summary>
    private IEnumerable<Change> Deletions(PruneDraft draft, ReferenceFinder uses, PruneOptions options)
    {
        var order = kinds.Reverse().OrderBy(kind => kind is not JsonKind).Select(kind => kind.Name).ToList();
        var going = Going(draft);
        return draft
            .Deletions.OrderBy(one => order.IndexOf(one.Kind.Name))
            .ThenBy(one => one.Name, StringComparer.Ordinal)
            .Select(one => new Change
            {
                Kind = one.Kind.Name,
                Name = one.Name,
                Action = ChangeAction.Delete,
                Reason = one.Reason,
                Id = one.Live.Id,
                Fingerprint = one.Fingerprint,
                UnlessBusy = !options.Force,
                After =
                [
                    .. uses.Of(one.Kind.Name, one.Live).Where(user => going.Contains((user.Kind, user.Id))).Select(user => user.Asset),
                ],
            });
    }
}
