using System.Security.Cryptography;
using System.Text;
using Build.CommandLine;
using Build.Preparation;
using Build.Running;

namespace Build.WebPages;

/// <summary>Reads which Git folder of a workspace has the files.</summary>
/// <param name="variable">Null where it is not set.</param>
internal sealed class FolderVariables(
    Func<string, string?> variable,
    RunOptions run,
    HostArguments arguments,
    ICollection<string> errors,
    ICollection<string> said
)
{
    private const string FolderPath = "WORKSPACE_GIT_FOLDER_PATH";
    private const string Option = "workspace-folder";
    private const string Jobs = "/jobs";

    private static readonly string[] Others = ["assets", "package", "clone"];

    /// <summary>The path in the workspace; null where the files are elsewhere.</summary>
    public string? Read()
    {
        if (arguments[Option] is { } given)
            return WorkspaceFolderPath.Parse(given);
        if (variable(FolderPath) is not { } text)
            return null;
        if (Others.FirstOrDefault(arguments.Has) is { } other)
        {
            said.Add($"{FolderPath} says nothing, since --{other} is given.");
            return null;
        }

        // An app for jobs alone has its files directly in the folder that it is given.
        var path = text.TrimEnd('/');
        var root = path.EndsWith(Jobs, StringComparison.Ordinal) ? path[..^Jobs.Length] : path;
        if (WorkspaceFolderPath.Parse(root) is not { } folder)
        {
            errors.Add($"{FolderPath} names no folder that can have assets. {WorkspaceFolderPath.Allowed} Or remove the variable.");
            return null;
        }

        said.Add($"{FolderPath} says --{Option}={folder}.");
        return folder;
    }

    /// <summary>Where the copy is; another folder of a workspace has another.</summary>
    public string CopyOf(string path)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..8];
        return Path.Combine(run.CloudStateFolder, $"web-folder-{digest}");
    }

    /// <param name="named">The environment of the workspace that variables say; null where they say none.</param>
    /// <param name="served">With the copy as the folder of assets.</param>
    public WorkspaceFolderPlace? Place(string path, string? named, RunOptions served)
    {
        var environment = named ?? (EnvironmentReader.Names(served) is [var only] ? only : null);
        if (environment is null)
            errors.Add(
                $"--{Option} needs to know which workspace has the folder. Set DATABRICKS_HOST and DATABRICKS_TOKEN, or leave one "
                    + "environment file."
            );
        return environment is null ? null : new WorkspaceFolderPlace(path, environment, CopyOf(path));
    }
}
