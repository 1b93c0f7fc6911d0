using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>Replaces names of declared files by their paths in the workspace, which differ between environments.</summary>
/// <remarks>
/// <see cref="ReferenceTable.Paths"/> lists the fields. What counts as a name there is invalid for the service (except with Git as the
/// source), so no valid value changes its meaning.
/// </remarks>
internal sealed class WorkspacePaths(IReadOnlyDictionary<string, AssetKind> kinds, IReadOnlyList<Declaration> files)
{
    private readonly Dictionary<string, Declaration> byPath = files
        .Where(file => kinds[file.Kind].PathOf(file) is not null)
        .GroupBy(file => WorkspacePath.Plain(kinds[file.Kind].PathOf(file)!), StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    private readonly Dictionary<(string Kind, string Name), Declaration> byName = files
        .GroupBy(file => (file.Kind, file.Name))
        .ToDictionary(group => group.Key, group => group.First());

    private readonly Dictionary<(string Kind, string Name), Declaration> withoutEnding = files
        .GroupBy(file => (file.Kind, Path.ChangeExtension(file.Name, null)))
        .ToDictionary(group => group.Key, group => group.First());

    /// <summary>The declaration with paths for file names. Names of files that are not declared become findings.</summary>
    public Declaration Resolve(Declaration declaration, ICollection<Finding> findings)
    {
        var content = (JObject)declaration.Content.DeepClone();
        var names = ReferenceTable
            .Paths.Where(rule => rule.Kind == declaration.Kind)
            .SelectMany(rule => rule.NamesIn(content), (rule, value) => (rule, value))
            .ToList();
        foreach (var (rule, value) in names)
            if (Find(rule.To, (string)value!) is { } file)
                value.Replace(rule.Form.Placed(kinds[rule.To].PathOf(file)!));
            else
                findings.Add(NotDeclared(declaration, value, rule));

        return names.Count > 0 ? declaration with { Content = content } : declaration;
    }

    /// <summary>The declared files whose paths occur in the declaration.</summary>
    public IEnumerable<Declaration> NamedIn(Declaration declaration) =>
        declaration
            .Content.Descendants()
            .OfType<JValue>()
            .Where(value => value.Type == JTokenType.String)
            .Select(value => byPath.GetValueOrDefault(WorkspacePath.Plain((string)value!)))
            .OfType<Declaration>()
            .Distinct();

    /// <summary>By the path in Git, with or without the ending that the workspace drops.</summary>
    private Declaration? Find(string kind, string path)
    {
        var name = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        return byName.GetValueOrDefault((kind, name)) ?? withoutEnding.GetValueOrDefault((kind, name));
    }

    private Finding NotDeclared(Declaration declaration, JValue value, PathRule rule)
    {
        var name = (string)value!;
        var suggestion = NameSuggestion.Suggest(name, files.Where(file => file.Kind == rule.To).Select(file => file.Name));
        return declaration.At(
            value,
            rule.Missing,
            $"{value.Path} names {rule.To}/{name}, which does not exist.{suggestion} Add the file or correct the name."
        );
    }
}
