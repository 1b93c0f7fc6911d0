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
        // What is unknown offline is told again, as an error, where the workspace does not know it either.
        var findings = read.Findings.Where(finding => finding.Code != Reference.UnknownCode).ToList();
        var unreadable = new List<Finding>();
        var documents = read.Declarations.Where(declaration => selection.Takes(declaration) && !IsFile(declaration)).ToList();
        var reading = vault.ReadAsync(documents, read.SecretVersions, unreadable, ct);
        var manifest = MovedEntries.Applied(await manifests.LoadCheckedAsync(ct), read.Moves, read.Declarations, declarable);
        IReadOnlyList<Declaration> declared = [.. read.Declarations, .. WithdrawnParts.Of(manifest, read.Declarations, declarable)];
        var selected = declared.Where(selection.Takes).ToList();
        var objects = await FindAsync(await lister.ListAsync(selection, declared, manifest, ct));
        var known = objects.With(await FindAsync(await lister.ListPartsAsync(selection, declared, manifest, objects.Listings, ct)));
        var secrets = await reading;
        findings.AddRange(unreadable);

        var names = new AssetNames(declared, known.Listings);
        var check = new ReferenceCheck(
            names,
            declarable,
            selection,
            read.Mapped,
            environment.NamePrefix,
            WithdrawnObjects.Of(read, manifest, known)
        );
        CheckReferences(selected, check, findings);
        findings.AddRange(MappingCheck.Check(read.Mapped, names));
        var policies = new WorkspacePolicies(declarable, names, known.Listings);
        var filled = read.FilledValues.Concat(policies.Check(selected).Filled).ToLookup(value => value.Asset, StringComparer.Ordinal);
        var planned = WithDue(
            [.. selected.Select(declaration => known.Matches[declaration.Asset])],
            new Dependencies(names, declarable, declared),
            kind => new ChangePlanner(byName[kind], names, secrets, filled)
        );
        findings.AddRange(selected.SelectMany(declaration => Kept(declaration, planned)));
        findings.AddRange(planned.SelectMany(Staying));
        findings.AddRange(await OnlineFindingsAsync(planned, known, ct));
        findings.AddRange(await AbsentAsync([.. Written(planned, known)], declared, ct));
        findings.AddRange(policies.Check(Written(planned, known)).Findings);
        var notes = new PolicyNotes(read, filled);
        var changes = new PathConflictPlanner(declarable, manifest, known).Cleared(
            [.. planned.Select(change => WithStart(notes.With(change.Change), known))],
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

        IEnumerable<Finding> Staying(PlannedChange plan) =>
            StayingFields.Findings(known.Matches[plan.Change.Asset].Declaration, declarable[plan.Change.Kind], plan);

        Task<KnownObjects> FindAsync(Listings listings) =>
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

    private async Task<IReadOnlyList<Finding>> OnlineFindingsAsync(
        IReadOnlyList<PlannedChange> planned,
        KnownObjects known,
        CancellationToken ct
    )
    {
        var findings = await Task.WhenAll(
            planned
                .Select(plan => plan.Change)
                .Where(change => change.Action != ChangeAction.None && byName[change.Kind] is IOnlineCheck)
                .Select(change => known.Matches[change.Asset])
                .GroupBy(match => match.Declaration.Kind)
                .Select(kind =>
                    ((IOnlineCheck)byName[kind.Key]).CheckAsync([.. kind.Select(match => (match.Declaration, match.Live?.State))], ct)
                )
        );
        return [.. findings.SelectMany(found => found)];
    }

    /// <summary>What is about to be written.</summary>
    private static IEnumerable<Declaration> Written(
        IReadOnlyList<PlannedChange> planned,
        KnownObjects known
    ) =>
        planned
            .Select(plan => plan.Change)
            .Where(change => change.Action is not (ChangeAction.None or ChangeAction.Delete))
            .Select(change => known.Matches[change.Asset].Declaration);

    /// <summary>What is about to be written must lead to something.</summary>
    private Task<IReadOnlyList<Finding>> AbsentAsync(
        IReadOnlyList<Declaration> written,
        IReadOnlyList<Declaration> declared,
        CancellationToken ct
    ) =>
        absent.CheckAsync(
            written,
            WorkspacePaths.PlacesOf(declarable, declared),
            declared.Where(declaration => declaration.Kind == "secret-scopes").Select(scope => scope.Name).ToHashSet(),
            ct
        );

    /// <summary>Fields taken out of a declaration that no write removes: the object would go on having them, unseen in Git.</summary>
    private IEnumerable<Finding> Kept(
        Declaration declaration,
        IReadOnlyList<PlannedChange> planned
    ) =>
        planned
            .Where(plan => plan.Change.Asset == declaration.Asset && plan.Change.Action == ChangeAction.Update)
            .SelectMany(plan => plan.Change.Fields)
            .Where(field => field.KeptBecause is not null)
            .Select(field =>
                declaration.At(
                    FieldPath.Nearest(declaration.Content, field.Path, declarable[declaration.Kind].Rules),
                    "FLD008",
                    $"{field.Path} is no longer declared, and {field.KeptBecause}. Declare the value that it is to have."
                )
            );

    /// <summary>With what the write starts.</summary>
    private Change WithStart(Change change, KnownObjects known) =>
        change.Action is not (ChangeAction.None or ChangeAction.Delete)
        && byName[change.Kind] is IStarts starts
        && known.Matches[change.Asset] is var match
        && starts.StartNote(match.Declaration.Content, change.IsMade ? null : match.Live, change.Fields) is { } note
            ? change with { Notes = [.. change.Notes, note] }
            : change;

    private bool IsFile(Declaration declaration) => declarable[declaration.Kind].PathOf(declaration) is not null;

    private void CheckReferences(List<Declaration> selected, ReferenceCheck check, List<Finding> findings)
    {
        foreach (var declaration in selected)
        {
            check.Check(declaration, findings);
            if (!IsFile(declaration))
                check.CheckDuplicates(declaration, findings);
        }
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
