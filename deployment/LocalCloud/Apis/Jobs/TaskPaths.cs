using System.Text.RegularExpressions;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;
using static Layercake.LocalCloud.Apis.Jobs.JobChecks;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>What the service refuses in the paths of tasks: they are absolute in the workspace, and relative in a repository.</summary>
internal static partial class TaskPaths
{
    private const string Git = "GIT";

    /// <param name="hasRepository">The job has a <c>git_source</c>.</param>
    public static void Check(JObject task, bool hasRepository)
    {
        if (task.Object("notebook_task") is { } notebook)
            Notebook(notebook.Text("notebook_path") ?? "", IsGit(notebook, hasRepository));
        if (task.Object("spark_python_task") is { } python)
            Python(python.Text("python_file") ?? "", python.Text("source"), hasRepository);
        if (task.Object("sql_task")?.Object("file") is { } file && IsGit(file, hasRepository))
            Relative(file.Text("path"), "path");
        if (task.Object("dbt_task") is { } dbt && IsGit(dbt, hasRepository))
            Relative(dbt.Text("project_directory"), "project_directory");
    }

    private static void Notebook(string path, bool isGit)
    {
        if (isGit)
            Relative(path, "notebook_path");
        else
            Require(
                IsOpen(path) || path.StartsWith('/'),
                $"Invalid notebook_path: {path}. Only absolute paths are currently supported. Paths must begin with '/'."
            );
    }

    /// <remarks>
    /// A file without a source is one of the workspace or of the repository; which one the documentation does not say for all paths.
    /// </remarks>
    private static void Python(string file, string? source, bool hasRepository)
    {
        if (source == Git)
            Relative(file, "python_file");
        Require(
            IsOpen(file) || Uri().IsMatch(file) || (file.Length > 0 && (source == Git || (source is null && hasRepository))),
            $"Invalid Python file URI: {file}. Please visit Databricks user guide for supported URI schemes."
        );
    }

    private static void Relative(string? path, string field) =>
        Require(
            path is null || !path.StartsWith('/'),
            $"Invalid {field}: {path}. Only relative paths are currently supported for remote repositories. "
                + "Paths must not begin with '/'."
        );

    private static bool IsGit(JObject holder, bool hasRepository) => holder.Text("source") is { } source ? source == Git : hasRepository;

    /// <summary>A path that is known only when the task runs.</summary>
    private static bool IsOpen(string path) => path.StartsWith("{{", StringComparison.Ordinal);

    [GeneratedRegex("^(/|[A-Za-z][A-Za-z0-9+.-]*:/)")]
    private static partial Regex Uri();
}
