using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>Replaces names of declared files by their paths in the workspace, which differ between environments.</summary>
/// <remarks>
/// A notebook path that does not start with <c>/</c> is a path below <c>notebooks/</c>; an init script given as plain text is a path below
/// <c>init-scripts/</c>. For the service both are invalid (except with Git as the source), so no valid value changes its meaning.
/// </remarks>
internal sealed class WorkspacePaths(IReadOnlyDictionary<string, AssetKind> kinds, IReadOnlyList<Declaration> files)
{
    internal static readonly string[] Tasks = ["", "tasks[*].", "tasks[*].for_each_task.task."];

    /// <summary>The fields of a task that name a file of <c>notebooks/</c>, with the prefix that the service needs.</summary>
    internal static readonly (string Path, string Prefix)[] NotebookFields =
    [
        ("notebook_task.notebook_path", ""),
        ("spark_python_task.python_file", "/Workspace"),
    ];

    internal static readonly string[] ClusterPaths =
    [
        "",
        "new_cluster.",
        "job_clusters[*].new_cluster.",
        "tasks[*].new_cluster.",
        "tasks[*].for_each_task.task.new_cluster.",
    ];

    private readonly Dictionary<string, Declaration> byPath = files
        .Where(file => kinds[file.Kind].PathOf(file) is not null)
        .GroupBy(file => Plain(kinds[file.Kind].PathOf(file)!), StringComparer.Ordinal)
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
        var placed = PlaceInitScripts(declaration, content, findings);
        if (declaration.Kind == "jobs")
            placed |= PlaceNotebooks(declaration, content, findings);

        return placed ? declaration with { Content = content } : declaration;
    }

    /// <summary>The declared files whose paths occur in the declaration.</summary>
    public IEnumerable<Declaration> NamedIn(Declaration declaration) =>
        declaration
            .Content.Descendants()
            .OfType<JValue>()
            .Where(value => value.Type == JTokenType.String)
            .Select(value => byPath.GetValueOrDefault(Plain((string)value!)))
            .OfType<Declaration>()
            .Distinct();

    private bool PlaceInitScripts(Declaration declaration, JObject content, ICollection<Finding> findings)
    {
        var placed = false;
        foreach (var place in ClusterPaths)
            foreach (
                var value in PathPattern
                    .Find(content, place + "init_scripts[*]")
                    .OfType<JValue>()
                    .Where(value => value.Type == JTokenType.String)
            )
            {
                if (Find("init-scripts", (string)value!) is { } script)
                    value.Replace(InitScriptReference.Entry(kinds["init-scripts"].PathOf(script)!));
                else
                    findings.Add(NotDeclared(declaration, value, "CLU001", "init-scripts"));

                placed = true;
            }

        return placed;
    }

    private bool PlaceNotebooks(Declaration declaration, JObject content, ICollection<Finding> findings)
    {
        var placed = false;
        foreach (var task in Tasks)
            foreach (var (path, prefix) in NotebookFields)
                foreach (
                    var value in PathPattern
                        .Find(content, task + path)
                        .OfType<JValue>()
                        .Where(value => IsBelowNotebooks(content, value, value.Value as string))
                )
                {
                    if (Find("notebooks", (string)value!) is { } notebook)
                        value.Value = prefix + Plain(kinds["notebooks"].PathOf(notebook)!);
                    else
                        findings.Add(NotDeclared(declaration, value, "JOB001", "notebooks"));

                    placed = true;
                }

        return placed;
    }

    /// <summary>Whether the path, in the field of that value, would be read as a path below <c>notebooks/</c>.</summary>
    internal static bool IsBelowNotebooks(JObject job, JValue value, string? path) =>
        path is { Length: > 0 }
        && path[0] != '/'
        && !path.Contains(':', StringComparison.Ordinal)
        && !path.StartsWith("{{", StringComparison.Ordinal)
        && ((value.Parent?.Parent?["source"] as JValue)?.Value as string
            ?? (job["git_source"] is JObject ? "GIT" : "WORKSPACE")) == "WORKSPACE";

    /// <summary>By the path in Git, with or without the ending that the workspace drops.</summary>
    private Declaration? Find(string kind, string path)
    {
        var name = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        return byName.GetValueOrDefault((kind, name)) ?? withoutEnding.GetValueOrDefault((kind, name));
    }

    private Finding NotDeclared(Declaration declaration, JValue value, string code, string folder)
    {
        var name = (string)value!;
        var suggestion = NameSuggestion.Suggest(name, files.Where(file => file.Kind == folder).Select(file => file.Name));
        return declaration.At(
            value,
            code,
            $"{value.Path} names {folder}/{name}, which does not exist.{suggestion} Add the file or correct the name."
        );
    }

    /// <summary>The path without its optional prefixes.</summary>
    internal static string Plain(string path)
    {
        var plain = path.StartsWith("dbfs:/", StringComparison.Ordinal) ? path[5..] : path;
        return plain.StartsWith("/Workspace/", StringComparison.Ordinal) ? plain["/Workspace".Length..] : plain;
    }
}
