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

    public void Dispose() => Directory.Delete(clone, recursive: true);
}
