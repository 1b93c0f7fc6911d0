using System.Runtime.InteropServices;
using Layercake.LocalCloud;

namespace Layercake.Build.Tests.Tasks;

public sealed class LocalCloudTaskTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("layercake-");

    [Fact]
    public async Task It_says_where_it_is_runs_until_it_is_stopped_and_leaves_no_description_behind()
    {
        var program = CopyOfTheProgram();
        var file = Path.Combine(folder.FullName, ".local", "cloud.json");
        using var host = HostProcess.Start(["--target=LocalCloud"], program, folder.FullName);
        await ReadToAsync(host.Output, "Ctrl-C stops it.");

        var cloud = await CloudDescription.FindRunningAsync(file, CancellationToken.None);
        Assert.NotNull(cloud);
        Assert.Equal(host.Id, cloud.ProcessId);

        using var second = HostProcess.Start(["--target=LocalCloud"], program, folder.FullName);
        var (refused, _, errors) = await second.EndAsync();
        Assert.Equal(3, refused);
        Assert.Contains(cloud.WorkspaceHttp, errors, StringComparison.Ordinal);

        Assert.Equal(0, Kill(host.Id, 2));
        var (exitCode, _, _) = await host.EndAsync();
        Assert.Equal(130, exitCode);
        Assert.False(File.Exists(file));
    }

    public void Dispose() => folder.Delete(recursive: true);

    // Outside the repository the host's root is the folder it is started in, so a cloud that a developer has running stays out of this.
    private string CopyOfTheProgram()
    {
        var program = folder.CreateSubdirectory("program").FullName;
        foreach (
            var file in Directory
                .EnumerateFiles(AppContext.BaseDirectory, "*.*")
                .Where(file => Path.GetExtension(file) is ".dll" or ".json")
        )
            File.Copy(file, Path.Combine(program, Path.GetFileName(file)));
        return program;
    }

    private static async Task ReadToAsync(StreamReader output, string end)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.Contains(end, StringComparison.Ordinal))
                return;
        }

        Assert.Fail($"The host ended without saying: {end}");
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
