using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>
/// Replaces paths in the workspace by the names of declared files: the reverse of <see cref="WorkspacePaths"/>.
/// </summary>
/// <param name="files">Kind, name and place of all files that Git declares.</param>
internal sealed class DeclaredPaths(IEnumerable<(string Kind, string Name, string Place)> files)
{
    private readonly Dictionary<(string Kind, string Place), (string Name, string Place)> byPlace = files
        .GroupBy(file => (file.Kind, WorkspacePath.Plain(file.Place)))
        .ToDictionary(group => group.Key, group => group.Order().Select(file => (file.Name, file.Place)).First());

    /// <summary>Changes the document in place, where a deployment of it has the same effect.</summary>
    /// <returns>The paths that were replaced.</returns>
    public IReadOnlyList<string> Name(string kind, JObject document)
    {
        var named = new List<string>();
        foreach (var rule in ReferenceTable.Paths.Where(rule => rule.Kind == kind))
            foreach (var token in PathPattern.Find(document, rule.Path))
                if (NameOf(rule, document, token) is { } name)
                {
                    named.Add($"{token.Path}: {name}");
                    token.Replace(name);
                }

        return named;
    }

    /// <summary>The declared file that a deployment would place as exactly this value; null when there is none.</summary>
    private string? NameOf(PathRule rule, JObject document, JToken token) =>
        rule.Form.PathIn(token) is { } path
        && byPlace.TryGetValue((rule.To, WorkspacePath.Plain(path)), out var file)
        && rule.Form.IsName(document, token, file.Name)
        && JToken.DeepEquals(rule.Form.Placed(file.Place), token)
            ? file.Name
            : null;
}
