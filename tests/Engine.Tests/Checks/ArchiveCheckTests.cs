using System.IO.Compression;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Checks;

/// <summary>Archives that the service could not take apart are found without it.</summary>
public sealed class ArchiveCheckTests
{
    [Fact]
    public void An_archive_of_notebooks_is_right() => Assert.Empty(Findings(Archives.Of("etl/load.python", "top.sql")));

    [Theory]
    [InlineData("")]
    [InlineData("x\n")]
    [InlineData("PK\u0003\u0004 and no more")]
    public void What_is_no_archive_is_an_error(string text) =>
        Assert.Equal("this is no zip archive, or only a part of one.", Problem(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void An_archive_that_was_cut_off_is_an_error_wherever_it_was()
    {
        var whole = Archives.Of("etl/load.python", "top.sql");

        Assert.All(
            new[] { 1, 22, whole.Length / 2, whole.Length - 30 },
            cut => Assert.Equal("this is no zip archive, or only a part of one.", Problem(whole[..^cut]))
        );
    }

    [Theory]
    [InlineData("../a.python", "its entry \"../a.python\" leads out of the folder that the archive becomes.")]
    [InlineData("etl/../../a.python", "its entry \"etl/../../a.python\" leads out of the folder that the archive becomes.")]
    [InlineData("..\\a\n.python", "its entry \"..\\a?.python\" leads out of the folder that the archive becomes.")]
    [InlineData("readme.md", "there is no notebook in this archive.")]
    public void Entries_that_lead_out_and_archives_without_a_notebook_are_errors(string entry, string says) =>
        Assert.Equal(says, Problem(Archives.Of(entry)));

    [Fact]
    public void An_entry_that_cannot_be_unpacked_is_an_error()
    {
        var content = Archives.Of("etl/load.python");
        for (var at = 50; at < 80; at++)
            content[at] = 0xFF;

        Assert.Equal("its entry \"etl/load.python\" cannot be unpacked.", Problem(content));
    }

    [Fact]
    public void An_entry_that_says_less_than_it_holds_is_an_error()
    {
        var content = Archives.Of("etl/load.python");
        var directory = content.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        content[directory + 24]--; // Its length when it is unpacked.

        Assert.Equal("its entry \"etl/load.python\" cannot be unpacked.", Problem(content));
    }

    [Fact]
    public void A_bomb_is_refused_without_being_kept_in_memory()
    {
        var bomb = Bomb(600);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.StartsWith("it unpacks to more than 512 MB.", Findings(bomb).Single().Split("notebooks.a.dbc: ")[1]);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 1024 * 1024);
    }

    [Fact]
    public void A_bomb_that_lies_about_its_length_is_refused_too()
    {
        var bomb = Bomb(600);
        var directory = bomb.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(bomb.AsSpan(directory + 24), 100);

        Assert.Equal("its entry \"a.python\" cannot be unpacked.", Problem(bomb));
    }

    private static byte[] Bomb(int megabytes)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("a.python", CompressionLevel.Fastest).Open();
            var piece = new byte[1024 * 1024];
            for (var written = 0; written < megabytes; written++)
                entry.Write(piece);
        }

        return bytes.ToArray();
    }

    /// <summary>What is wrong, without what is to be done.</summary>
    private static string Problem(byte[] archive)
    {
        var finding = Assert.Single(Findings(archive));
        const string start = "notebooks/a.dbc: error NBK005: notebooks.a.dbc: ";
        const string end = " Export the archive again, or take it from an earlier commit.";
        Assert.StartsWith(start, finding);
        Assert.EndsWith(end, finding);
        return finding[start.Length..^end.Length];
    }

    private static IReadOnlyList<string> Findings(byte[] archive)
    {
        using var assets = new TempDirectory();
        File.WriteAllBytes(assets.Write("notebooks/a.dbc", ""), archive);
        return Checked.Folder(assets);
    }
}
