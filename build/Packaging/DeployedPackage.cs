using System.IO.Compression;
using Build.Running;
using Layercake.Engine.Declarations;

namespace Build.Packaging;

/// <summary>A package that is to be deployed, after every file in it was found to be what the package says it is.</summary>
/// <param name="assets">The folder that its assets lie in.</param>
/// <param name="temporary">What is removed at the end; null when the package was unpacked by someone else.</param>
internal sealed class DeployedPackage(PackageManifest manifest, string assets, string? temporary) : IDisposable
{
    public PackagedAssets Assets { get; } =
        new()
        {
            Folder = assets,
            Commit = manifest.Commit,
            Branch = manifest.Branch,
            Modified = manifest.Modified,
        };

    /// <summary>Opens a package file, or the folder that one was unpacked to.</summary>
    /// <returns>Null, and findings that say all that is wrong with it.</returns>
    public static DeployedPackage? Open(string path, ICollection<Finding> findings)
    {
        var folder = Directory.Exists(path);
        try
        {
            using var files = folder ? (IPackageContent)new UnpackedContent(path) : new ZippedContent(path);
            return new PackageCheck(path, findings).Check(files) is not { } manifest ? null
                : folder ? new DeployedPackage(manifest, Path.Combine(path, PackageLayout.Assets), null)
                : Unpack(manifest, files);
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            findings.Add(
                PackageCheck.Finding(
                    "PKG001",
                    path,
                    $"This cannot be read as a package: {DiskErrors.Words(e)}. Make one with --target=Package, or name it with "
                        + $"--package=FILE."
                )
            );
            return null;
        }
    }

    public void Dispose()
    {
        if (temporary is not null)
            Directory.Delete(temporary, recursive: true);
    }

    /// <summary>Unpacks the assets only: the host in it does not run now.</summary>
    private static DeployedPackage Unpack(PackageManifest manifest, IPackageContent files)
    {
        var folder = Directory.CreateTempSubdirectory("layercake-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, PackageLayout.Assets));
        foreach (var name in manifest.Files.Keys.Where(name => name.StartsWith(PackageLayout.Assets + "/", StringComparison.Ordinal)))
        {
            var target = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var content = files.Open(name);
            using var file = new FileStream(target, FileMode.Create, FileAccess.Write);
            content.CopyTo(file);
        }

        return new DeployedPackage(manifest, Path.Combine(folder, PackageLayout.Assets), folder);
    }
}
