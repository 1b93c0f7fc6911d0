using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Mappings;
using Layercake.Engine.Moves;
using Layercake.Engine.Overlays;
using Layercake.Engine.Secrets;
using Layercake.Engine.Variables;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Loading;

/// <summary>Everything that Git declares for an environment, and all that was found wrong without asking a workspace.</summary>
/// <param name="Declarations">By kind in order of deployment, then by name.</param>
public sealed record DeclaredAssets(IReadOnlyList<Declaration> Declarations, IReadOnlyList<Finding> Findings)
{
    /// <summary>The mappings that the declarations made use of.</summary>
    public MappedNames Mapped { get; init; } = MappedNames.None;

    /// <summary>What was renamed in Git, with the names that the environment has.</summary>
    public IReadOnlyList<AssetMove> Moves { get; init; } = [];

    /// <summary>The files of which the environment makes something else than they say: by overlays, tags, mappings or its prefix.</summary>
    public IReadOnlySet<string> Reshaped { get; init; } = new HashSet<string>();

    /// <summary>The versions of secrets that are read, by the names that the vault has for them; of others the current one.</summary>
    public IReadOnlyDictionary<string, string> SecretVersions { get; init; } = new Dictionary<string, string>();

    /// <summary>What declared cluster policies fill in at declared clusters that say nothing of it.</summary>
    public IReadOnlyList<FilledValue> FilledValues { get; init; } = [];

    /// <summary>Git declares more than this: something was left out, so what is missing here may still be in Git.</summary>
    public bool IsPartial { get; init; }

    public bool HasErrors => Findings.Any(finding => finding.Severity == Severity.Error);
}

/// <summary>Reads what Git declares of all kinds and checks all that can be checked without a workspace.</summary>
internal static class DeclarationReader
{
    public static DeclaredAssets Read(IReadOnlyList<AssetKind> kinds, AssetsFolder assets, DeploymentEnvironment environment, GitFacts git)
    {
        var findings = new List<Finding>();
        var byName = kinds.ToDictionary(kind => kind.Name);
        IReadOnlyList<Declaration> read = [.. kinds.SelectMany(kind => kind.Read(assets, findings))];
        MisspeltFolders.Check(assets, kinds, findings);
        var written = read.Where(declaration => byName[declaration.Kind].NameField is not null)
            .DistinctBy(declaration => declaration.File)
            .ToDictionary(declaration => declaration.File, declaration => (JObject)declaration.Content.DeepClone(), StringComparer.Ordinal);
        var shaped = new EnvironmentShaping(environment, byName, git, findings).Shape(read);

        // Mappings use the names in Git, so the prefix is added last.
        var mapped = Map(shaped, environment, findings);
        var prefix = new NamePrefix(environment.NamePrefix, byName, shaped);
        var moves = Moves(assets, byName, shaped, prefix, findings);
        var declared = kinds
            .SelectMany(kind =>
                shaped
                    .Where(declaration => declaration.Kind == kind.Name)
                    .Select(prefix.Apply)
                    .OrderBy(declaration => declaration.Name, StringComparer.Ordinal)
            )
            .ToList();
        UnknownReferences.Check(declared, findings);
        var reshaped = declared
            .Where(declaration => written.TryGetValue(declaration.File, out var before) && !JToken.DeepEquals(before, declaration.Content))
            .Select(declaration => declaration.File)
            .ToHashSet(StringComparer.Ordinal);
        declared = [.. new PartExtraction(kinds, declared, findings).Split()];
        foreach (var kind in kinds)
            kind.CheckRead([.. declared.Where(declaration => declaration.Kind == kind.Name)], findings);

        foreach (var declaration in declared)
            new NameCheck(byName[declaration.Kind], declaration, findings).Check();

        var files = declared.ToLookup(declaration => byName[declaration.Kind].PathOf(declaration) is not null);
        var secrets = new SecretCheck(environment.SecretPrefix);
        foreach (var declaration in files[false])
        {
            var kind = byName[declaration.Kind];
            secrets.Check(declaration, kind.IsPart ? null : kind.NameField, kind.Readable, findings);
            EmptyReferences.Check(declaration, findings);
            ForeignPlaceholders.Check(declaration, findings);
        }

        var paths = new WorkspacePaths(byName, [.. files[true]]) { Ignored = assets.Ignored };
        findings.AddRange(ApprovalKinds.Problems(environment, kinds));
        var placed = declared
            .Select(declaration => (Declaration: declaration, Kind: byName[declaration.Kind]))
            .Select(asset => asset.Kind.Settled(paths.Resolve(asset.Kind.Placed(asset.Declaration), findings)))
            .ToList();
        var filled = new PolicyFit(byName, placed, findings).Check();
        return new DeclaredAssets(placed, Findings.InOrder(findings))
        {
            Mapped = mapped,
            FilledValues = filled,
            Moves = moves,
            Reshaped = reshaped,
        };
    }

    /// <summary>The file uses the names in Git, as references do.</summary>
    private static IReadOnlyList<AssetMove> Moves(
        AssetsFolder assets,
        IReadOnlyDictionary<string, AssetKind> kinds,
        IReadOnlyList<Declaration> declared,
        NamePrefix prefix,
        List<Finding> findings
    )
    {
        var written = MoveFile.Read(assets, [.. kinds.Values], findings);
        var names = declared.Select(declaration => declaration.Asset).ToHashSet(StringComparer.Ordinal);
        findings.AddRange(new MoveCheck(kinds, names, written).Findings());
        return [.. written.Select(move => new AssetMove($"{prefix.Apply(move.From)}", $"{prefix.Apply(move.To)}"))];
    }

    private static MappedNames Map(IReadOnlyList<Declaration> declared, DeploymentEnvironment environment, ICollection<Finding> findings) =>
        environment.MappingsFile is { } path
            ? new MappingApplier(MappingFile.Read(path, EnvironmentFiles.Shown(path), findings), findings).Apply(declared)
            : MappedNames.None;
}
