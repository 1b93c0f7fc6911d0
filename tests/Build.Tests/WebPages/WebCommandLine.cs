using Build.CommandLine;
using Build.Running;
using Build.WebPages;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Kinds;
using Layercake.Testing;

namespace Layercake.Build.Tests.WebPages;

/// <summary>A command line of the Web target.</summary>
internal static class WebCommandLine
{
    public static KnownOptions Options { get; } = KnownOptions.With(EnvironmentSettings.All);

    /// <param name="folder">Has the assets in <c>assets</c>, and is where the user stands.</param>
    public static (RunOptions Run, HostArguments Arguments) Read(TempDirectory folder, params string[] options) =>
        ReadBare(folder, [$"--assets={folder["assets"]}", .. options]);

    /// <summary>Without a folder of assets.</summary>
    public static (RunOptions Run, HostArguments Arguments) ReadBare(TempDirectory folder, params string[] options)
    {
        var arguments = new CommandLineReader(
            Options,
            TargetTable.In(typeof(WebConfigurations).Assembly, KindTable.Described),
            new Dictionary<string, string>()
        ).Read(["--target=Web", .. options]);
        Assert.Empty(arguments.Errors);
        var folders = new HostFolders { Root = folder.FullPath, Start = folder.FullPath };
        return (new RunOptions(arguments, folders, package: null, approved: null, TimeProvider.System, CancellationToken.None), arguments);
    }
}
