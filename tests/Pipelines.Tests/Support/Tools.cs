using Layercake.Testing;

namespace Layercake.Pipelines.Tests.Support;

/// <summary>The scripts in <c>tools/</c> with the packages they use, and this repository's files.</summary>
public sealed class Tools : IAsyncLifetime
{
    /// <summary>This repository.</summary>
    public static string Repository { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The folder of the host.</summary>
    public static string Host { get; } = TestedHost.FolderOr(Path.Combine(Repository, "artifacts", "bin", "Build", "debug"));

    private static string Folder => Path.Combine(Repository, "tests", "Pipelines.Tests", "tools");

    public async Task InitializeAsync()
    {
        if (!Programs.Has("npm"))
            return;

        var installed = Path.Combine(Folder, "node_modules", ".package-lock.json");
        if (
            File.Exists(installed)
            && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json"))
        )
            return;

        var ended = await Programs.RunAsync("npm", ["ci", "--no-audit", "--no-fund"], Folder);
        Assert.True(ended.ExitCode == 0, ended.Errors);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Runs one of the scripts; it must end well, whatever it finds.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(
        string script,
        IEnumerable<string> args,
        string? folder = null,
        string input = ""
    )
    {
        var ended = await Programs.RunAsync(
            "node",
            [
                "--no-warnings",
                "--import",
                new Uri(Path.Combine(Folder, "json-imports.mjs")).AbsoluteUri,
                Path.Combine(Folder, script),
                .. args,
            ],
            folder ?? Repository,
            input
        );
        Assert.True(ended.ExitCode == 0, $"{script}: {ended.Errors}");
        return ended.Lines;
    }

    /// <summary>Every pipeline file below a root, relative to it.</summary>
    public static IReadOnlyList<string> Files(string root, params IEnumerable<string> patterns) =>
        [
            .. patterns
                .SelectMany(pattern =>
                    Directory.EnumerateFiles(Path.Combine(root, Path.GetDirectoryName(pattern)!), Path.GetFileName(pattern))
                )
                .Select(file => Path.GetRelativePath(root, file))
                .Order(StringComparer.Ordinal),
        ];

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "build.sh")) ? folder.FullName : Find(folder.Parent!);
}

/// <summary>All tests of this project share the installed packages, and run one after the other: each starts several processes.</summary>
[CollectionDefinition(nameof(Tools))]
public sealed class ToolsCollection : ICollectionFixture<Tools>;
