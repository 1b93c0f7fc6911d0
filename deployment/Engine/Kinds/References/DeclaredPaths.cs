using Layercake.Engine.Kinds.Files;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>
/// Replaces paths in the workspace by the names of declared files: the reverse of <see cref="WorkspacePaths"/>.
/// </summary>
/// <param name="files">Kind, name and place of all files that Git declares.</param>
internal sealed class DeclaredPaths(IEnumerable<(string Kind, string Name, string Place)> files)
{
    private readonly Dictionary<(string Kind, string Place), (string Name, string Place)> byPlace = files
        .GroupBy(file => (file.Kind, WorkspacePaths.Plain(file.Place)))
        .ToDictionary(group => group.Key, group => group.Order().Select(file => (file.Name, file.Place)).First());

    /// <summary>Changes the document in place, where a deployment of it has the same effect.</summary>
    /// <returns>The paths that were replaced.</returns>
    public IReadOnlyList<string> Name(string kind, JObject document)
    {
        var named = new List<string>();
        NameInitScripts(document, named);
        if (kind == "jobs")
            NameNotebooks(document, named);

        return named;
    }

    private void NameInitScripts(JObject document, List<string> named)
    {
        foreach (var place in WorkspacePaths.ClusterPaths)
            foreach (var entry in PathPattern.Find(document, place + "init_scripts[*]").OfType<JObject>())
                if (InitScriptOf(entry) is { } script)
                    Replace(entry, script, named);
    }

    /// <summary>The declared init script that a deployment would place as exactly this entry; null when there is none.</summary>
    private string? InitScriptOf(JObject entry) =>
        (entry.Properties().FirstOrDefault()?.Value as JObject)?["destination"] is JValue { Value: string destination }
        && byPlace.TryGetValue(("init-scripts", WorkspacePaths.Plain(destination)), out var script)
        && script.Place == destination
        && JToken.DeepEquals(entry, InitScriptReference.Entry(destination))
            ? script.Name
            : null;

    private void NameNotebooks(JObject job, List<string> named)
    {
        foreach (var task in WorkspacePaths.Tasks)
            foreach (var (path, prefix) in WorkspacePaths.NotebookFields)
                foreach (var value in PathPattern.Find(job, task + path).OfType<JValue>())
                    if (NotebookOf(job, value, prefix) is { } notebook)
                        Replace(value, notebook, named);
    }

    /// <summary>The declared notebook whose path in the workspace is this value; null when there is none.</summary>
    private string? NotebookOf(JObject job, JValue value, string prefix) =>
        value.Value is string place
        && place.StartsWith(prefix + "/", StringComparison.Ordinal)
        && byPlace.TryGetValue(("notebooks", place[prefix.Length..]), out var notebook)
        && WorkspacePaths.IsBelowNotebooks(job, value, notebook.Name)
            ? notebook.Name
            : null;

    private static void Replace(JToken token, string name, List<string> named)
    {
        named.Add($"{token.Path}: {name}");
        token.Replace(name);
    }
}
