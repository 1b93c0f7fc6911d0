using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Loading;
using Layercake.Engine.Ownership;
using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Pruning;

/// <summary>Decides what is deleted from a workspace, and what stays although Git does not declare it. Writes nothing.</summary>
internal sealed class PrunePlanner(
    DeploymentEnvironment environment,
    IReadOnlyList<RemoteKind> kinds,
    IReadOnlyList<NamedObjects> named,
    SignedInUser user,
    ObjectOwnership ownership,
    OtherDeployments others
)
{
    private readonly Dictionary<string, RemoteKind> byName = kinds.ToDictionary(kind => kind.Name);

    private readonly Dictionary<string, AssetKind> declarable = kinds.ToDictionary(kind => kind.Name, kind => kind.Kind);

    /// <summary>Adds the deletions to a plan, after its writes.</summary>
    /// <param name="declared">Everything that Git declares, of all kinds.</param>
    public async Task<PlannedDeployment> AddAsync(
        PlannedDeployment planned,
        DeclaredAssets declared,
        PruneOptions options,
        CancellationToken ct
    )
    {
        if (declared.IsPartial)
            return planned with { Refusals = [.. planned.Refusals, PruneRefusals.PartOfGit(environment)] };

        if (PruneRefusals.ConfirmsAnother(options, environment) is { } refusal)
            return planned with { Plan = planned.Plan with { NoLongerInGit = [] }, Refusals = [.. planned.Refusals, refusal] };

        var interrupted = InterruptedAssets(planned, declared);
        if (Orphans.Of(planned, declared, declarable).Count + interrupted.Count == 0 && !options.Everything)
            return planned with { Plan = planned.Plan with { NoLongerInGit = [] } };

        var context = await GatherAsync(planned, declared, options, ct);
        var draft = await DecideAsync(context, interrupted, ct);

        // The selection comes before the references: what is not selected stays, and what it refers to must stay too.
        draft.RestrictTo(options.Only);
        var references = ReferenceFinder.Of(context);
        await new PartUsers(kinds).AddAsync(references, draft, context, ct);
        await new NamedUsers(named, kinds).AddAsync(references, draft, ct);
        var guard = new DeletionGuard(references);
        DeletionGuard.HoldBackBeforeUnread(draft, context.Unread);
        guard.HoldBackReferenced(draft);
        var refusals =
            draft.Deletions.Count == 0 || options.Destroys
                ? []
                : PruneRefusals.Of(draft, declared, planned.Manifest, options, environment);
        if (!options.Force && !options.IsApproved && (options.Destroys || draft.Deletions.Count <= environment.PruneLimit))
        {
            await DeletionGuard.HoldBackBusyAsync(draft, ct);
            guard.HoldBackReferenced(draft);
        }

        return WithDecisions(context, draft, references, refusals);
    }

    /// <summary>Reads what the decisions need: the listings, and the object that each declaration stands for.</summary>
    private async Task<PruneContext> GatherAsync(
        PlannedDeployment planned,
        DeclaredAssets declared,
        PruneOptions options,
        CancellationToken ct
    )
    {
        var listed = await ListAsync(planned, options, ct);
        if (planned.Known.Matches.Count == 0)
            planned = planned with { Known = await MatchAsync(planned, declared, listed, ct) };

        var matched = planned.Known.Listings.Live;
        var live = await Task.WhenAll(
            listed.Select(async kind =>
                (kind.Key, Read: await WithReferencesAsync(kind.Key, matched.GetValueOrDefault(kind.Key) ?? kind.Value, ct))
            )
        );
        return new PruneContext(
            planned,
            declared,
            live.ToDictionary(kind => kind.Key, kind => kind.Read.Live),
            [.. live.SelectMany(kind => kind.Read.Unread)],
            options
        );
    }

    /// <summary>Reads whole what a listing shows in part, where it may refer to something that is deleted.</summary>
    private async Task<(IReadOnlyList<LiveAsset> Live, IReadOnlyList<ReferencingObject> Unread)> WithReferencesAsync(
        string kind,
        IReadOnlyList<LiveAsset> live,
        CancellationToken ct
    )
    {
        if (!live.Any(asset => asset.IsPartial) || !AssetReferences.From(kind).Any())
            return (live, []);

        var answers = await ((RemoteObjects)byName[kind]).ReadWholeAsync(live, ct);
        var whole = answers.Found.ToDictionary(asset => asset.Id);
        return (
            [.. live.Select(asset => whole.TryGetValue(asset.Id, out var read) ? read with { Name = asset.Name } : asset)],
            [
                .. live.Where(asset => answers.Refused.ContainsKey(asset.Id))
                    .Select(asset => new ReferencingObject(kind, asset.Name, asset.Id)),
            ]
        );
    }

    private async Task<PruneDraft> DecideAsync(PruneContext context, IReadOnlyList<string> interrupted, CancellationToken ct)
    {
        var draft = new PruneDraft();
        var creations = new InterruptedCreationPolicy(environment, byName, ownership, others);
        var orphans = Orphans.Of(context.Planned, context.Declared, declarable);
        await new OrphanPolicy(environment, byName, ownership, creations).DecideAsync(orphans, context, draft, ct);
        await creations.DecideAsync(interrupted, context, draft, ct);
        if (context.Options.Destroys && draft.Deletions.Count > 0)
            DestroyPolicy.HoldBack(draft, await others.ReadAsync(ct), context.Options);
        if (context.Options.Everything)
        {
            var deployers = await user.DeployersAsync(ct);
            new UnmanagedAssetPolicy(context.Declared, context.Manifest, await others.ReadAsync(ct), deployers).Decide(
                kinds.OfType<RemoteObjects>(),
                context.Live,
                draft
            );
        }

        return draft;
    }

    private static List<string> InterruptedAssets(PlannedDeployment planned, DeclaredAssets declared)
    {
        var names = declared.Declarations.Select(declaration => declaration.Asset).ToHashSet(StringComparer.Ordinal);
        return [.. planned.Manifest.Creating.Keys.Where(asset => !names.Contains(asset) && planned.Manifest.Find(asset) is null)];
    }

    /// <summary>For a prune without a deployment, whose plan has not matched declarations and objects yet.</summary>
    private Task<KnownObjects> MatchAsync(
        PlannedDeployment planned,
        DeclaredAssets declared,
        IReadOnlyDictionary<string, IReadOnlyList<LiveAsset>> live,
        CancellationToken ct
    ) =>
        KnownObjects.FindAsync(
            kinds,
            declared.Declarations,
            compared: _ => false,
            new Listings(live, new Dictionary<string, string>()),
            planned.Manifest,
            ownership,
            ct
        );

    /// <summary>
    /// All objects of the kinds that may refer to others, or of which something may be deleted; what the plan has listed is not listed
    /// again.
    /// </summary>
    private async Task<IReadOnlyDictionary<string, IReadOnlyList<LiveAsset>>> ListAsync(
        PlannedDeployment planned,
        PruneOptions options,
        CancellationToken ct
    )
    {
        var recorded = planned
            .Manifest.Entries.Keys.Concat(planned.Manifest.Creating.Keys)
            .Select(asset => AssetId.Parse(asset).Kind)
            .ToHashSet(StringComparer.Ordinal);
        var listings = await Task.WhenAll(
            kinds
                .OfType<RemoteObjects>()
                .Where(kind => options.Everything || recorded.Contains(kind.Name) || AssetReferences.From(kind.Name).Any())
                .Select(async kind =>
                    (
                        kind.Name,
                        Live: planned.Live.GetValueOrDefault(kind.Name)
                            ?? await kind.ListDeclaredAsync([], new Dictionary<string, JObject>(), ct)
                    )
                )
        );
        return listings.ToDictionary(listing => listing.Name, listing => listing.Live);
    }

    private PlannedDeployment WithDecisions(
        PruneContext context,
        PruneDraft draft,
        ReferenceFinder references,
        IReadOnlyList<Finding> refusals
    )
    {
        var planned = context.Planned;
        return planned with
        {
            Plan = planned.Plan with
            {
                NoLongerInGit = [],
                Forgotten = draft.Forgotten,
                Changes =
                [
                    .. planned.Plan.Changes,
                    .. Deletions(draft, references, context.Options),
                    .. draft.HeldBack.OrderBy(change => change.Asset, StringComparer.Ordinal),
                ],
            },
            InterruptedCreations = [.. planned.InterruptedCreations, .. draft.BegunAndNotSeen],
            Refusals = [.. planned.Refusals, .. refusals],
        };
    }

    /// <summary>In the order of deletion: users before what they refer to, files last.</summary>
    private IEnumerable<Change> Deletions(PruneDraft draft, ReferenceFinder references, PruneOptions options)
    {
        var order = kinds.Reverse().OrderBy(kind => kind is not RemoteObjects).Select(kind => kind.Name).ToList();
        var deleted = draft.DeletedIds;
        return draft
            .Deletions.OrderBy(deletion => order.IndexOf(deletion.Kind.Name))
            .ThenBy(deletion => deletion.Name, StringComparer.Ordinal)
            .Select(deletion => new Change
            {
                Kind = deletion.Kind.Name,
                Name = deletion.Name,
                Action = ChangeAction.Delete,
                Reason = deletion.Reason,
                Id = deletion.Live.Id,
                Fingerprint = deletion.Fingerprint,
                UnlessBusy = !options.Force,
                After =
                [
                    .. references
                        .UsersOf(deletion.Kind.Name, deletion.Live)
                        .Where(user => deleted.Contains((user.Kind, user.Id)))
                        .Select(user => user.Asset),
                ],
            });
    }
}
