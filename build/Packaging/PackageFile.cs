using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Build.Running;
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
    /// <exception cref="BuildFailedException">A file is another now than the manifest says.</exception>
    public static void Write(string path, PackageManifest manifest, IReadOnlyDictionary<string, PackedFile> files) =>
        WholeFile.Write(
            path,
            made =>
            {
                using var zip = new ZipArchive(made, ZipArchiveMode.Create, leaveOpen: true);
                Add(zip, PackageManifest.FileName, PackedFile.Of(Encoding.UTF8.GetBytes(manifest.ToJson())));
                foreach (var (name, file) in files)
                    if (Add(zip, name, file) != manifest.Files[name])
                        throw new BuildFailedException(
                            ExitCodes.Failed,
                            $"{name} was changed while it was packed. Pack again, from files that nothing else changes."
                        );
            }
        );

    public static string Digest(Stream content) => Text(SHA256.HashData(content));

    public static string Digest(PackedFile file)
    {
        using var content = file.Open();
        return Digest(content);
    }

    /// <returns>The digest of what was packed.</returns>
    private static string Add(ZipArchive zip, string name, PackedFile file)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = NoTime;
        entry.ExternalAttributes = name == PackageLayout.ShellScript ? Executable : Readable;
        using var digest = SHA256.Create();
        using (var content = file.Open())
        using (var stream = entry.Open())
        using (var both = new CryptoStream(stream, digest, CryptoStreamMode.Write))
            content.CopyTo(both);

        return Text(digest.Hash!);
    }

    private static string Text(byte[] digest) => $"sha256:{Convert.ToHexStringLower(digest)}";
}
