using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>
/// Replaces paths in the workspace by the names of what Git declares: the reverse of <see cref="WorkspacePaths"/>.
/// </summary>
internal sealed class DeclaredPaths(DeclaredPlaces places)
{
    /// <summary>Changes the document in place, where a deployment of it has the same effect.</summary>
    /// <returns>The paths that were replaced.</returns>
    public IReadOnlyList<string> Name(string kind, JObject document)
    {
        var named = new List<string>();
        foreach (var rule in ReferenceTable.Paths.Where(rule => rule.Kind == kind))
            foreach (var token in rule.In(document))
                if (NameOf(rule, document, token) is { } name)
                {
                    named.Add($"{token.Path}: {name}");
                    token.Replace(name);
                }

        return named;
    }

    /// <summary>
    /// The text for what a deployment would place there; null when that is nothing, or the text would mean something else.
    /// </summary>
    private string? NameOf(PathRule rule, JObject document, JToken token) =>
        rule.Form.PathIn(token) is { } path
        && places.At(rule.To, path, rule.Wanted) is { } found
        && rule.Form.Means(token, found.Place)
        && rule.Form.Named(token, found.Name) is var text
        && rule.Form.NameIn(document, token, text) is { } name
        && places.Find(rule.To, name, rule.Wanted)?.Place == found.Place
            ? text
            : null;
}
