using Layercake.Pipelines.Tests.Support;

namespace Layercake.Pipelines.Tests;

/// <summary><c>build.ps1</c>, run by PowerShell where that is to be had, with a program in the place of <c>dotnet</c>.</summary>
public sealed class PowerShellTests : IDisposable
{
    private const string Command =
        "& '{0}' '--target=Plan' '--var=name=two words' '--notebooks-path=/Shared/it''s; exit 0' --force; exit $LASTEXITCODE";

    private readonly StartFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TheoryWith("pwsh", "bash")]
    [InlineData("-File", "{0}")]
    [InlineData("-Command", Command)]
    public async Task The_script_hands_on_arguments_as_they_are_and_ends_as_the_host_ends(string way, string command)
    {
        if (OperatingSystem.IsWindows())
            return; // where no shell script can stand in for dotnet.exe; the build there runs build.ps1 itself

        folder.WithProgram("dotnet", "printf '%s\\n' \"$@\"\nexit 7\n").Built();
        string[] arguments = ["--target=Plan", "--var=name=two words", "--notebooks-path=/Shared/it's; exit 0", "--force"];
        var script = Path.Combine(folder.Root, "build.ps1");
        string[] words = way == "-File" ? [script, .. arguments] : [command.Replace("{0}", script, StringComparison.Ordinal)];
        var path = $"PATH={folder.Programs}:{Environment.GetEnvironmentVariable("PATH")}";

        string[] pwsh = [.. PowerShell.Command!, "-NoProfile", "-NonInteractive"];
        var run = await Programs.RunAsync("env", [path, .. pwsh, way, .. words], folder.Root);

        Assert.True(run.ExitCode == 7, run.Errors);
        Assert.Equal([Path.Combine(folder.Root, "artifacts", "host", "Build.dll"), .. arguments], run.Lines);
    }
}
