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
        && places.At(rule, path, rule.Wanted) is { } found
        && rule.Form.Means(token, found.Place)
            ? NamesOf(rule, found)
                .Select(name => rule.Form.Named(token, name))
                .FirstOrDefault(text => Stands(rule, document, token, text, found))
            : null;

    /// <summary>A notebook without its ending, as the workspace shows it, where no other file is called so.</summary>
    private IEnumerable<string> NamesOf(PathRule rule, DeclaredPlace found)
    {
        if (rule.Wanted == PathTarget.Notebook && places.NameWithoutEnding(found) is { } name)
            yield return name;

        yield return found.Name;
    }

    private bool Stands(PathRule rule, JObject document, JToken token, string text, DeclaredPlace found) =>
        rule.Form.NameIn(document, token, text) is { } name && places.Find(rule, name)?.Place == found.Place;
}
