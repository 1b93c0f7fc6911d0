using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds;
using Layercake.Engine.Memory;
using Layercake.Engine.Secrets;

namespace Layercake.Engine.Planning;

/// <summary>Compares what Git declares with what the workspace holds, and says what a deployment would do. Writes nothing.</summary>
internal sealed class Planner(DeploymentEnvironment environment, Uri workspace, IReadOnlyList<AssetKind> kinds, ManifestStore manifests, SecretReader vault)
{
    private readonly Dictionary<string, AssetKind> byName = kinds.ToDictionary(kind => kind.Name);

    /// <param name="read">Without errors: those are told before any network is asked.</param>
    public async Task<PlannedDeployment> PlanAsync(Declared read, Selection selection, CancellationToken ct)
    {
        var findings = read.Findings.ToList();
        var declared = read.Declarations;
        var selected = declared.Where(declaration => selection.Kinds.Contains(declaration.Kind)).ToList();

        var unreadable = new List<Finding>();
        var reading = vault.ReadAsync([.. selected.Where(declaration => byName[declaration.Kind].PathOf(declaration) is null)], unreadable, ct);
        var manifest = await manifests.LoadAsync(ct);
        var live = await ListAsync(selection, declared, manifest, ct);
        var secrets = await reading;
        findings.AddRange(unreadable);
        var names = new AssetNames(declared, live);

        var check = new ReferenceCheck(names, byName, selection.Kinds);
        foreach (var declaration in selected)
        {
            check.Check(declaration, findings);
            if (byName[declaration.Kind].PathOf(declaration) is null)
                check.CheckTwins(declaration, findings);
        }

        var dependencies = new Dependencies(names, byName, declared);
        var planned = selected.Select(declaration => new ChangePlanner(byName[declaration.Kind], names, manifest, secrets).Plan(declaration, dependencies.Of(declaration))).ToList();

        return new PlannedDeployment
        {
            Plan = new Plan { Environment = environment.Name, Workspace = workspace, Commit = selection.Commit, Changes = [.. planned.Select(change => change.Change)] },
            Findings = Layercake.Engine.Declarations.Findings.InOrder(findings),
            Declarations = selected.GroupBy(declaration => declaration.Asset).ToDictionary(group => group.Key, group => group.First()),
            Live = live,
            Manifest = manifest,
            Secrets = secrets,
            Adoptions = [.. planned.Select(change => change.Adoption).OfType<ManifestEntry>()],
        };
    }

    /// <summary>Lists the selected kinds and those they refer to, all at once: listings are read once, whatever refers to them.</summary>
    private async Task<IReadOnlyDictionary<string, IReadOnlyList<LiveAsset>>> ListAsync(Selection selection, IReadOnlyList<Declaration> declared, Manifest manifest, CancellationToken ct)
    {
        var needed = kinds.Where(kind => declared.Any(declaration => declaration.Kind == kind.Name) && selection.Kinds.Contains(kind.Name))
            .Concat(declared.Where(declaration => selection.Kinds.Contains(declaration.Kind))
                .SelectMany(declaration => References.In(declaration.Kind, declaration.Content)).Select(reference => byName[reference.To]))
            .Concat(manifest.StopDue.Select(asset => byName[asset[..asset.IndexOf('.', StringComparison.Ordinal)]]))
            .Distinct();

        var listings = await Task.WhenAll(needed.Select(async kind =>
            (kind.Name, Live: await kind.ListAsync([.. declared.Where(declaration => declaration.Kind == kind.Name)], manifest.Remembered(kind.Name), ct))));
        return listings.ToDictionary(listing => listing.Name, listing => listing.Live);
    }
}
