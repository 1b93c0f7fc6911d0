using System.Runtime.Versioning;
using Layercake.Pipelines.Tests.Support;

namespace Layercake.Pipelines.Tests;

/// <summary>When <c>build.sh</c> and <c>build.ps1</c> build the host again: both for the same reasons.</summary>
[UnsupportedOSPlatform("windows")] // where no shell script can stand in for dotnet.exe
public sealed class StalenessTests : IDisposable
{
    private static readonly (string File, bool Goes, bool Builds)[] Edits =
    [
        ("README.md", false, false),
        ("tests/Some.Tests/SomeTests.cs", false, false),
        ("deployment/environments/dev.json", false, false),
        ("deployment/infrastructure/infrastructure.json", false, false),
        ("deployment/pipelines/steps.yml", false, false),
        ("deployment/pipelines/steps.yml", true, false),
        ("build/Program.cs", false, true),
        ("build/Program.cs", true, true),
        ("build/inputs.txt", false, true),
        ("deployment/Engine/Kinds/ClusterKind.cs", false, true),
        ("deployment/environments.md", false, true),
        ("Directory.Packages.props", false, true),
        ("NuGet.config", false, true),
        ("global.json", false, true),
    ];

    private readonly List<StartFolder> folders = [];

    public void Dispose() => folders.ForEach(folder => folder.Dispose());

    [Fact]
    public Task The_shell_script_builds_again_for_what_the_host_is_made_of_and_for_nothing_else() =>
        CheckAsync(folders => ["bash", "-c", string.Join('\n', folders.Select(folder => $"bash '{folder.Root}/build.sh'"))]);

    [Trait("Extent", "Whole")]
    [FactWith("pwsh")]
    public Task The_PowerShell_script_builds_again_for_the_same() =>
        CheckAsync(folders =>
        {
            var script = string.Join('\n', folders.Select(folder => $"& '{folder.Root}/build.ps1'"));
            return [.. PowerShell.Command!, "-NoProfile", "-NonInteractive", "-Command", script];
        });

    // One process for all of them, since it takes longer to start than they take.
    private async Task CheckAsync(Func<IEnumerable<StartFolder>, IEnumerable<string>> command)
    {
        var edited = Edits.Select(Edited).ToList();

        var run = await Programs.RunAsync("env", [WithDotNet(edited[0]), .. command(edited)], edited[0].Root);

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(Edits, Edits.Zip(edited, (edit, folder) => edit with { Builds = run.Lines.Contains($"built {folder.Root}") }));
        Assert.All(edited, folder => Assert.Contains($"ran {folder.Root}", run.Lines));
    }

    private StartFolder Edited((string File, bool Goes, bool Builds) edit)
    {
        var folder = New();
        foreach (var file in Edits.Select(other => other.File).Where(file => !File.Exists(Path.Combine(folder.Root, file))))
            folder.Put(file, "");
        folder.Built();

        var edited = Path.Combine(folder.Root, edit.File);
        if (edit.Goes)
            File.Delete(edited);
        else
            File.SetLastWriteTimeUtc(edited, File.GetLastWriteTimeUtc(folder.Stamp).AddSeconds(1));
        return folder;
    }

    // The stand-in notes the first build; a second, for an edit made meanwhile, is not there to be seen.
    private StartFolder New()
    {
        var folder = new StartFolder().WithProgram(
            "dotnet",
            """
            if [[ $1 == msbuild ]]; then
              touch "${2%/build/Build.csproj}/built"
              exit
            fi
            root="${1%/artifacts/host/Build.dll}"
            if [[ -f $root/built ]]; then echo "built $root"; fi
            echo "ran $root"

            """
        );
        folders.Add(folder);
        return folder;
    }

    private static string WithDotNet(StartFolder folder) => $"PATH={folder.Programs}:{Environment.GetEnvironmentVariable("PATH")}";
}
