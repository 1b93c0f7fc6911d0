using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>What is said of a path field that names nothing, or something of another sort.</summary>
internal static class PathMessages
{
    /// <param name="file">With the folder of its kind in front.</param>
    public static string Ignored(JValue value, string file, IgnoreLine line) =>
        $"{PathInFile.Of(value)} names {file}, which is ignored by {line}. Change that line, or correct the name.";

    public static string NotDeclared(JValue value, string name, PathRule rule, DeclaredPlaces places)
    {
        var (field, noun) = (PathInFile.Of(value), rule.Wanted == PathTarget.Folder ? "folder" : "file");
        if (WithoutFolder(name, rule, places) is var (folder, below))
            return $"{field} is {name}, and a name begins below {folder}/. Write {below}.";

        var near = PathSuggestion.Suggest(name, places.Names(rule));
        return rule.Folders is [var first, var second]
            ? $"{field} names {name}, which is neither in {first}/ nor in {second}/.{near} Add the {noun} to {first}/, or correct the name."
            : $"{field} names {rule.To}/{name}, which does not exist.{near} Add the {noun} or correct the name.";
    }

    public static string Unfit(JToken value, DeclaredPlace found, PathRule rule) =>
        $"{PathInFile.Of(value)} names {found.Kind}/{found.Name}, "
        + (
            found.IsArchive
                ? $"an archive, which becomes a folder. Name a notebook in it: {Path.ChangeExtension(found.Name, null)}/NOTEBOOK."
            : found.Becomes == PathTarget.Folder ? $"which is a folder, and {Words(rule.Wanted)} is needed. Name one in it."
            : rule.Wanted.HasFlag(PathTarget.Notebook) ? $"which becomes a file and no notebook{HowToMakeNotebook(found.Name, rule)}"
            : rule.Wanted.HasFlag(PathTarget.File) ? $"which becomes a notebook and no file{HowToMakeFile(found.Name, rule)}"
            : "which is no folder. Name the folder that it is in."
        );

    /// <summary>For a name that begins at the root of the repository: the folder, and what is below it; null for any other.</summary>
    private static (string Folder, string Below)? WithoutFolder(string name, PathRule rule, DeclaredPlaces places)
    {
        var normalized = DeclaredPlaces.Normalized(name);
        return rule.Folders.FirstOrDefault(folder => normalized.StartsWith($"{folder}/", StringComparison.Ordinal)) is { } folder
            && normalized[(folder.Length + 1)..] is var rest
            && places.Find(rule, rest) is { } found
            && found.Kind == folder
            && rule.Wanted.HasFlag(found.Becomes)
            ? (folder, rest)
            : null;
    }

    private static string HowToMakeNotebook(string name, PathRule rule) =>
        NotebookSource.HeaderOf(name) is { } header
            ? $", since its first line is not \"{header}\". Write that line on top, or "
                + (
                    IsOfPipeline(rule) ? "name it in file.path."
                    : Path.GetExtension(name) == ".sql" ? "run the file with sql_task.file."
                    : "run the file with spark_python_task."
                )
            : ": the service makes notebooks of .py, .sql, .scala and .r with their header, and of .ipynb. Name a notebook.";

    private static string HowToMakeFile(string name, PathRule rule)
    {
        var instead = IsOfPipeline(rule) ? "name it in notebook.path" : "run it with notebook_task";
        return NotebookSource.HeaderOf(name) is { } header
            ? $", since its first line is \"{header}\". Take that line away, or {instead}."
            : $", since it ends in {Path.GetExtension(name)}. {char.ToUpperInvariant(instead[0])}{instead[1..]}.";
    }

    private static bool IsOfPipeline(PathRule rule) => rule.Kind == "pipelines";

    private static string Words(PathTarget wanted) => wanted.HasFlag(PathTarget.Notebook) ? "a notebook" : "a file";
}
