using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Layercake.LocalCloud.State;

/// <summary>Bytes by their SHA-256, on disk or in memory.</summary>
internal sealed class Blobs(string? directory)
{
    private readonly ConcurrentDictionary<string, byte[]> memory = new(StringComparer.Ordinal);

    public string Put(byte[] bytes)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (directory is null)
            memory[name] = bytes;
        else if (!File.Exists(Path.Combine(directory, name)))
            Put(stream => stream.Write(bytes));

        return name;
    }

    /// <param name="write">Writes the bytes, of which no more than a piece is in memory where the cloud keeps them on disk.</param>
    public string Put(Action<Stream> write)
    {
        if (directory is null)
        {
            using var bytes = new MemoryStream();
            write(bytes);
            return Put(bytes.ToArray());
        }

        // Written aside and moved, so that a kill leaves no half file under the right name.
        Directory.CreateDirectory(directory);
        var aside = Path.Combine(directory, $"{Guid.NewGuid():N}.part");
        try
        {
            using var digest = SHA256.Create();
            using (var file = new FileStream(aside, FileMode.CreateNew, FileAccess.Write))
            using (var both = new CryptoStream(file, digest, CryptoStreamMode.Write))
                write(both);

            var name = Convert.ToHexStringLower(digest.Hash!);
            File.Move(aside, Path.Combine(directory, name), overwrite: true);
            return name;
        }
        finally
        {
            File.Delete(aside); // Still there only when the body ended early, or the disk is full.
        }
    }

    public byte[] Get(string name) => directory is null ? memory[name] : File.ReadAllBytes(Path.Combine(directory, name));
}
