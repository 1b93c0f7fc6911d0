using System.IO.Compression;
using Layercake.Engine.Declarations;

namespace Build.Packaging;

/// <summary>The files of a package, wherever they are.</summary>
internal interface IPackageContent : IDisposable
{
    /// <summary>With forward slashes, below the package's root.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>A file from its beginning.</summary>
    Stream Open(string name);
}

/// <summary>A package as <c>Package</c> made it.</summary>
internal sealed class ZippedContent(string path) : IPackageContent
{
    /// <summary>No single file of a package is anywhere near this; what claims to be is there to fill the disk.</summary>
    private const long LargestFile = 512L * 1024 * 1024;

    private readonly ZipArchive zip = ZipFile.OpenRead(path);

    public IReadOnlyCollection<string> Names =>
        [.. zip.Entries.Where(entry => !entry.FullName.EndsWith('/')).Select(entry => entry.FullName)];

    public Stream Open(string name)
    {
        var entry = zip.GetEntry(name)!;
        return entry.Length <= LargestFile
            ? entry.Open()
            : throw new InvalidDataException($"{name} is larger than {LargestFile} bytes.");
    }

    public void Dispose() => zip.Dispose();
}

/// <summary>A package that was unpacked to a folder.</summary>
internal sealed class UnpackedContent(string root) : IPackageContent
{
    private static readonly string[] Folders = [PackageLayout.Host, PackageLayout.Assets];

    /// <summary>Beside the two folders anything may lie: the local cloud's memory, reports.</summary>
    public IReadOnlyCollection<string> Names =>
        [
            .. Directory
                .EnumerateFiles(root)
                .Select(path => Path.GetFileName(path))
                .Where(name => name is PackageManifest.FileName or PackageLayout.ShellScript or PackageLayout.PowerShellScript),
            .. Folders
                .Select(folder => Path.Combine(root, folder))
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                .Select(path => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/')),
        ];

    /// <exception cref="InvalidDataException">What was put there is no file; a named pipe would be waited for.</exception>
    public Stream Open(string name)
    {
        var path = Path.Combine(root, name);
        return PathKinds.Of(path) is PathKind.File or PathKind.Nothing
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)
            : throw new InvalidDataException($"{name} is no file.");
    }

    public void Dispose() { }
}
