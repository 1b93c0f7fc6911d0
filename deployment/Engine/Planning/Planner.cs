using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Loading;
using Layercake.Engine.Memory;
using Layercake.Engine.Ownership;
using Layercake.Engine.Secrets;

namespace Layercake.Engine.Planning;

/// <summary>Compares what Git declares with what the workspace holds, and says what a deployment would do. Writes nothing.</summary>
/// <param name="named">Objects that declarations may name and that are not deployed.</param>
internal sealed class Planner(
    DeploymentEnvironment environment,
    Uri workspace,
    IReadOnlyList<AssetKind> kinds,
    IReadOnlyList<NamedObjects> named,
    ManifestStore manifests,
    SecretReader vault,
    ObjectOwnership ownership
)
{
    private readonly Dictionary<string, AssetKind> byName = kinds.ToDictionary(kind => kind.Name);

    private readonly WorkspaceLister lister = new(kinds, named);

    /// <param name="read">Without errors: those are told before any network is asked.</param>
    public async Task<PlannedDeployment> PlanAsync(DeclaredAssets read, Selection selection, CancellationToken ct)
    {
        var findings = read.Findings.ToList();
        var declared = read.Declarations;
        var selected = declared.Where(selection.Takes).ToList();

        var unreadable = new List<Finding>();
        var reading = vault.ReadAsync(
            [.. selected.Where(declaration => byName[declaration.Kind].PathOf(declaration) is null)],
            unreadable,
            ct
        );
        var manifest = await manifests.LoadCheckedAsync(ct);
        var listings = await lister.ListAsync(selection, declared, manifest, ct);
        var known = await KnownObjects.FindAsync(kinds, declared, listings, manifest, ownership, ct);
        var secrets = await reading;
        findings.AddRange(unreadable);
        var names = new AssetNames(declared, known.Listings);

        var check = new ReferenceCheck(names, byName, selection, read.Mapped, environment.NamePrefix);
        foreach (var declaration in selected)
        {
            check.Check(declaration, findings);
            if (byName[declaration.Kind].PathOf(declaration) is null)
                check.CheckTwins(declaration, findings);
        }

        findings.AddRange(MappingCheck.Check(read.Mapped, names));
        var dependencies = new Dependencies(names, byName, declared);
        var planned = Planned(
            [.. selected.Select(declaration => known.Matches[declaration.Asset])],
            dependencies,
            kind => new ChangePlanner(byName[kind], names, secrets)
        );
        var changes = new PathConflictPlanner(byName, manifest, known).Cleared([.. planned.Select(change => change.Change)], findings);

        return new PlannedDeployment
        {
            Plan = new Plan
            {
                Environment = environment.Name,
                Workspace = workspace,
                Commit = selection.Commit,
                Changes = DependencyCycles.Broken(changes),
            },
            Findings = Layercake.Engine.Declarations.Findings.InOrder(findings),
            Declarations = selected.GroupBy(declaration => declaration.Asset).ToDictionary(group => group.Key, group => group.First()),
            Live = known.Listings.Live,
            Known = known,
            Manifest = manifest,
            PendingStops = await PendingStops.FindAsync(manifest, known, ownership, ct),
            BegunAndNotSeen =
            [
                .. changes
                    .Where(change => change.Action == ChangeAction.Create && IsBegun(manifest, change.Asset))
                    .Select(change => change.Asset),
            ],
            Secrets = secrets,
            Adoptions = [.. planned.Select(change => change.Adoption).OfType<ManifestEntry>()],
        };
    }

    /// <summary>A run that was cut short may have created it, under an id that no answer told or that a read does not show yet.</summary>
    private static bool IsBegun(Manifest manifest, string asset) =>
        manifest.Creating.GetValueOrDefault(asset) is { Place: null } || manifest.Find(asset) is { Unread: true };

    /// <summary>
    /// What happens to each asset. One that is recreated gets another id, so what names it is written too, which may recreate that in turn.
    /// </summary>
    private static List<(Change Change, ManifestEntry? Adoption)> Planned(
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
