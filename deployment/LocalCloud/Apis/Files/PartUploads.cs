using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Files;

/// <summary>Large files that arrive in parts, until they are completed, aborted or a day old.</summary>
/// <remarks>They live in memory: a client whose upload is lost starts it again, on the service as here.</remarks>
internal sealed class PartUploads(TimeProvider clock)
{
    private static readonly TimeSpan life = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, PartUpload> open = new(StringComparer.Ordinal);

    /// <returns>The session token.</returns>
    public string Open(string path, bool overwrite)
    {
        foreach (var (old, upload) in open)
            if (clock.GetUtcNow() - upload.Opened >= life)
                open.TryRemove(old, out _);

        var session = RandomNumberGenerator.GetHexString(32, lowercase: true);
        open[session] = new PartUpload(path, overwrite, clock.GetUtcNow());
        return session;
    }

    /// <exception cref="ApiError">404 when there is no such upload for that path.</exception>
    public PartUpload Find(string session, string path) =>
        Find(session) is { } upload && upload.Path == path ? upload : throw FilesErrors.NoUpload(path);

    public PartUpload? Find(string session) => open.GetValueOrDefault(session);

    public void Close(string session) => open.TryRemove(session, out _);
}

/// <summary>One file on its way.</summary>
internal sealed class PartUpload(string path, bool overwrite, DateTimeOffset opened)
{
    private readonly ConcurrentDictionary<long, (string ETag, byte[] Bytes)> parts = new();

    public string Path => path;

    public bool Overwrite => overwrite;

    public DateTimeOffset Opened => opened;

    /// <summary>Keeps a part; one that comes again replaces the earlier.</summary>
    /// <returns>Its ETag.</returns>
    public string Keep(long number, byte[] bytes)
    {
        var tag = $"\"{Convert.ToHexString(SHA256.HashData(bytes))[..32]}\"";
        parts[number] = (tag, bytes);
        return tag;
    }

    /// <summary>The whole file of the parts that the client lists.</summary>
    /// <exception cref="ApiError">400 when one is not here, is another than the client sent, or none is listed.</exception>
    public byte[] Join(IEnumerable<JToken> listed)
    {
        var wanted = listed
            .Select(part => (Number: (long?)part["part_number"] ?? 0, ETag: (string?)part["etag"]))
            .OrderBy(part => part.Number)
            .ToList();
        if (wanted.Count == 0)
            throw ApiError.InvalidParameter("Missing required field: parts");

        using var whole = new MemoryStream();
        foreach (var (number, tag) in wanted)
        {
            if (!parts.TryGetValue(number, out var part) || part.ETag != tag)
                throw ApiError.InvalidParameter(
                    string.Create(CultureInfo.InvariantCulture, $"Part {number} was not uploaded, or its etag is not {tag}.")
                );

            whole.Write(part.Bytes);
        }

        return whole.ToArray();
    }
}
