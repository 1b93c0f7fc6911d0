using System.Collections.Concurrent;
using System.Security.Cryptography;
using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Apis.Dbfs;

/// <summary>The streams between create and close; one that lies idle for ten minutes is gone.</summary>
/// <remarks>They live in memory: a client whose stream is lost starts again with create, on the service as here.</remarks>
internal sealed class OpenUploads(TimeProvider clock)
{
    private static readonly TimeSpan idleLimit = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<long, Upload> open = new();

    public long Open(string path)
    {
        foreach (var (dead, _) in open.Where(entry => IsDead(entry.Value)))
            open.TryRemove(dead, out _);

        var handle = RandomNumberGenerator.GetInt32(1_000, 10_000) * 1_000_000_000L + RandomNumberGenerator.GetInt32(1_000_000_000);
        open[handle] = new Upload(path) { LastUsed = clock.GetUtcNow() };
        return handle;
    }

    public void Append(long handle, byte[] block)
    {
        var upload = Find(handle);
        lock (upload)
        {
            upload.Bytes.Write(block);
            upload.LastUsed = clock.GetUtcNow();
        }
    }

    public (string Path, byte[] Bytes) Close(long handle)
    {
        var upload = Find(handle);
        open.TryRemove(handle, out _);
        lock (upload)
            return (upload.Path, upload.Bytes.ToArray());
    }

    private Upload Find(long handle) =>
        open.TryGetValue(handle, out var upload) && !IsDead(upload)
            ? upload
            : throw ApiError.Missing($"No stream exists with handle {handle}.");

    private bool IsDead(Upload upload) => clock.GetUtcNow() - upload.LastUsed >= idleLimit;

    private sealed class Upload(string path)
    {
        public string Path => path;

        public MemoryStream Bytes { get; } = new();

        public DateTimeOffset LastUsed { get; set; }
    }
}
