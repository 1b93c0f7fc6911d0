using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.References;

/// <summary>What is said of a path field that names nothing, or something of another sort.</summary>
internal static class PathMessages
{
    public static string Ignored(JValue value, string name, PathRule rule, IgnoreLine line) =>
        $"{value.Path} names {rule.To}/{name}, which is ignored by {line}. Change that line, or correct the name.";

    public static string NotDeclared(JValue value, string name, PathRule rule, DeclaredPlaces places) =>
        $"{value.Path} names {rule.To}/{name}, which does not exist.{PathSuggestion.Suggest(name, places.Names(rule))} "
        + $"Add the {(rule.Wanted == PathTarget.Folder ? "folder" : "file")}"
        + $"{(rule.OrLibrary ? ", there or in libraries/," : "")} or correct the name.";

    public static string Unfit(JToken value, DeclaredPlace found, PathRule rule) =>
        $"{value.Path} names {found.Kind}/{found.Name}, "
        + (
            found.IsArchive
                ? $"an archive, which becomes a folder. Name a notebook in it: {Path.ChangeExtension(found.Name, null)}/NOTEBOOK."
            : found.Becomes == PathTarget.Folder ? $"which is a folder, and {Words(rule.Wanted)} is needed. Name one in it."
            : rule.Wanted.HasFlag(PathTarget.Notebook) ? $"which becomes a file and no notebook{HowToMakeNotebook(found.Name, rule)}"
            : rule.Wanted.HasFlag(PathTarget.File) ? $"which becomes a notebook and no file{HowToMakeFile(found.Name, rule)}"
            : "which is no folder. Name the folder that it is in."
        );

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
