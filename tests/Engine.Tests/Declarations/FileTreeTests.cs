using System.Net.Sockets;
using Layercake.Engine.Declarations;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Declarations;

public sealed class FileTreeTests : IDisposable
{
    private readonly TemporaryAssets assets = new();

    public void Dispose() => assets.Dispose();

    [Fact]
    public void Files_come_in_order_of_their_paths_with_size_and_hash()
    {
        assets.Write("notebooks/b/ä +#%'.py", "abc");
        assets.Write("notebooks/a.sql", "");
        assets.Write("notebooks/B.py", "x");

        var files = Read();

        Assert.Empty(assets.Findings);
        Assert.Equal(["B.py", "a.sql", "b/ä +#%'.py"], files.Select(file => file.Path));
        Assert.Equal("notebooks/b/ä +#%'.py", files[2].File);
        Assert.Equal(3, files[2].Size);
        Assert.Equal("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", files[2].Sha256);
        Assert.Equal("abc"u8.ToArray(), files[2].Content);
        Assert.Equal("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", files[1].Sha256);
    }

    [Fact]
    public void What_tools_leave_behind_is_skipped()
    {
        foreach (
            var file in new[]
            {
                ".gitkeep",
                ".DS_Store",
                "Thumbs.db",
                ".hidden.py",
                ".ipynb_checkpoints/a.ipynb",
                "__pycache__/a.pyc",
                "sub/.idea/x",
            }
        )
            assets.Write($"notebooks/{file}", "x");

        Assert.Empty(Read());
        Assert.Empty(assets.Findings);
    }

    [Fact]
    public void A_large_file_is_hashed_without_being_kept()
    {
        assets.Write("notebooks/large.bin", new byte[(10 * 1024 * 1024) + 1]);

        var file = Assert.Single(Read());

        Assert.Null(file.Content);
        using var content = file.Open();
        Assert.Equal((file.Size, file.Sha256), (content.Length, ContentDigest.Of(content)));
    }

    [Fact]
    public void Two_readings_of_one_file_are_equal()
    {
        assets.Write("notebooks/a.py", "x");

        Assert.Equal(Read(), Read());
    }

    [Fact]
    public void Links_inside_the_assets_are_followed()
    {
        assets.Write("shared/util.py", "x");
        Directory.CreateDirectory(assets.PathOf("notebooks"));
        Directory.CreateSymbolicLink(assets.PathOf("notebooks/lib"), "../shared");
        File.CreateSymbolicLink(assets.PathOf("notebooks/copy.py"), assets.PathOf("shared/util.py"));

        Assert.Equal(["copy.py", "lib/util.py"], Read().Select(file => file.Path));
        Assert.Empty(assets.Findings);
    }

    [Fact]
    public void Links_out_of_the_assets_in_a_circle_or_to_nothing_are_findings()
    {
        using var elsewhere = new TemporaryAssets();
        elsewhere.Write("secret.txt", "x");
        assets.Write("notebooks/a/b.py", "x");
        Directory.CreateSymbolicLink(assets.PathOf("notebooks/a/circle"), "..");
        Directory.CreateSymbolicLink(assets.PathOf("notebooks/folder"), elsewhere.Root);
        File.CreateSymbolicLink(assets.PathOf("notebooks/file"), elsewhere.PathOf("secret.txt"));
        File.CreateSymbolicLink(assets.PathOf("notebooks/nothing"), "gone.py");
        File.CreateSymbolicLink(assets.PathOf("notebooks/self"), "self");

        Assert.Equal(["a/b.py"], Read().Select(file => file.Path));
        Assert.Equal(
            [
                "notebooks/a/circle: error FIL002: This link leads to a folder that it is in itself and is not followed. Remove it.",
                "notebooks/file: error FIL002: This link leads out of the assets' folder and is not followed. Put a copy in its place.",
                "notebooks/folder: error FIL002: This link leads out of the assets' folder and is not followed. Put a copy in its place.",
                "notebooks/nothing: error FIL002: This link leads nowhere. Correct or remove it.",
                "notebooks/self: error FIL002: This link leads nowhere. Correct or remove it.",
            ],
            assets.Printed()
        );
    }

