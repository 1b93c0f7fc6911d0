using Build.Running;

namespace Layercake.Build.Tests.Running;

public sealed class HostFoldersTests : IDisposable
{
    private readonly string clone = Directory.CreateTempSubdirectory("layercake-").FullName;

    [Fact]
    public void The_root_is_the_folder_that_holds_the_script_above_the_program()
    {
        File.WriteAllText(Path.Combine(clone, "build.sh"), "");
        var program = Directory.CreateDirectory(Path.Combine(clone, "artifacts", "bin")).FullName;

        Assert.Equal(clone, HostFolders.Find(program, "/elsewhere").Root);
    }

    [Fact]
    public void A_program_outside_any_clone_works_where_it_is_started() =>
        Assert.Equal("/elsewhere", HostFolders.Find(clone, "/elsewhere").Root);

    [Theory]
    [InlineData("assets", "/home/me/assets")]
    [InlineData("../assets/", "/home/assets")]
    [InlineData("/assets", "/assets")]
    public void A_path_is_relative_to_where_the_user_stood(string path, string absolute) =>
        Assert.Equal(absolute, new HostFolders { Root = "/root", Start = "/home/me" }.FromStart(path));

    [Fact]
    public void A_folder_of_assets_that_is_out_of_reach_stops_the_search_and_a_file_of_its_name_does_not()
    {
        Directory.CreateDirectory(Path.Combine(clone, ".git"));
        Directory.CreateDirectory(Path.Combine(clone, "notebooks"));
        var broken = Directory.CreateDirectory(Path.Combine(clone, "broken")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(broken, "jobs"), "/not/mounted/jobs");
        var tools = Directory.CreateDirectory(Path.Combine(clone, "tools")).FullName;
        File.WriteAllText(Path.Combine(tools, "jobs"), "");

        Assert.Equal(broken, AssetsChoice.Search(new HostFolders { Root = clone, Start = broken }, samples: false).Folder);
        Assert.Equal(clone, AssetsChoice.Search(new HostFolders { Root = clone, Start = tools }, samples: false).Folder);
    }

    public void Dispose() => Directory.Delete(clone, recursive: true);
}
