using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Workspace API: notebooks, files and folders.</summary>
/// <param name="urgent">Whether its requests are <see cref="WorkspaceRequest.Urgent"/>.</param>
public sealed class WorkspaceApi(WorkspaceClient workspace, bool urgent = false)
{
    private const string Root = "/api/2.0/workspace/";

    private static readonly AnswerShape Status = new(
        Text("path"),
        Text("object_type"),
        Number("object_id"),
        Number("modified_at"),
        Number("size"),
        Text("language")
    );
    private static readonly AnswerShape Entry = Status.With(Text("path").Needed);

    /// <summary>What is directly in a folder; of a notebook or file, itself.</summary>
    public Task<IReadOnlyList<JObject>> ListAsync(string path, CancellationToken ct) =>
        workspace.ListAsync("objects", Entry, Of(WorkspaceRequest.Get(Root + "list", ("path", path))), ct);

    public Task<JObject> GetStatusAsync(string path, CancellationToken ct) =>
        workspace.ReadAsync(Of(WorkspaceRequest.Get(Root + "get-status", ("path", path))), Status, ct);

    /// <summary>Makes the folder and those above it, as far as they are missing.</summary>
    public Task MakeDirectoryAsync(string path, CancellationToken ct) =>
        SendAsync(WorkspaceRequest.Post(Root + "mkdirs", new JObject { ["path"] = path }, RepeatSafety.Idempotent), ct);

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
        return SendAsync(WorkspaceRequest.Post(Root + "import", body, overwrite ? RepeatSafety.Idempotent : RepeatSafety.Unsafe), ct);
    }

    /// <summary>Makes or replaces a file that is larger than a request in JSON may be.</summary>
    /// <param name="open">Reads the file anew for each attempt.</param>
    public Task ImportFileAsync(string path, string format, bool overwrite, long length, Func<Stream> open, CancellationToken ct) =>
        SendAsync(
            new WorkspaceRequest
            {
                Method = HttpMethod.Post,
                Path = Root + "import",
                Repeat = overwrite ? RepeatSafety.Idempotent : RepeatSafety.Unsafe,
                Form = new FormUpload(
                    [
                        KeyValuePair.Create("path", path),
                        KeyValuePair.Create("format", format),
                        KeyValuePair.Create("overwrite", overwrite ? "true" : "false"),
                    ],
                    "content",
                    length,
                    open
                ),
            },
            ct
        );

    public Task<byte[]> ExportAsync(string path, string format, CancellationToken ct) =>
        workspace.SendForBytesAsync(
            Of(WorkspaceRequest.Get(Root + "export", ("path", path), ("format", format), ("direct_download", "true"))),
            ct
        );

    public Task DeleteAsync(string path, bool recursive, CancellationToken ct) =>
        SendAsync(
            WorkspaceRequest.Post(Root + "delete", new JObject { ["path"] = path, ["recursive"] = recursive }, RepeatSafety.Idempotent),
            ct
        );

    private Task<JObject> SendAsync(WorkspaceRequest request, CancellationToken ct) => workspace.SendAsync(Of(request), ct);

    private WorkspaceRequest Of(WorkspaceRequest request) => request with { Urgent = urgent };
}
