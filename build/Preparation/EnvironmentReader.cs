using Build.Running;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Exporting;

namespace Build.Preparation;

/// <summary>Finds the environment that the command line names, with what it overrides.</summary>
internal static class EnvironmentReader
{
    /// <summary>Below the assets, and below this repository.</summary>
    private const string Folder = "deployment/environments";

    /// <summary>Those that a run could name, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names(RunOptions run) => Files(run).Names();

    /// <summary>Whether one of them is in the local cloud; one whose file is wrong is in none.</summary>
    public static bool AnyIsLocal(RunOptions run) =>
        Names(run).Any(name => Load(name, run, []) is { IsLocal: true });

    /// <summary>Those whose file is right and says that the workspace is at this address, in alphabetical order.</summary>
    public static IReadOnlyList<string> At(string workspace, RunOptions run) =>
        [.. Names(run).Where(name => AddressOf(name, run) is { } address && address == new Uri(workspace))];

    /// <summary>The one of this name; null, with findings, where its file is wrong.</summary>
    public static DeploymentEnvironment? Load(string name, RunOptions run, ICollection<Finding> findings) =>
        Files(run).Load(name, run.Settings, findings);

    /// <exception cref="BuildFailedException">A server refuses it.</exception>
    public static DeploymentEnvironment? Read(RunOptions run, ICollection<Finding> findings)
    {
        if (Load(run.EnvironmentName, run, findings) is not { } environment)
            return null;

        run.Folders.EnvironmentCheck?.Invoke(environment);
        return run.NotebookFolders.Count < 2 ? environment : WithFolders(environment, Files(run), run, findings);
    }

    private static EnvironmentFiles Files(RunOptions run) =>
        new(Folders(run))
        {
            StartFolder = run.Folders.Start,
            ParameterFile = run.ParameterFile,
            GivenVariables = run.Variables,
        };

    // What was made of the server's variables comes first: a file among the assets must not take its place, and get its token.
    private static IReadOnlyList<string> Folders(RunOptions run) =>
        [
            .. new[] { run.Folders.WebEnvironments }.OfType<string>(),
            .. new[] { run.AssetsFolder, run.Folders.Root }.Distinct().Select(root => Path.Combine(root, Folder)),
        ];

    private static Uri? AddressOf(string name, RunOptions run) =>
        new EnvironmentFiles(Folders(run)).Load(name, new Dictionary<string, string>(), [])?.WorkspaceUrl;

    /// <summary>The environment for an export of several folders, each checked as one alone is.</summary>
    private static DeploymentEnvironment? WithFolders(
        DeploymentEnvironment environment,
        EnvironmentFiles files,
        RunOptions run,
        ICollection<Finding> findings
    )
    {
        foreach (var folder in run.NotebookFolders.Skip(1))
        {
            var settings = new Dictionary<string, string>(run.Settings, StringComparer.Ordinal) { ["notebooks_path"] = folder };
            var found = new List<Finding>();
            if (files.Load(run.EnvironmentName, settings, found) is null)
            {
                foreach (var finding in found)
                    findings.Add(finding);
                return null;
            }
        }

        return ExportedFolders.In(environment, run.NotebookFolders);
    }
}
