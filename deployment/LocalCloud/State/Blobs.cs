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
        else
            Write(Path.Combine(directory, name), bytes);

        return name;
    }

    public byte[] Get(string name) => directory is null ? memory[name] : File.ReadAllBytes(Path.Combine(directory, name));

    private void Write(string path, byte[] bytes)
    {
        if (File.Exists(path))
            return;

        // Written aside and moved, so that a kill leaves no half file under the right name.
        Directory.CreateDirectory(directory!);
        var aside = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllBytes(aside, bytes);
        File.Move(aside, path, overwrite: true);
    }
}
