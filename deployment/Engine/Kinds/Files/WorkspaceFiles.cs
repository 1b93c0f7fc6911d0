using System.Globalization;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Files;

/// <summary>The workspace's own folder tree, which holds notebooks and files.</summary>
internal sealed class WorkspaceFiles(WorkspaceApi workspace) : IFileDestination
{
    private const string Prefix = "/Workspace";

    public WriteCalls Calls { get; } =
        new()
        {
            Create = WriteCall.List("POST /api/2.0/workspace/import"),
            Update = WriteCall.List("POST /api/2.0/workspace/import", "POST /api/2.0/workspace/delete"),
            Delete = WriteCall.List("POST /api/2.0/workspace/delete"),
            Folders = WriteCall.List("POST /api/2.0/workspace/mkdirs", "POST /api/2.0/workspace/delete"),
        };

    public async Task<IReadOnlyList<RemoteFile>?> ListAsync(string folder, CancellationToken ct)
    {
        try
        {
            var prefix = folder.StartsWith(Prefix + "/", StringComparison.Ordinal) ? Prefix : "";
            return [.. (await workspace.ListAsync(folder, ct)).Select(entry => Remote(entry, prefix)).Where(file => file.Path != folder)];
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            return null;
        }
    }

    public Task<byte[]> ReadAsync(string path, CancellationToken ct) => workspace.ExportAsync(path, "SOURCE", ct);

    public Task WriteAsync(string path, byte[] content, bool overwrite, CancellationToken ct) =>
        workspace.ImportAsync(
            path,
            content,
            NotebookSource.LooksLikeNotebook(path, content) ? "RAW" : "AUTO",
            language: null,
            overwrite,
            ct
        );

    public Task WriteAsync(string path, long length, Func<Stream> open, bool overwrite, CancellationToken ct) =>
        workspace.ImportFileAsync(path, "AUTO", overwrite, length, open, ct);

    public Task DeleteAsync(string path, CancellationToken ct) => workspace.DeleteAsync(path, recursive: false, ct);

    public Task DeleteFolderAsync(string path, CancellationToken ct) => DeleteAsync(path, ct);

    public Task MakeFolderAsync(string folder, CancellationToken ct) => workspace.MakeDirectoryAsync(folder, ct);

    private static RemoteFile Remote(JObject entry, string prefix)
    {
        // Older listings have no time for notebooks, so a change cannot be recognised.
        var modified = (long?)entry["modified_at"];
        var type = (string?)entry["object_type"] ?? "FILE";
        var size = type == "FILE" ? (long?)entry["size"] : null;
        return new RemoteFile(
            prefix + (string)entry["path"]!,
            type is "DIRECTORY" or "REPO",
            // A large file is never read, so whatever is known of it has to be the same.
            modified is null ? null : $"{(long?)entry["object_id"]}@{modified}{(size > SizeLimits.Notebook ? $"/{size}" : "")}",
            type,
            (string?)entry["language"]
        )
        {
            ObjectId = ((long?)entry["object_id"])?.ToString(CultureInfo.InvariantCulture),
            Size = size,
            Modified = modified,
        };
    }
}