    [Fact]
    public void Links_into_the_folder_of_Git_are_findings()
    {
        assets.Write(".git/config", "token");
        assets.Write("notebooks/a.py", "x");
        File.CreateSymbolicLink(assets.PathOf("notebooks/config"), "../.git/config");
        Directory.CreateSymbolicLink(assets.PathOf("notebooks/git"), "../.git");
        File.CreateSymbolicLink(assets.PathOf("notebooks/chain"), "config");

        Assert.Equal(["a.py"], Read().Select(file => file.Path));
        Assert.All(
            assets.Printed(),
            finding =>
                Assert.EndsWith(
                    "This link leads into Git's own folder, whose files are not deployed, and is not followed. Remove it.",
                    finding,
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(3, assets.Printed().Length);
    }

    [Fact]
    public void A_link_to_the_assets_themselves_is_no_way_out()
    {
        assets.Write("real/notebooks/a.py", "x");
        Directory.CreateSymbolicLink(assets.PathOf("link"), "real");

        Assert.Single(new FileTree(new AssetsFolder(assets.PathOf("link"))).Read("notebooks", assets.Findings));
        Assert.Empty(assets.Findings);
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_a_finding()
    {
        assets.Write("notebooks", "x");

        Assert.Empty(Read());
        Assert.Equal(["notebooks: error FIL001: This is a file, and a folder is expected. Rename or remove it."], assets.Printed());
    }

    [Theory]
    [InlineData("/not/mounted/notebooks")]
    [InlineData("notebooks")]
    public void A_link_that_leads_nowhere_in_place_of_the_folder_is_not_a_missing_folder(string target)
    {
        Directory.CreateSymbolicLink(assets.PathOf("notebooks"), target);

        Assert.Empty(Read());
        Assert.Equal(["notebooks: error FIL002: This link leads nowhere. Correct or remove it."], assets.Printed());
        Assert.True(assets.Assets.Holds("notebooks"));
    }

    [Fact]
    public void A_link_that_leads_nowhere_above_the_folder_is_not_a_missing_folder()
    {
        Directory.CreateSymbolicLink(assets.PathOf("deployment"), "/not/mounted");

        Assert.Empty(new FileTree(assets.Assets).Read("deployment/environments", assets.Findings));
        Assert.Equal(["deployment: error FIL002: This link leads nowhere. Correct or remove it."], assets.Printed());
    }

    [Fact]
    public void What_may_not_be_searched_is_not_a_missing_folder()
    {
        // The superuser may search everything.
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            return;

        assets.Write("notebooks/a.py", "x");
        File.SetUnixFileMode(assets.Root, UnixFileMode.None);
        try
        {
            Assert.Empty(Read());
            Assert.Equal(
                ["notebooks: error FIL001: It cannot be read: permission is denied. Let the user who deploys read it."],
                assets.Printed()
            );
        }
        finally
        {
            File.SetUnixFileMode(assets.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void What_is_no_file_is_a_finding_and_is_not_opened()
    {
        if (OperatingSystem.IsWindows())
            return;

        assets.Write("notebooks/a.py", "x");
        NamedPipe.Create(assets.PathOf("notebooks/f.py"));
        NamedPipe.Create(assets.PathOf("jobs"));
        File.CreateSymbolicLink(assets.PathOf("notebooks/link.py"), "f.py");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(assets.PathOf("notebooks/s.py")));

        Assert.Equal(["a.py"], Read().Select(file => file.Path));
        Assert.Empty(new FileTree(assets.Assets).Read("jobs", assets.Findings));
        Assert.Equal(
            [
                "jobs: error FIL001: This is a named pipe, and a folder is expected. Remove it.",
                "notebooks/f.py: warning FIL009: This is a named pipe and is not deployed. Remove it.",
                "notebooks/link.py: warning FIL009: This is a named pipe and is not deployed. Remove it.",
                "notebooks/s.py: warning FIL009: This is a socket and is not deployed. Remove it.",
            ],
            assets.Printed()
        );
        Assert.True(assets.Assets.Holds("jobs"));
    }

    [Fact]
    public void Another_spelling_of_the_folder_is_warned_of_where_it_is_another_folder()
    {
        assets.Write("Notebooks/a.py", "x");
        var isTheSame = Directory.Exists(assets.PathOf("notebooks"));

        Assert.Equal(isTheSame ? 1 : 0, Read().Count);
        Assert.Equal(
            isTheSame ? [] : ["Notebooks: warning FIL005: Nothing is deployed from this folder: its name is spelled notebooks. Rename it."],
            assets.Printed()
        );
    }

    [Fact]
    public void A_name_with_a_line_break_is_a_finding()
    {
        if (OperatingSystem.IsWindows())
            return;

        assets.Write("notebooks/a\nb.py", "x");

        Assert.Empty(Read());
        Assert.Equal(["notebooks/a?b.py: error FIL003: Its name holds control characters or is not UTF-8. Rename it."], assets.Printed());
    }

    [Fact]
    public void What_may_not_be_read_is_a_finding()
    {
        // The superuser may read everything.
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            return;

        File.SetUnixFileMode(assets.Write("notebooks/a.py", "x"), UnixFileMode.None);

        Assert.Empty(Read());
        Assert.Equal(
            ["notebooks/a.py: error FIL001: It cannot be read: permission is denied. Let the user who deploys read it."],
            assets.Printed()
        );
    }

    private IReadOnlyList<LocalFile> Read() => new FileTree(assets.Assets).Read("notebooks", assets.Findings);
}
