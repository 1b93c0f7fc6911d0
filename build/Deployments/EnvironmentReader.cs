using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;

namespace Build.Deployments;

/// <summary>Finds the environment that the command line names, with what it overrides.</summary>
internal static class EnvironmentReader
{
    /// <summary>Below the assets, and below this repository.</summary>
    private const string Folder = "deployment/environments";

    public static DeploymentEnvironment? Read(RunOptions run, ICollection<Finding> findings)
    {
        var folders = new[] { run.AssetsFolder, run.Folders.Root }.Distinct().Select(root => Path.Combine(root, Folder)).Where(Directory.Exists).ToList();
        if (run.ParameterFile is { } parameters && !File.Exists(parameters))
        {
            findings.Add(new Finding { Severity = Severity.Error, Code = "FIL004", File = parameters, Message = Directory.Exists(parameters)
                ? "This is a folder, and --params names a file." : "There is no such file. Correct what --params names." });
            return null;
        }

        return new EnvironmentFiles(folders) { StartFolder = run.Folders.Start, ParameterFile = run.ParameterFile, GivenVariables = run.Variables }.Load(run.EnvironmentName, run.Settings, findings);
    }
}
