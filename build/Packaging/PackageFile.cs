using System.IO.Compression;
using System.Text;
using Build.Running;
using Layercake.Engine.Declarations;

namespace Build.Packaging;

/// <summary>Writes a package: a zip file that is the same, byte for byte, for the same content.</summary>
internal static class PackageFile
{
    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable =
        Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

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

    public static string Digest(PackedFile file)
    {
        using var content = file.Open();
        return ContentDigest.Of(content);
    }

    /// <returns>The digest of what was packed.</returns>
    private static string Add(ZipArchive zip, string name, PackedFile file)
    {
        using var content = file.Open();
        return DigestedZip.Add(zip, name, content, name == PackageLayout.ShellScript ? Executable : Readable);
    }
}
