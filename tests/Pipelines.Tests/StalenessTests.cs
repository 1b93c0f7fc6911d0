using System.Runtime.Versioning;
using Layercake.Pipelines.Tests.Support;

namespace Layercake.Pipelines.Tests;

/// <summary>When <c>build.sh</c> and <c>build.ps1</c> build the host again: both for the same reasons.</summary>
[UnsupportedOSPlatform("windows")] // where no shell script can stand in for dotnet.exe
public sealed class StalenessTests : IDisposable
{
    private static readonly (string File, bool Builds)[] Edits =
    [
        ("README.md", false),
        ("tests/Some.Tests/SomeTests.cs", false),
        ("deployment/environments/dev.json", false),
        ("deployment/infrastructure/infrastructure.json", false),
        ("deployment/pipelines/steps.yml", false),
        ("build/Program.cs", true),
        ("build/inputs.txt", true),
        ("deployment/Engine/Kinds/ClusterKind.cs", true),
        ("deployment/environments.md", true),
        ("Directory.Packages.props", true),
        ("NuGet.config", true),
        ("global.json", true),
    ];

    private readonly List<StartFolder> folders = [];

    public void Dispose() => folders.ForEach(folder => folder.Dispose());

    [Fact]
    public async Task The_shell_script_builds_again_for_what_the_host_is_made_of_and_for_nothing_else()
    {
        foreach (var (edit, folder) in Edits.Zip(Edited()))
        {
            var run = await Programs.RunAsync("env", [WithDotNet(folder), "bash", Path.Combine(folder.Root, "build.sh")], folder.Root);
            Assert.True(run.ExitCode == 0, run.Errors);
            Assert.Equal((edit.File, edit.Builds), (edit.File, run.Lines.Contains($"built {folder.Root}")));
        }
    }

    [FactWith("pwsh")]
    public async Task The_PowerShell_script_builds_again_for_the_same()
    {
        var edited = Edited();
        var script = string.Join('\n', edited.Select(folder => $"& '{folder.Root}/build.ps1'"));

        // The output of what builds goes to the errors, as with the other script.
        var run = await Programs.RunAsync("env", [WithDotNet(edited[0]), .. PowerShell.Command!, "-NoProfile", "-NonInteractive", "-Command", script], edited[0].Root);

        Assert.All(Edits.Zip(edited), pair => Assert.Equal((pair.First.File, pair.First.Builds), (pair.First.File, run.Lines.Contains($"built {pair.Second.Root}"))));
    }

    [FactWith("pwsh")]
    public async Task A_file_that_goes_counts_too()
    {
        var (first, second) = (New(), New());
        foreach (var folder in new[] { first, second })
        {
            folder.Put("build/Program.cs", "").Built();
            File.Delete(Path.Combine(folder.Root, "build", "Program.cs"));
        }

        var shell = await Programs.RunAsync("env", [WithDotNet(first), "bash", Path.Combine(first.Root, "build.sh")], first.Root);
        var powerShell = await Programs.RunAsync("env", [WithDotNet(first), .. PowerShell.Command!, "-NoProfile", "-File", Path.Combine(second.Root, "build.ps1")], second.Root);

        Assert.Contains($"built {first.Root}", shell.Lines);
        Assert.Contains($"built {second.Root}", powerShell.Lines);
    }

    // The stand-in notes the first build; a second, for an edit made meanwhile, is not there to be seen.
    private StartFolder New()
    {
        var folder = new StartFolder().WithProgram("dotnet", """
            if [[ $1 == msbuild ]]; then
              touch "${2%/build/Build.csproj}/built"
            elif [[ -f ${1%/artifacts/host/Build.dll}/built ]]; then
              echo "built ${1%/artifacts/host/Build.dll}"
            fi

            """);
        folders.Add(folder);
        return folder;
    }

    private List<StartFolder> Edited() => [.. Edits.Select(edit =>
    {
        var folder = New();
        foreach (var (file, _) in Edits)
            folder.Put(file, File.Exists(Path.Combine(folder.Root, file)) ? File.ReadAllText(Path.Combine(folder.Root, file)) : "");
        folder.Built();
        File.SetLastWriteTimeUtc(Path.Combine(folder.Root, edit.File), File.GetLastWriteTimeUtc(folder.Stamp).AddSeconds(1));
        return folder;
    })];

    private static string WithDotNet(StartFolder folder) => $"PATH={folder.Programs}:{Environment.GetEnvironmentVariable("PATH")}";
}
