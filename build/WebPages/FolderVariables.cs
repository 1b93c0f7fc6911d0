using System.Security.Cryptography;
using System.Text;
using Build.CommandLine;
using Build.Preparation;
using Build.Running;
using Layercake.Engine.Declarations;

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

    /// <summary>Where the copy is; another folder has another, and the same one of another workspace too.</summary>
    public string CopyOf(string path, string workspace)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{workspace}\n{path}")))[..8];
        return Path.Combine(run.CloudStateFolder, $"web-folder-{digest}");
    }

    /// <param name="named">The environment of the workspace that variables say; null where they say none.</param>
    /// <param name="served">Without a folder of assets that could have environments.</param>
    /// <exception cref="BuildFailedException">The copy is one of something else.</exception>
    public WorkspaceFolderPlace? Place(string path, WorkspaceOfVariables? named, RunOptions served)
    {
        var environment = named?.Environment ?? (EnvironmentReader.Names(served) is [var only] ? only : null);
        if (environment is null)
        {
            errors.Add(
                $"--{Option} needs to know which workspace has the folder. Set DATABRICKS_HOST and DATABRICKS_TOKEN, or leave one "
                    + "environment file."
            );
            return null;
        }

        var findings = new List<Finding>();
        var workspace =
            named?.Address
            ?? (EnvironmentReader.Load(environment, served, findings) is { } read ? WorkspaceFolderPlace.WorkspaceOf(read) : null);
        if (workspace is null)
        {
            foreach (var finding in findings)
                errors.Add(finding.ToString());
            return null;
        }

        var place = new WorkspaceFolderPlace(path, environment, workspace, CopyOf(path, workspace));
        _ = new FolderCopy(place).Known();
        return place;
    }
}
