using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>Replaces names of declared files and folders by their paths in the workspace, which differ between environments.</summary>
/// <remarks>
/// <see cref="ReferenceTable.Paths"/> lists the fields. What counts as a name there is invalid for the service (except with Git as the
/// source), so no valid value changes its meaning.
/// </remarks>
internal sealed class WorkspacePaths(IReadOnlyDictionary<string, AssetKind> kinds, IReadOnlyList<Declaration> files)
{
    private readonly DeclaredPlaces places = PlacesOf(kinds, files);

    private readonly Dictionary<string, Declaration> byPath = files
        .Where(file => kinds[file.Kind].PathOf(file) is not null)
        .GroupBy(file => WorkspacePath.Plain(kinds[file.Kind].PathOf(file)!), StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    private readonly ILookup<(string Kind, string Name), Declaration> byName = files.ToLookup(file => (file.Kind, file.Name));

    /// <summary>Says why a file that is there is not declared; null where nobody asks.</summary>
    public IgnoreRules? Ignored { get; init; }

    /// <summary>What path fields can name, of these declarations.</summary>
    public static DeclaredPlaces PlacesOf(IReadOnlyDictionary<string, AssetKind> kinds, IEnumerable<Declaration> declared) =>
        new([
            .. from file in declared
            let place = kinds[file.Kind].PathOf(file)
            where place is not null
            select DeclaredPlace.Of(file.Kind, file.Name, place, file.FullPath),
        ]);

    /// <summary>The declaration with paths for names. Names of what is not declared, or becomes something else, are findings.</summary>
    public Declaration Resolve(Declaration declaration, ICollection<Finding> findings)
    {
        var content = (JObject)declaration.Content.DeepClone();
        var names = ReferenceTable
            .Paths.Where(rule => rule.Kind == declaration.Kind)
            .SelectMany(rule => rule.NamesIn(content), (rule, named) => (rule, named.Value, named.Name))
            .ToList();
        CheckPlaces(declaration, findings);
        foreach (var (rule, value, name) in names)
            if (places.Find(rule, name) is not { } found)
                findings.Add(declaration.At(value, rule.Missing, Missing(value, name, rule)));
            else if (!rule.Wanted.HasFlag(found.Becomes))
                findings.Add(declaration.At(value, rule.Unfit, PathMessages.Unfit(value, found, rule)));
            else
                value.Replace(rule.Form.Placed((string)value!, found.Place));

        return names.Count > 0 ? declaration with { Content = content } : declaration;
    }

    /// <summary>The declared files whose paths occur in the declaration, also as a folder that has them, or a part of an archive.</summary>
    public IEnumerable<Declaration> NamedIn(Declaration declaration) =>
        declaration
            .Content.Descendants()
            .OfType<JValue>()
            .Where(value => value.Type == JTokenType.String)
            .Select(value => byPath.GetValueOrDefault(WorkspacePath.Plain((string)value!)))
            .OfType<Declaration>()
            .Concat(InPathFields(declaration))
            .Distinct();

    private string Missing(JValue value, string name, PathRule rule)
    {
        foreach (var folder in rule.Folders)
            if (Ignored?.Hiding($"{folder}/{DeclaredPlaces.Normalized(name)}") is { } line)
                return PathMessages.Ignored(value, $"{folder}/{name}", line);

        return PathMessages.NotDeclared(value, name, rule, places);
    }

    /// <summary>A place that is written out can be one of a declared file too.</summary>
    private void CheckPlaces(Declaration declaration, ICollection<Finding> findings)
    {
        foreach (var rule in ReferenceTable.Paths.Where(rule => rule.Kind == declaration.Kind))
            foreach (var token in rule.In(declaration.Content))
                if (
                    rule.Form.PathIn(token) is { } path
                    && places.At(rule, path, rule.Wanted) is null
                    && places.At(rule, path, PathTarget.Notebook | PathTarget.File) is { } found
                )
                    findings.Add(declaration.At(token, rule.Unfit, PathMessages.Unfit(token, found, rule), Severity.Warning));
    }

    private IEnumerable<Declaration> InPathFields(Declaration declaration) =>
        from rule in ReferenceTable.Paths
        where rule.Kind == declaration.Kind
        from token in rule.In(declaration.Content)
        let path = rule.Form.PathIn(token)
        where path is not null
        let found = places.At(rule, path, rule.Wanted)
        where found is not null
        from file in found.File is { } name ? byName[(found.Kind, name)] : Below(found)
        select file;

    private IEnumerable<Declaration> Below(DeclaredPlace folder) =>
        files.Where(file =>
            file.Kind == folder.Kind && (folder.Name == "." || file.Name.StartsWith($"{folder.Name}/", StringComparison.Ordinal))
        );
}
