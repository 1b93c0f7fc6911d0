using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Layercake.Engine.Declarations;

namespace Build.Packaging;

/// <summary>Writes a package: a zip file that is the same, byte for byte, for the same content.</summary>
internal static class PackageFile
{
    private const int Executable = 0b111_101_101 << 16;
    private const int Readable = 0b110_100_100 << 16;

    // The earliest that a zip file can say.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Replaces what is at the path, once the new package is whole.</summary>
    public static void Write(string path, PackageManifest manifest, IReadOnlyDictionary<string, byte[]> files)
    {
        using var made = new MemoryStream();
        using (var zip = new ZipArchive(made, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, PackageManifest.FileName, Encoding.UTF8.GetBytes(manifest.ToJson()));
            foreach (var (name, content) in files)
                Add(zip, name, content);
        }

        WholeFile.Write(path, made.ToArray());
    }

    public static string Digest(ReadOnlySpan<byte> content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = NoTime;
        entry.ExternalAttributes = name == PackageLayout.ShellScript ? Executable : Readable;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
