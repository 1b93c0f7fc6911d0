using System.Buffers.Text;
using System.Globalization;
using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The DBFS API.</summary>
public sealed class DbfsApi(WorkspaceClient workspace)
{
    /// <summary>The most the service takes or gives in one call, before base64.</summary>
    public const int BlockSize = 1024 * 1024;

    private const string Root = "/api/2.0/dbfs/";
    private const int Uploads = 3;
    private const int Deletes = 100;

    private static readonly AnswerShape Entry = new(Text("path").Needed, Flag("is_dir"), Number("file_size"), Number("modification_time"));
    private static readonly AnswerShape Opened = new(
        new AnswerField("handle", "a handle", value => value.Type is JTokenType.Integer or JTokenType.String).Needed
    );
    private static readonly AnswerShape Block = new(
        new AnswerField("data", "base64", value => value.Type == JTokenType.String && Base64.IsValid((string)value!))
    );

    /// <summary>What is directly in a folder; of a file, itself.</summary>
    public Task<IReadOnlyList<JObject>> ListAsync(string path, CancellationToken ct) =>
        workspace.ListAsync("files", Entry, WorkspaceRequest.Get(Root + "list", ("path", path)), ct);

    public async Task<byte[]> ReadAsync(string path, CancellationToken ct)
    {
        using var whole = new MemoryStream();
        while (true)
        {
            var offset = whole.Length.ToString(CultureInfo.InvariantCulture);
            var length = BlockSize.ToString(CultureInfo.InvariantCulture);
            var read = WorkspaceRequest.Get(Root + "read", ("path", path), ("offset", offset), ("length", length));
            var answer = await workspace.ReadAsync(read, Block, ct).ConfigureAwait(false);
            var block = Convert.FromBase64String((string?)answer["data"] ?? "");
            whole.Write(block);
            if (block.Length < BlockSize)
                return whole.ToArray();
        }
    }

    /// <summary>Makes or replaces the file, and the folders above it.</summary>
    public async Task WriteAsync(string path, byte[] content, CancellationToken ct)
    {
        if (content.Length <= BlockSize)
        {
            var body = new JObject
            {
                ["path"] = path,
                ["overwrite"] = true,
                ["contents"] = Convert.ToBase64String(content),
            };
            await PostAsync("put", body, RepeatSafety.Idempotent, ct).ConfigureAwait(false);
            return;
        }

        // A block that is sent again is in the file twice, so after a doubtful one the whole file starts anew.
        for (var upload = 1; ; upload++)
        {
            try
            {
                await UploadAsync(path, content, ct).ConfigureAwait(false);
                return;
            }
            catch (WorkspaceApiException failure) when (upload < Uploads && (failure.OutcomeUnknown || IsHandleLost(failure))) { }
        }
    }

    public Task MakeDirectoryAsync(string path, CancellationToken ct) =>
        PostAsync("mkdirs", new JObject { ["path"] = path }, RepeatSafety.Idempotent, ct);

    /// <summary>Fine when nothing is there.</summary>
    public async Task DeleteAsync(string path, bool recursive, CancellationToken ct)
    {
        for (var delete = 1; ; delete++)
        {
            try
            {
                await PostAsync("delete", new JObject { ["path"] = path, ["recursive"] = recursive }, RepeatSafety.Idempotent, ct)
                    .ConfigureAwait(false);
                return;
            }
            catch (WorkspaceApiException failure) when (delete < Deletes && failure is { Status: 503, ErrorCode: "PARTIAL_DELETE" })
            {
                // The service stops after some 45 seconds and says how far it came; the next call goes on from there.
            }
        }
    }

    private async Task UploadAsync(string path, byte[] content, CancellationToken ct)
    {
        var create = WorkspaceRequest.Post(Root + "create", new JObject { ["path"] = path, ["overwrite"] = true }, RepeatSafety.Idempotent);
        var handle = (await workspace.ReadAsync(create, Opened, ct).ConfigureAwait(false))["handle"];
        for (var offset = 0; offset < content.Length; offset += BlockSize)
        {
            var data = Convert.ToBase64String(content, offset, Math.Min(BlockSize, content.Length - offset));
            var block = new JObject { ["handle"] = handle, ["data"] = data };
            await PostAsync("add-block", block, RepeatSafety.Unsafe, ct).ConfigureAwait(false);
        }

        await PostAsync("close", new JObject { ["handle"] = handle }, RepeatSafety.Unsafe, ct).ConfigureAwait(false);
    }

    private static bool IsHandleLost(WorkspaceApiException failure) =>
        failure.IsMissing && failure.Path is Root + "add-block" or Root + "close";

    private Task<JObject> PostAsync(string call, JObject body, RepeatSafety repeat, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Post(Root + call, body, repeat), ct);
}
