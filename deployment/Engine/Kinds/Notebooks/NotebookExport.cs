using System.Text;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Files;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest.Apis;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Notebooks;

/// <summary>
/// How a notebook, or a file beside it, comes back from the workspace: a Jupyter notebook and an archive as they were declared, anything
/// else as its source.
/// </summary>
internal static class NotebookExport
{
    /// <param name="below">Its path below the remote folder, without an ending if it is a notebook.</param>
    /// <param name="declared">The file that declares it; null when none does.</param>
    /// <returns>Null for an archive: what the workspace made of it says nothing about it.</returns>
    public static FoundContent? Found(RemoteFile file, string below, Declaration? declared, WorkspaceApi workspace)
    {
        if (file.ObjectType == "FILE")
            return new FoundContent
            {
                Name = below,
                Id = file.Path,
                Declared = declared,
                ReadAsync = ct => workspace.ExportAsync(file.Path, "SOURCE", ct),
                Remark = content => FileRemark(below, content),
            };
        if (file.ObjectType != "NOTEBOOK")
            return Refused($"a {file.ObjectType.ToLowerInvariant()} cannot be declared as a file");

        switch (Path.GetExtension(declared?.Name))
        {
            case ".dbc" or ".html":
                return null;
            case ".ipynb":
                return new FoundContent
                {
                    Name = declared!.Name,
                    Id = file.Path,
                    Declared = declared,
                    ReadAsync = ct => workspace.ExportAsync(file.Path, "JUPYTER", ct),
                    IsSame = IsSameJson,
                };
        }

        if (NotebookSource.EndingOf(file.Language) is not { } ending)
            return Refused($"a notebook in the language {file.Language ?? "(none)"} has no source file");

        // Two spellings of R are one ending, and a notebook that changed its language is another file.
        var name = declared is not null && ((string?)declared.Content["language"] == file.Language) ? declared.Name : below + ending;
        return new FoundContent
        {
            Name = name,
            Id = file.Path,
            Declared = declared,
            ReadAsync = ct => workspace.ExportAsync(file.Path, "SOURCE", ct),
            IsSame = (local, remote) => name == declared?.Name && NotebookSource.Fingerprint(local) == NotebookSource.Fingerprint(remote),
        };

        FoundContent Refused(string why) =>
            new()
            {
                Name = below,
                Id = file.Path,
                Declared = declared,
                Refusal = why,
                ReadAsync = _ => throw new InvalidOperationException("What is refused is not read."),
            };
    }

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
