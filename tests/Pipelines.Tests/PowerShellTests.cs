using Layercake.Pipelines.Tests.Support;
using Layercake.Testing;

namespace Layercake.Pipelines.Tests;

/// <summary><c>build.ps1</c>, run by PowerShell where that is installed, with a program in the place of <c>dotnet</c>.</summary>
public sealed class PowerShellTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [FactWith("pwsh", "bash")]
    public async Task The_script_hands_on_arguments_as_they_are_and_ends_as_the_host_ends()
    {
        if (OperatingSystem.IsWindows())
            return; // where no shell script can stand in for dotnet.exe; the build there runs build.ps1 itself

        var dotnet = folder.Write("bin/dotnet", "#!/usr/bin/env bash\nprintf '%s\\n' \"$@\"\nexit 7\n");
        File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var arguments = new[] { "--target=Plan", "--var=name=two words", "--notebooks-path=/Shared/it's; exit 0", "--force" };

        var run = await Programs.RunAsync(
            "env", [$"PATH={Path.GetDirectoryName(dotnet)}:{Environment.GetEnvironmentVariable("PATH")}", "pwsh", "-NoProfile", "-NonInteractive", "-File", Path.Combine(Tools.Repository, "build.ps1"), .. arguments], folder.FullPath);

        Assert.Equal(7, run.ExitCode);
        Assert.Equal(arguments, run.Lines.SkipWhile(line => line != "--").Skip(1));
    }
}
