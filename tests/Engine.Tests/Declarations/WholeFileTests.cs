using Layercake.Engine.Declarations;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Declarations;

public sealed class WholeFileTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_old_file_is_whole_until_the_new_one_is()
    {
        if (OperatingSystem.IsWindows())
            return; // which replaces no file that is open

        folder.Write("sync", "old");
        folder.Write("async", "old");
        using var first = File.OpenText(folder["sync"]);
        using var second = File.OpenText(folder["async"]);

        WholeFile.Write(folder["sync"], "new");
        await WholeFile.WriteAsync(folder["async"], "new", CancellationToken.None);

        Assert.Equal(("old", "old"), (await first.ReadToEndAsync(), await second.ReadToEndAsync()));
        Assert.Equal(("new", "new"), (await File.ReadAllTextAsync(folder["sync"]), await File.ReadAllTextAsync(folder["async"])));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.FullPath).Length);
    }

    [Fact]
    public async Task What_cannot_be_written_to_its_end_leaves_nothing_beside_the_old_file()
    {
        folder.Write("file", "old");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WholeFile.WriteAsync(folder["file"], "new", new(canceled: true)));

        Assert.Equal("old", await File.ReadAllTextAsync(folder["file"]));
        Assert.Equal([folder["file"]], Directory.GetFileSystemEntries(folder.FullPath));
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_named()
    {
        Directory.CreateDirectory(folder["file"]);

        var failure = Assert.Throws<FolderInPlaceException>(() => WholeFile.Write(folder["file"], "new"));

        Assert.Equal($"{folder["file"]} is a folder, and a file is needed there", DiskErrors.Words(failure));
        Assert.Equal([folder["file"]], Directory.GetFileSystemEntries(folder.FullPath));
    }

    [Fact]
    public void A_link_stays_one_and_a_missing_folder_is_made()
    {
        folder.Write("target", "old");
        File.CreateSymbolicLink(folder["link"], "target");

        WholeFile.Write(folder["link"], "new");
        WholeFile.Write(folder["a/b/c"], "new");

        Assert.Equal("target", new FileInfo(folder["link"]).LinkTarget);
        Assert.Equal(("new", "new"), (File.ReadAllText(folder["target"]), File.ReadAllText(folder["a/b/c"])));
    }

    [Fact]
    public void A_device_is_written_to_and_its_words_for_a_full_disk_are_ours()
    {
        if (!OperatingSystem.IsLinux())
            return; // which alone has such a device

        var failure = Assert.ThrowsAny<IOException>(() => WholeFile.Write("/dev/full", "new"));

        Assert.Equal("the disk is full", DiskErrors.Words(failure, "/dev/full"));
        Assert.Equal(PathKind.Device, PathKinds.Of("/dev/full"));
    }
}
