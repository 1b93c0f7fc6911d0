using System.Collections.Concurrent;
using Layercake.Engine.Declarations;

namespace Build.Record;

/// <summary>Keeps what files were and became in an export, as far as it is not too much.</summary>
/// <param name="folder">The folder of assets.</param>
internal sealed class ChangedFiles(string folder)
{
    /// <summary>In bytes; more than this of one file nobody reads.</summary>
    public const int LargestFile = 1024 * 1024;

    private const int Most = 8 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, (byte[]? Before, byte[]? After)> files = new(StringComparer.Ordinal);
    private int size;

    /// <summary>Null for a file that did not change, and for one that was too much.</summary>
    public (byte[]? Before, byte[]? After)? Of(string file) => files.TryGetValue(file, out var found) ? found : null;

    /// <param name="file">Relative to the folder; it is as it was.</param>
    public void Add(string file, byte[]? after)
    {
        var path = Path.Combine(folder, file);
        try
        {
            var before = new FileInfo(path) is { Exists: true, LinkTarget: null, Length: <= LargestFile } ? File.ReadAllBytes(path) : null;
            var length = (before?.Length ?? 0) + (after?.Length ?? 0);
            if (after?.Length > LargestFile || before is null && File.Exists(path) || size + length > Most)
                return;

            size += length;
            files[file] = (before, after);
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            // The export itself says what is wrong with the file.
        }
    }
}
