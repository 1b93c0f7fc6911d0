using Layercake.Pipelines.Tests.Support;
using Layercake.Testing;

namespace Layercake.Pipelines.Tests;

/// <summary>The folder that <c>build.sh</c> runs and <c>Package</c> packs holds what was built, and nothing from before.</summary>
[Collection(nameof(Tools))]
public sealed class HostFolderTests : IDisposable
{
    private const string Package = "Newtonsoft.Json.dll";

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_newer_file_of_another_version_is_replaced_and_a_stray_one_goes()
    {
        Before();

        await PublishAsync("HostFolder");

        var built = await File.ReadAllBytesAsync(Path.Combine(Tools.Repository, "artifacts", "bin", "Build", "debug", Package));
        Assert.Equal(built, await File.ReadAllBytesAsync(folder[$"host/{Package}"]));
        Assert.False(File.Exists(folder["host/Stray.dll"]));
        Assert.True(File.Exists(folder["host/Build.dll"]));
    }

    [Fact]
    public async Task Publishing_elsewhere_deletes_nothing()
    {
        Before();

        await PublishAsync("PublishDir");

        Assert.True(File.Exists(folder["host/Stray.dll"]));
    }

    private void Before()
    {
        folder.Write("host/Stray.dll", "stray");
        // The files of a package are as old as the package, so an older version comes with older ones.
        File.SetLastWriteTimeUtc(folder.Write($"host/{Package}", "another version"), new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    }

    // Of what was built with these tests.
    private async Task PublishAsync(string property)
    {
        var project = Path.Combine(Tools.Repository, "build", "Build.csproj");
        string[] options = ["-t:Publish", "-p:NoBuild=true", "-p:Configuration=Debug", $"-p:{property}={folder["host"]}/", "-nologo"];
        var published = await Programs.RunAsync("dotnet", ["msbuild", project, .. options], Tools.Repository);
        Assert.True(published.ExitCode == 0, published.Output + published.Errors);
    }
}
