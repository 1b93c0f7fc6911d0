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
        foreach (var place in WorkspacePaths.ClusterPaths)
            foreach (var entry in PathPattern.Find(document, place + "init_scripts[*]").OfType<JObject>())
                if (
                    (entry.Properties().FirstOrDefault()?.Value as JObject)?["destination"] is JValue { Value: string destination }
                    && byPlace.TryGetValue(("init-scripts", WorkspacePaths.Plain(destination)), out var script)
                    && script.Place == destination
                    && JToken.DeepEquals(entry, InitScriptReference.Entry(destination))
                )
                    Replace(entry, script.Name, named);

        if (kind == "jobs")
            foreach (var task in WorkspacePaths.Tasks)
                foreach (var (path, prefix) in WorkspacePaths.NotebookFields)
                    foreach (var value in PathPattern.Find(document, task + path).OfType<JValue>())
                        if (
                            value.Value is string place
                            && place.StartsWith(prefix + "/", StringComparison.Ordinal)
                            && byPlace.TryGetValue(("notebooks", place[prefix.Length..]), out var notebook)
                            && WorkspacePaths.IsBelowNotebooks(document, value, notebook.Name)
                        )
                            Replace(value, notebook.Name, named);

        return named;
    }

    private static void Replace(JToken token, string name, List<string> named)
    {
        named.Add($"{token.Path}: {name}");
        token.Replace(name);
    }
}
