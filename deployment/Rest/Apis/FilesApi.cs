using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Files API: what is in Unity Catalog volumes, <c>/Volumes/catalog/schema/volume/…</c>.</summary>
public sealed class FilesApi(WorkspaceClient workspace)
{
    private static readonly AnswerShape Entry = new(
        Text("path").Needed,
        Flag("is_directory"),
        Number("file_size"),
        Number("last_modified")
    );

    public IAsyncEnumerable<JObject> ListAsync(string directory, CancellationToken ct) =>
        workspace.ItemsAsync("contents", "path", Entry, token => WorkspaceRequest.Get(Directory(directory), ("page_token", token)), ct);

    public Task<byte[]> DownloadAsync(string path, CancellationToken ct) =>
        workspace.SendForBytesAsync(WorkspaceRequest.Get(File(path)), ct);

    /// <summary>Makes or replaces the file.</summary>
    public Task UploadAsync(string path, byte[] content, CancellationToken ct) =>
        workspace.SendAsync(
            Write(HttpMethod.Put, File(path)) with
            {
                Content = content,
                Query = [KeyValuePair.Create("overwrite", "true")],
            },
            ct
        );

    /// <summary>Makes or replaces a file of any size, which is never held whole.</summary>
    /// <param name="open">Reads the file anew for each attempt.</param>
    public Task UploadAsync(string path, long length, Func<Stream> open, CancellationToken ct) =>
        workspace.SendAsync(
            Write(HttpMethod.Put, File(path)) with
            {
                Form = new FormUpload([], null, length, open),
                Query = [KeyValuePair.Create("overwrite", "true")],
            },
            ct
        );

    public Task MakeDirectoryAsync(string path, CancellationToken ct) => workspace.SendAsync(Write(HttpMethod.Put, Directory(path)), ct);

    public Task DeleteAsync(string path, CancellationToken ct) => workspace.SendAsync(Write(HttpMethod.Delete, File(path)), ct);

    /// <summary>Deletes a directory with nothing in it.</summary>
    public Task DeleteDirectoryAsync(string path, CancellationToken ct) =>
        workspace.SendAsync(Write(HttpMethod.Delete, Directory(path)), ct);

    private static WorkspaceRequest Write(HttpMethod method, string path) =>
        new()
        {
            Method = method,
            Path = path,
            Repeat = RepeatSafety.Idempotent,
        };

    private static string File(string path) => "/api/2.0/fs/files" + Encode(path);

    private static string Directory(string path) => "/api/2.0/fs/directories" + Encode(path);

    private static string Encode(string path) => string.Join('/', path.TrimEnd('/').Split('/').Select(Uri.EscapeDataString));
}
