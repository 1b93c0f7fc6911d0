using Layercake.Engine.Kinds.Model;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Files;

/// <summary>The Databricks file system; paths carry the <c>dbfs:</c> prefix.</summary>
internal sealed class DbfsFiles(DbfsApi dbfs) : IFileDestination
{
    /// <summary>In one piece, or in several.</summary>
    private static readonly IReadOnlyList<WriteCall> Writes = WriteCall.List(
        "POST /api/2.0/dbfs/put",
        "POST /api/2.0/dbfs/create",
        "POST /api/2.0/dbfs/add-block",
        "POST /api/2.0/dbfs/close"
    );

    public WriteCalls Calls { get; } =
        new()
        {
            Create = Writes,
            Update = Writes,
            Delete = WriteCall.List("POST /api/2.0/dbfs/delete"),
            Folders = WriteCall.List("POST /api/2.0/dbfs/delete"),
        };

    public async Task<IReadOnlyList<RemoteFile>?> ListAsync(string folder, CancellationToken ct)
    {
        try
        {
            return [.. (await dbfs.ListAsync(folder, ct)).Select(Remote).Where(file => file.Path != folder)];
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            return null;
        }
    }

    public Task<byte[]> ReadAsync(string path, CancellationToken ct) => dbfs.ReadAsync(path, ct);

    public Task WriteAsync(string path, byte[] content, bool overwrite, CancellationToken ct) => dbfs.WriteAsync(path, content, ct);

    public Task WriteAsync(string path, long length, Func<Stream> open, bool overwrite, CancellationToken ct) =>
        throw new NotSupportedException("Nothing large is put on DBFS.");

    public Task DeleteAsync(string path, CancellationToken ct) => dbfs.DeleteAsync(path, recursive: false, ct);

    public Task DeleteFolderAsync(string path, CancellationToken ct) => DeleteAsync(path, ct);

    /// <summary>Does nothing: DBFS creates folders with the file.</summary>
    public Task MakeFolderAsync(string folder, CancellationToken ct) => Task.CompletedTask;

    private static RemoteFile Remote(JObject entry) =>
        new(
            "dbfs:" + (string)entry["path"]!,
            (bool?)entry["is_dir"] ?? false,
            $"{(long?)entry["file_size"]}@{(long?)entry["modification_time"]}"
        )
        {
            Size = (long?)entry["file_size"],
        };
}
