using Build.CommandLine;
using Build.Record;
using Build.Reports.JUnit;
using Build.Running;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Kinds;
using Layercake.Secrecy;
using Layercake.Testing;

namespace Layercake.Build.Tests.Reports.JUnit;

public sealed class RunResultsFileTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Results_take_the_place_of_the_old_ones_when_they_are_whole()
    {
        if (OperatingSystem.IsWindows())
            return; // which replaces no file that is open

        using var old = File.OpenText(folder.Write("results.xml", "old"));

        Results().Write();

        Assert.Equal("old", await old.ReadToEndAsync());
        Assert.Contains("<testsuites", await File.ReadAllTextAsync(folder["results.xml"]), StringComparison.Ordinal);
    }

    private RunResultsFile Results()
    {
        var arguments = new CommandLineReader(
            KnownOptions.With(EnvironmentSettings.All),
            TargetTable.In(typeof(RunResultsFile).Assembly, KindTable.Described),
            new Dictionary<string, string>()
        ).Read(["--target=TestNotebooks", $"--test-results={folder["results.xml"]}"]);
        var folders = new HostFolders { Root = folder.FullPath, Start = folder.FullPath };
        return new RunResultsFile(
            new RunOptions(arguments, folders, package: null, approved: null, TimeProvider.System, CancellationToken.None),
            new RunRecord(),
            new Redactor()
        );
    }
}
