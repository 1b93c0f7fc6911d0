using Build.Running;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Environments.Reading;

namespace Build.Preparation;

/// <summary>Finds the environment that the command line names, with what it overrides.</summary>
internal static class EnvironmentReader
{
    /// <summary>Below the assets, and below this repository.</summary>
    private const string Folder = "deployment/environments";

    public static DeploymentEnvironment? Read(RunOptions run, ICollection<Finding> findings)
    {
        var folders = new[] { run.AssetsFolder, run.Folders.Root }
            .Distinct()
            .Select(root => Path.Combine(root, Folder))
            .ToList();
        return new EnvironmentFiles(folders)
        {
            StartFolder = run.Folders.Start,
            ParameterFile = run.ParameterFile,
            GivenVariables = run.Variables,
        }.Load(run.EnvironmentName, run.Settings, findings);
    }
}
