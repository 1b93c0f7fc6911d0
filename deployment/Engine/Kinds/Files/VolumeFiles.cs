using Layercake.Engine.Kinds.Model;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Files;

/// <summary>A Unity Catalog volume.</summary>
internal sealed class VolumeFiles(FilesApi files) : IFileDestination
{
    public WriteCalls Calls { get; } =
        new()
        {
            Create = WriteCall.List("PUT /api/2.0/fs/files/{path*}"),
            Update = WriteCall.List("PUT /api/2.0/fs/files/{path*}"),
            Delete = WriteCall.List("DELETE /api/2.0/fs/files/{path*}"),
            Folders = WriteCall.List("PUT /api/2.0/fs/directories/{path*}", "DELETE /api/2.0/fs/directories/{path*}"),
        };

    public async Task<IReadOnlyList<RemoteFile>?> ListAsync(string folder, CancellationToken ct)
    {
        try
        {
            return await files.ListAsync(folder, ct).Select(Remote).ToListAsync(ct);
        }
        catch (WorkspaceApiException e) when (e.IsMissing)
        {
            return null;
        }
    }

    public Task<byte[]> ReadAsync(string path, CancellationToken ct) => files.DownloadAsync(path, ct);

    public Task WriteAsync(string path, byte[] content, bool overwrite, CancellationToken ct) => files.UploadAsync(path, content, ct);

    public Task WriteAsync(string path, long length, Func<Stream> open, bool overwrite, CancellationToken ct) =>
        files.UploadAsync(path, length, open, ct);

    public Task DeleteAsync(string path, CancellationToken ct) => files.DeleteAsync(path, ct);

    public Task DeleteFolderAsync(string path, CancellationToken ct) => files.DeleteDirectoryAsync(path, ct);

    public Task MakeFolderAsync(string folder, CancellationToken ct) => files.MakeDirectoryAsync(folder, ct);

    private static RemoteFile Remote(JObject entry) =>
        new(
            ((string)entry["path"]!).TrimEnd('/'),
            (bool?)entry["is_directory"] ?? false,
            $"{(long?)entry["file_size"]}@{(long?)entry["last_modified"]}"
        )
        {
            Size = (long?)entry["file_size"],
            Modified = (long?)entry["last_modified"],
        };
}
