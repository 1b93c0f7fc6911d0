using System.Runtime.Versioning;
using Layercake.LocalCloud;
using Layercake.Pipelines.Tests.Support;
using Layercake.Testing;

namespace Layercake.Pipelines.Tests;

/// <summary>Ctrl-C in a terminal, whichever script runs there and however far it is.</summary>
[Collection(nameof(Tools))]
[UnsupportedOSPlatform("windows")] // which has no process groups to signal
public sealed class InterruptionTests(PackedHost package) : IClassFixture<PackedHost>, IDisposable
{
    private readonly TempDirectory folder = new();
    private readonly StartFolder repository = new();

    public void Dispose()
    {
        repository.Dispose();
        folder.Dispose();
    }

    [TheoryWith("setsid")]
    [InlineData("build.sh")]
    [InlineData("layercake.sh")]
    public Task While_a_deployment_is_under_way_it_gives_130(string script) => StopADeploymentAsync(script, words => ["bash", .. words]);

    [FactWith("setsid", "pwsh")]
    public Task PowerShell_that_runs_the_script_gives_130() =>
        StopADeploymentAsync("build.ps1", words => [.. PowerShell.Command!, "-NoProfile", "-File", .. words]);

    // As on Windows, where PowerShell cannot give its process away, and as a step of a pipeline does it.
    [FactWith("setsid", "pwsh")]
    public Task PowerShell_that_runs_a_command_gives_130() =>
        StopADeploymentAsync(
            "layercake.ps1",
            words =>
            {
                var command = string.Join(' ', words.Select(word => $"'{word}'"));
                return [.. PowerShell.Command!, "-NoProfile", "-Command", $"& {command}; 'went on'"];
            }
        );

    [FactWith("setsid")]
    public async Task Before_the_host_has_begun_it_gives_130()
    {
        repository.WithProgram("find", "kill -INT 0\n").WithProgram("dotnet", "echo the host runs\n").Built();
        using var run = ScriptRun.Start(["bash", Path.Combine(repository.Root, "build.sh")], repository.Root, repository.Programs);

        Assert.Equal(130, await run.EndAsync());
        Assert.DoesNotContain("the host runs", run.Text, StringComparison.Ordinal);
    }

    [TheoryWith("setsid", "pwsh")]
    [InlineData("build.sh")]
    [InlineData("build.ps1")]
    public async Task While_the_compiler_runs_it_gives_130_and_leaves_no_stamp(string script)
    {
        // The real one, with a project that tells when it is being built.
        repository.Put(
            "build/Build.csproj",
            $"""
            <Project>
              <Target Name="Restore" />
              <Target Name="Publish"><Exec Command="touch '{folder["compiling"]}'; sleep 600" /></Target>
            </Project>
            """
        );
        using var watcher = new FileSystemWatcher(folder.FullPath, "compiling");
        var compiling = new TaskCompletionSource();
        watcher.Created += (_, _) => compiling.TrySetResult();
        watcher.EnableRaisingEvents = true;

        using var run = ScriptRun.Start([.. Shell(script), Path.Combine(repository.Root, script)], repository.Root);
        var ended = run.EndAsync();
        await Task.WhenAny(compiling.Task, ended);
        Assert.True(compiling.Task.IsCompleted, run.Text);
        run.Interrupt();

        Assert.Equal(130, await ended);
        Assert.False(File.Exists(repository.Stamp));
        Assert.False(File.Exists($"{repository.Stamp}.new"));
    }

    [FactWith("setsid")]
    public async Task A_compiler_that_says_nothing_of_it_is_no_built_host()
    {
        const string Compiler = "if [[ $1 == msbuild ]]; then trap 'exit 0' INT; kill -INT 0; exit 0; fi\necho the host runs\n";
        repository.WithProgram("dotnet", Compiler);
        using var run = ScriptRun.Start(["bash", Path.Combine(repository.Root, "build.sh")], repository.Root, repository.Programs);

        Assert.Equal(130, await run.EndAsync());
        Assert.DoesNotContain("the host runs", run.Text, StringComparison.Ordinal);
        Assert.False(File.Exists(repository.Stamp));
    }

    private static IEnumerable<string> Shell(string script) =>
        script.EndsWith(".ps1", StringComparison.Ordinal) ? [.. PowerShell.Command!, "-NoProfile", "-File"] : ["bash"];

    private async Task StopADeploymentAsync(string script, Func<IEnumerable<string>, IEnumerable<string>> command)
    {
        await using var cloud = await LocalCloudFixture.StartAsync(new LocalCloudOptions { DescriptionFile = folder["cloud.json"] });
        // The job's answer never comes, so the deployment is in the middle of it.
        await cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.2/jobs/create", "action": "delay", "ms": 600000 }""");
        var packed = script.StartsWith("layercake", StringComparison.Ordinal);
        var root = packed ? package.Root : repository.Put("deployment/environments/local.json", "{}").WithHost().Root;
        string[] start = packed ? [Path.Combine(root, script)] : [Path.Combine(root, script), $"--assets={package.Assets}"];

        string[] options = [$"--cloud-file={folder["cloud.json"]}", $"--state={folder["state"]}", "--no-report"];
        using var run = ScriptRun.Start(command([.. start, .. options]), folder.FullPath);
        await run.WhenPrintedAsync("created   notebooks.load.py");
        run.Interrupt();

        Assert.Equal(130, await run.EndAsync());
        Assert.Contains("It was stopped before its end. Run the same command again", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("went on", run.Text, StringComparison.Ordinal);
    }
}
