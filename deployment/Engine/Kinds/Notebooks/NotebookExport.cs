using System.Text;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest.Apis;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Notebooks;

/// <summary>
/// Exports notebooks and files of the notebooks' folder: a Jupyter notebook in its own format, any other notebook as source.
/// </summary>
internal static class NotebookExport
{
    /// <summary>What another API keeps and the tree only shows: it is deployed as what it is.</summary>
    private static readonly string[] Twins = ["DASHBOARD", "QUERY", "ALERT", "MLFLOW_EXPERIMENT"];

    /// <param name="below">The path below the remote folder, which for a notebook has no ending.</param>
    /// <param name="declared">The file that declares it; null when none does.</param>
    /// <returns>Null for an archive, which the service takes apart and does not give back, and for what is no file of its own.</returns>
    public static FoundContent? Found(RemoteFile file, string below, Declaration? declared, WorkspaceApi workspace)
    {
        if (Twins.Contains(file.ObjectType))
            return null;
        if (file.IsLarge)
            return LargeFile.Found(file, below, declared);
        if (file.ObjectType == "FILE")
            return PlainFile(file, below, declared, workspace);
        if (file.ObjectType != "NOTEBOOK")
            return Refused(file, below, declared, $"a {file.ObjectType.ToLowerInvariant()} cannot be declared as a file");

        var declaredEnding = Path.GetExtension(declared?.Name);
        if (declaredEnding is ".dbc" or ".html")
            return null;
        if (declaredEnding is ".ipynb")
            return Jupyter(file, declared!, workspace);

        return NotebookSource.EndingOf(file.Language) is { } sourceEnding
            ? Source(file, below + sourceEnding, declared, workspace)
            : Refused(file, below, declared, $"a notebook in the language {file.Language ?? "(none)"} has no source file");
    }

    private static FoundContent PlainFile(RemoteFile file, string name, Declaration? declared, WorkspaceApi workspace) =>
        new()
        {
            Name = name,
            Id = file.Path,
            Declared = declared,
            ReadAsync = ct => workspace.ExportAsync(file.Path, "SOURCE", ct),
            Remark = content => FileRemark(name, content),
        };

    private static FoundContent Jupyter(RemoteFile file, Declaration declared, WorkspaceApi workspace) =>
        new()
        {
            Name = declared.Name,
            Id = file.Path,
            Declared = declared,
            ReadAsync = ct => workspace.ExportAsync(file.Path, "JUPYTER", ct),
            IsSame = IsSameJson,
        };

    private static FoundContent Source(RemoteFile file, string newName, Declaration? declared, WorkspaceApi workspace)
    {
        // R has two endings (.r and .R), so the declared one stays. A notebook that changed its language becomes another file.
        var isSameLanguage = declared is not null && (string?)declared.Content["language"] == file.Language;
        var name = isSameLanguage ? declared!.Name : newName;
        return new FoundContent
        {
            Name = name,
            Id = file.Path,
            Declared = declared,
            ReadAsync = ct => workspace.ExportAsync(file.Path, "SOURCE", ct),
            IsSame = (local, remote) =>
                name == declared?.Name && NotebookSource.Fingerprint(local) == NotebookSource.Fingerprint(remote),
        };
    }

    private static FoundContent Refused(RemoteFile file, string name, Declaration? declared, string why) =>
        new()
        {
            Name = name,
            Id = file.Path,
            Declared = declared,
            Refusal = why,
            ReadAsync = _ => throw new InvalidOperationException("What is refused is not read."),
        };

    private static string? FileRemark(string name, byte[] content) =>
        NotebookSource.LooksLikeNotebook(name, content)
            ? "it is a file in the workspace, and deployed from Git its content makes it a notebook. Import it as a notebook, or take "
                + "away its first line."
            : null;

    private static bool IsSameJson(byte[] local, byte[] remote)
    {
        try
        {
            return local.AsSpan().SequenceEqual(remote)
                || JToken.DeepEquals(JToken.Parse(Encoding.UTF8.GetString(local)), JToken.Parse(Encoding.UTF8.GetString(remote)));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
