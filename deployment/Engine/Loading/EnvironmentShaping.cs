using Layercake.Engine.Declarations;
using Layercake.Engine.Declarations.Documents;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Overlays;
using Layercake.Engine.Variables;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Loading;

/// <summary>Makes of what Git declares for all environments what it declares for one: overlays and tags, then variables.</summary>
internal sealed class EnvironmentShaping(
    DeploymentEnvironment environment,
    IReadOnlyDictionary<string, AssetKind> kinds,
    GitFacts git,
    ICollection<Finding> findings
)
{
    private readonly VariableValues values = new(environment, git);
    private readonly HashSet<Finding> told = [];
    private readonly List<Finding> found = [];

    /// <param name="read">Their content is changed in place.</param>
    public IReadOnlyList<Declaration> Shape(IReadOnlyList<Declaration> read)
    {
        var overlays = new OverlayApplier(
            new OverlayReader([.. kinds.Values], found).Read(environment.Overlays),
            environment.AssetTags,
            found
        );
        var isWhole = findings.All(finding => finding.Severity != Severity.Error);
        var named = read.Select(Named).ToList();
        foreach (var declaration in named.Where(IsJson))
        {
            overlays.Apply(kinds[declaration.Kind], declaration);
            Replacement(declaration).Replace(declaration.Content);
            kinds[declaration.Kind].Unify(declaration);
            if (Depth(declaration.Content) > StrictJsonReader.DeepestLevel)
                found.Add(
                    declaration.At(
                        null,
                        "JSN006",
                        $"With what the environment puts into it, objects and lists are nested more than "
                            + $"{StrictJsonReader.DeepestLevel} deep. Look at its overlays and variables."
                    )
                );
        }

        CheckDuplicates(read, named);

        // They may be for a file that could not be read.
        if (isWhole)
        {
            overlays.WarnOfUnused(named);
            foreach (var finding in values.Unused())
                found.Add(finding);
        }

        AddFindings(named);
        return named;
    }

    /// <summary>Findings name assets as everyone does after this, with the prefix.</summary>
    private void AddFindings(List<Declaration> named)
    {
        var assets = named
            .Where(IsJson)
            .Select(declaration => (declaration.Asset, Known: declaration with { Name = environment.NamePrefix + declaration.Name }))
            .DistinctBy(pair => pair.Asset)
            .ToDictionary(pair => pair.Asset, pair => pair.Known.Asset, StringComparer.Ordinal);
        foreach (var finding in found)
            findings.Add(finding.Asset is { } asset && assets.TryGetValue(asset, out var known) ? finding with { Asset = known } : finding);
    }

    /// <summary>With variables in its name replaced, since overlays go by names.</summary>
    private Declaration Named(Declaration declaration)
    {
        if (!IsJson(declaration))
            return declaration;

        SourceLocation.Mark(declaration.Content, declaration.File);
        var field = declaration.Content.Property(kinds[declaration.Kind].NameField!);
        if (field?.Value is not JValue { Value: string text } || VariableText.Parse(text) is null)
            return declaration;

        Replacement(declaration).Replace(field);
        if (field.Value is JValue { Value: string { Length: > 0 } name } && !string.IsNullOrWhiteSpace(name))
            return declaration with { Name = name };

        found.Add(
            declaration.At(field, "DEC002", $"{field.Name} must be a text that is not empty, and {text} is none. Give the asset a name.")
        );
        return declaration;
    }

    private VariableReplacement Replacement(Declaration declaration) =>
        new(values.Of)
        {
            Tell = (token, problem) =>
            {
                var place = token is JValue ? FieldText.PlaceOf(token, problem.Variable, declaration.File) : declaration.PlaceOf(token);
                var finding = place.Finding(problem.Code, $"{PathInFile.Of(token)}: {problem.Message}", declaration.Asset);

                // An error in the environment's file concerns every asset and is reported once.
                if (finding.File == environment.File)
                    finding = finding with { Asset = null, Message = problem.Message };
                if (told.Add(finding))
                    found.Add(finding);
            },
        };

    /// <summary>Names that became one by their variables; those that are written alike were told when they were read.</summary>
    private void CheckDuplicates(IReadOnlyList<Declaration> read, List<Declaration> named)
    {
        var written = read.Zip(named).Where(pair => IsJson(pair.Second)).ToList();
        foreach (
            var same in written
                .GroupBy(pair => (pair.Second.Kind, pair.Second.Name))
                .Where(group => group.Select(pair => pair.First.Name).Distinct(StringComparer.Ordinal).Count() > 1)
        )
            foreach (var (_, declaration) in same)
            {
                var nameField = kinds[declaration.Kind].NameField!;
                found.Add(JsonDeclarations.TwoFilesWithOneName(declaration, same.Select(pair => pair.Second), [nameField]));
            }
    }

    private static int Depth(JToken token) =>
        token switch
        {
            JProperty field => Depth(field.Value),
            JContainer container => 1 + container.Children().Select(Depth).DefaultIfEmpty().Max(),
            _ => 0,
        };

    private bool IsJson(Declaration declaration) => kinds[declaration.Kind].NameField is not null;
}
