using Build.Packaging;
using Build.Running;
using Layercake.Engine.Declarations;
using Layercake.Testing;

namespace Layercake.Build.Tests.Packaging;

/// <summary>Files go into a package and out of it piece by piece.</summary>
[Collection(nameof(PackageFileTests))]
public sealed class PackageFileTests : IDisposable
{
    private const int Size = 12 * 1024 * 1024;
    private const string Name = "assets/notebooks/model.bin";

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_large_file_is_packed_checked_and_unpacked_in_pieces()
    {
        using (var file = new FileStream(folder["model.bin"], FileMode.Create))
            file.SetLength(Size);
        var findings = new List<Finding>();

        using var largest = new LargestAllocation();
        // Heard of for certain; everything else may come from pools that other tests filled.
        GC.KeepAlive(new byte[256 * 1024]);
        Write(PackedFile.At(folder["model.bin"]));
        using var package = DeployedPackage.Open(folder["package.zip"], findings);

        Assert.Empty(findings);
        Assert.Equal(Size, new FileInfo(Path.Combine(package!.Assets.Folder, "notebooks/model.bin")).Length);
        Assert.InRange(largest.Bytes, 1, 2 * 1024 * 1024);
    }

    [Fact]
    public void A_file_that_changes_while_it_is_packed_makes_no_package()
    {
        byte content = 0;
        var changing = new PackedFile(() => new MemoryStream([content++]));

        var error = Assert.Throws<BuildFailedException>(() => Write(changing));

        Assert.StartsWith($"{Name} was changed while it was packed. Pack again", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder.FullPath));
    }

    private void Write(PackedFile file)
    {
        var manifest = new PackageManifest
        {
            Format = PackageManifest.CurrentFormat,
            Layercake = "1.0.0",
            Files = new Dictionary<string, string> { [Name] = PackageFile.Digest(file) },
        };
        PackageFile.Write(folder["package.zip"], manifest, new Dictionary<string, PackedFile> { [Name] = file });
    }

    [CollectionDefinition(nameof(PackageFileTests), DisableParallelization = true)]
    public sealed class Alone;
}
