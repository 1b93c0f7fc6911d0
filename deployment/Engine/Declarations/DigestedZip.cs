using System.IO.Compression;
using System.Security.Cryptography;

namespace Layercake.Engine.Declarations;

/// <summary>Adds files to a zip that is the same, byte for byte, for the same files; none is ever held whole.</summary>
public static class DigestedZip
{
    // The earliest that a zip file can say.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="mode">Who may do what with the file once it is unpacked.</param>
    /// <returns>The <see cref="ContentDigest"/> of what was added.</returns>
    public static string Add(ZipArchive zip, string name, Stream content, UnixFileMode mode)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = NoTime;
        entry.ExternalAttributes = (int)mode << 16;
        using var digest = SHA256.Create();
        using (var stream = entry.Open())
        using (var both = new CryptoStream(stream, digest, CryptoStreamMode.Write))
            content.CopyTo(both);

        return ContentDigest.Text(digest.Hash!);
    }
}
