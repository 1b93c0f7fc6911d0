using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Loading;
using Layercake.Engine.Mappings;
using Layercake.Engine.Memory;
using Layercake.Engine.Moves;
using Layercake.Engine.Ownership;
using Layercake.Engine.Secrets;

namespace Layercake.Engine.Planning;

/// <summary>Compares what Git declares with what the workspace holds and plans the changes of a deployment. Writes nothing.</summary>
/// <param name="named">Objects that declarations may name and that are not deployed.</param>
internal sealed class Planner(
    DeploymentEnvironment environment,
    Uri workspace,
    IReadOnlyList<RemoteKind> kinds,
    IReadOnlyList<NamedObjects> named,
    ManifestStore manifests,
    SecretReader vault,
    ObjectOwnership ownership,
    AbsentPlaces absent
)
{
    private readonly Dictionary<string, RemoteKind> byName = kinds.ToDictionary(kind => kind.Name);

    private readonly Dictionary<string, AssetKind> declarable = kinds.ToDictionary(kind => kind.Name, kind => kind.Kind);

    private readonly WorkspaceLister lister = new(kinds, named, environment.PermissionDrift);

    /// <param name="read">Without errors: these end a run before the first request.</param>
    public async Task<PlannedDeployment> PlanAsync(DeclaredAssets read, Selection selection, CancellationToken ct)
    {
        var unreadable = new List<Finding>();
        var documents = read.Declarations.Where(declaration => selection.Takes(declaration) && !IsFile(declaration)).ToList();
        var reading = vault.ReadAsync(documents, read.SecretVersions, unreadable, ct);
        var manifest = MovedEntries.Applied(await manifests.LoadCheckedAsync(ct), read.Moves, read.Declarations, declarable);
        IReadOnlyList<Declaration> declared = [.. read.Declarations, .. WithdrawnParts.Of(manifest, read.Declarations, declarable)];
        var selected = declared.Where(selection.Takes).ToList();
        var known = await FindAsync(declared, selection, manifest, ct);
        var secrets = await reading;

        var names = new AssetNames(declared, known.Listings);
        var policies = new WorkspacePolicies(declarable, names, known.Listings).Check(selected);
        var filled = read.FilledValues.Concat(policies.Filled).ToLookup(value => value.Asset, StringComparer.Ordinal);
        var planned = WithDue(
            [.. selected.Select(declaration => known.Matches[declaration.Asset])],
            new Dependencies(names, declarable, declared),
            kind => new ChangePlanner(byName[kind], names, secrets, filled)
        );
        var check = new ReferenceCheck(
            names,
            declarable,
            selection,
            read.Mapped,
            environment.NamePrefix,
            WithdrawnObjects.Of(read, manifest, known)
        );
        var written = new PlanFindings(byName, known, planned);
        List<Finding> findings =
        [
            // What is unknown offline is told again, as an error, where the workspace does not know it either.
            .. read.Findings.Where(finding => finding.Code != Reference.UnknownCode),
            .. unreadable,
            .. References(selected, check),
            .. MappingCheck.Check(read.Mapped, names),
            .. written.Left(),
            .. await written.OnlineAsync(ct),
            .. await written.AbsentAsync(absent, declared, ct),
            .. written.OfWritten(policies.Findings),
        ];
        var notes = new PolicyNotes(read, filled);
        var changes = new PathConflictPlanner(declarable, manifest, known).Cleared(
            [.. WithLosses(planned, known).Select(change => WithStart(notes.With(change), known))],
            findings
        );

        return new PlannedDeployment
        {
            Plan = PlanOf(changes, selection, manifest),
            Findings = Findings.InOrder(findings),
            Declarations = selected.GroupBy(declaration => declaration.Asset).ToDictionary(group => group.Key, group => group.First()),
            Live = known.Listings.Live,
            Known = known,
            Manifest = manifest,
            PendingStops = await PendingStops.FindAsync(manifest, known, ownership, ct),
            InterruptedCreations = InterruptedCreations(changes, manifest),
            Secrets = secrets,
            Stays = planned
                .Where(plan => plan.Stays.Count > 0)
                .ToDictionary(plan => plan.Change.Asset, plan => plan.Stays, StringComparer.Ordinal),
            Adoptions = [.. planned.Select(change => change.Adoption).OfType<ManifestEntry>()],
        };
    }

    /// <summary>The objects of what is declared, then the parts of these.</summary>
    private async Task<KnownObjects> FindAsync(
        IReadOnlyList<Declaration> declared,
        Selection selection,
        Manifest manifest,
        CancellationToken ct
    )
    {
        var objects = await KnownAsync(await lister.ListAsync(selection, declared, manifest, ct));
        return objects.With(await KnownAsync(await lister.ListPartsAsync(selection, declared, manifest, objects.Listings, ct)));

        Task<KnownObjects> KnownAsync(Listings listings) =>
            KnownObjects.FindAsync(kinds, declared, selection.Takes, listings, manifest, ownership, ct);
    }

    private List<PlannedChange> WithDue(
        IReadOnlyList<ObjectMatch> selected,
        Dependencies dependencies,
        Func<string, ChangePlanner> planner
    ) => DueActions.With(selected, Planned(selected, dependencies, planner), declarable);

    private Plan PlanOf(IReadOnlyList<Change> changes, Selection selection, Manifest manifest) =>
        new()
        {
            Environment = environment.Name,
            Workspace = workspace,
            Commit = selection.Commit,
            Lock = manifest.Lock,
            Changes = DependencyCycles.Broken(changes),
        };

    /// <summary>What others gave to an object that is made anew goes with the one before.</summary>
    private static IEnumerable<Change> WithLosses(IReadOnlyList<PlannedChange> planned, KnownObjects known)
    {
        var renewed = planned
            .Select(plan => plan.Change)
            .Where(change => change.Action == ChangeAction.Recreate)
            .Select(change => change.Asset)
            .ToHashSet(StringComparer.Ordinal);
        return planned
            .Select(plan => plan.Change)
            .Select(change =>
                change.Kept.Count > 0 && known.Matches[change.Asset].Declaration.BelongsTo.Any(renewed.Contains)
                    ? change with { Kept = [], Notes = [.. change.Notes, $"lost with the object before: {string.Join(", ", change.Kept)}"] }
                    : change
            );
    }

    /// <summary>With what the write starts.</summary>
    private Change WithStart(Change change, KnownObjects known) =>
        change.Action is not (ChangeAction.None or ChangeAction.Delete)
        && byName[change.Kind] is IStarts starts
        && known.Matches[change.Asset] is var match
        && starts.StartNote(match.Declaration.Content, change.IsMade ? null : match.Live, change.Fields) is { } note
            ? change with { Notes = [.. change.Notes, note] }
            : change;

    private bool IsFile(Declaration declaration) => declarable[declaration.Kind].PathOf(declaration) is not null;

    private List<Finding> References(IEnumerable<Declaration> selected, ReferenceCheck check)
    {
        var findings = new List<Finding>();
        foreach (var declaration in selected)
        {
            check.Check(declaration, findings);
            if (!IsFile(declaration))
                check.CheckDuplicates(declaration, findings);
        }

        return findings;
    }

    private static IReadOnlyList<string> InterruptedCreations(IReadOnlyList<Change> changes, Manifest manifest) =>
        [
            .. changes
                .Where(change => change.Action == ChangeAction.Create && IsBegun(manifest, change.Asset))
                .Select(change => change.Asset),
        ];

    /// <summary>
    /// An interrupted run may have created the asset: its id is in no answer that arrived, or reads do not show the object yet.
    /// </summary>
    private static bool IsBegun(Manifest manifest, string asset) =>
        manifest.Creating.GetValueOrDefault(asset) is { Place: null } || manifest.Find(asset) is { Unread: true };

    /// <summary>
    /// The change of each asset. A recreated asset gets another id, so assets that name it are written too, and may be recreated in turn.
    /// </summary>
    private static List<PlannedChange> Planned(
        IReadOnlyList<ObjectMatch> selected,
        Dependencies dependencies,
        Func<string, ChangePlanner> planner
    )
    {
        var after = selected.Select(match => dependencies.Of(match.Declaration)).ToList();
        var renewed = new HashSet<string>(StringComparer.Ordinal);
        var planned = selected.Select((match, i) => planner(match.Declaration.Kind).Plan(match, after[i], renewed)).ToList();
        while (
            planned
                .Where(change => change.Change.Action == ChangeAction.Recreate && renewed.Add(change.Change.Asset))
                .Select(change => change.Change.Asset)
                .ToHashSet(StringComparer.Ordinal)
                is { Count: > 0 } fresh
        )
            for (var i = 0; i < selected.Count; i++)
                if (after[i].Any(fresh.Contains))
                    planned[i] = planner(selected[i].Declaration.Kind).Plan(selected[i], after[i], renewed);

        return planned;
    }
}
