using Newtonsoft.Json.Linq;

namespace Layercake.Rest;

/// <summary>What happens when a request is sent twice, and so when it may be sent again.</summary>
public enum RepeatSafety
{
    /// <summary>Changes nothing: may always be sent again.</summary>
    Read,

    /// <summary>A write that leaves the same state however often it is sent.</summary>
    Idempotent,

    /// <summary>A write that would take effect twice: sent again only when the first certainly had no effect.</summary>
    Unsafe,
}

/// <summary>One call of the workspace's REST API.</summary>
public sealed record WorkspaceRequest
{
    public required HttpMethod Method { get; init; }

    /// <summary>From the root, percent-encoded where needed: <c>/api/2.1/clusters/edit</c>.</summary>
    public required string Path { get; init; }

    public required RepeatSafety Repeat { get; init; }

    /// <summary>
    /// Sent at once and once: it waits in no queue, is not repeated, and is not bound by the <see cref="WriteGate"/>. For what keeps a
    /// lease.
    /// </summary>
    public bool Urgent { get; init; }

    /// <summary>Not yet encoded; a repeated name is a list.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    public JObject? Body { get; init; }

    /// <summary>A raw body, sent as <c>application/octet-stream</c>; used when <see cref="Body"/> is null.</summary>
    public byte[]? Content { get; init; }

    /// <summary>Sent in place of both.</summary>
    public FormUpload? Form { get; init; }

    public static WorkspaceRequest Get(string path, params IEnumerable<(string Name, string? Value)> query) =>
        new()
        {
            Method = HttpMethod.Get,
            Path = path,
            Repeat = RepeatSafety.Read,
            Query = [.. query.Where(q => q.Value is not null).Select(q => KeyValuePair.Create(q.Name, q.Value!))],
        };

    public static WorkspaceRequest Post(string path, JObject body, RepeatSafety repeat) =>
        new()
        {
            Method = HttpMethod.Post,
            Path = path,
            Body = body,
            Repeat = repeat,
        };

    /// <summary>Replaces an object; to do it again changes nothing more.</summary>
    public static WorkspaceRequest Put(string path, JObject body) =>
        new()
        {
            Method = HttpMethod.Put,
            Path = path,
            Body = body,
            Repeat = RepeatSafety.Idempotent,
        };

    /// <summary>Sets some fields of an object; to do it again changes nothing more.</summary>
    public static WorkspaceRequest Patch(string path, JObject body) =>
        new()
        {
            Method = HttpMethod.Patch,
            Path = path,
            Body = body,
            Repeat = RepeatSafety.Idempotent,
        };

    public static WorkspaceRequest Delete(string path) =>
        new()
        {
            Method = HttpMethod.Delete,
            Path = path,
            Repeat = RepeatSafety.Idempotent,
        };

    /// <summary>The path and the encoded query.</summary>
    public string Target =>
        Query.Count == 0
            ? Path
            : Path + "?" + string.Join('&', Query.Select(q => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(q.Value)}"));

    /// <summary>Method and path only: the body may hold secrets.</summary>
    public override string ToString() => $"{Method} {Path}";
}
