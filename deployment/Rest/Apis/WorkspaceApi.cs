using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Apis;

/// <summary>The Workspace API: notebooks, files and folders.</summary>
/// <param name="urgent">Whether its requests are <see cref="WorkspaceRequest.Urgent"/>.</param>
public sealed class WorkspaceApi(WorkspaceClient workspace, bool urgent = false)
{
    private const string Root = "/api/2.0/workspace/";

    /// <summary>What is directly in a folder; of a notebook or file, itself.</summary>
    public async Task<IReadOnlyList<JObject>> ListAsync(string path, CancellationToken ct) =>
        [.. (await SendAsync(WorkspaceRequest.Get(Root + "list", ("path", path)), ct).ConfigureAwait(false)).Items("objects")];

    public Task<JObject> GetStatusAsync(string path, CancellationToken ct) =>
        SendAsync(WorkspaceRequest.Get(Root + "get-status", ("path", path)), ct);

    /// <summary>Makes the folder and those above it, as far as they are missing.</summary>
    public Task MakeDirectoryAsync(string path, CancellationToken ct) =>
        SendAsync(WorkspaceRequest.Post(Root + "mkdirs", new JObject { ["path"] = path }, Repeat.Idempotent), ct);

    /// <summary>The folder must exist: an import makes none.</summary>
    /// <param name="language">Wanted for one notebook in the format <c>SOURCE</c>; null otherwise.</param>
    public Task ImportAsync(string path, byte[] content, string format, string? language, bool overwrite, CancellationToken ct)
    {
        var body = new JObject { ["path"] = path, ["format"] = format };
        if (language is not null)
            body["language"] = language;
        body["overwrite"] = overwrite;
        body["content"] = Convert.ToBase64String(content);

        // Without overwrite, a repeat would be refused because of what the first attempt has just made.
        return SendAsync(WorkspaceRequest.Post(Root + "import", body, overwrite ? Repeat.Idempotent : Repeat.Unsafe), ct);
    }

    public Task<byte[]> ExportAsync(string path, string format, CancellationToken ct) =>
        workspace.SendForBytesAsync(WorkspaceRequest.Get(Root + "export", ("path", path), ("format", format), ("direct_download", "true")) with { Urgent = urgent }, ct);

    public Task DeleteAsync(string path, bool recursive, CancellationToken ct) =>
        SendAsync(WorkspaceRequest.Post(Root + "delete", new JObject { ["path"] = path, ["recursive"] = recursive }, Repeat.Idempotent), ct);

    private Task<JObject> SendAsync(WorkspaceRequest request, CancellationToken ct) => workspace.SendAsync(request with { Urgent = urgent }, ct);
}
