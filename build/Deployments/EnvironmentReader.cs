using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;

namespace Build.Deployments;

/// <summary>Finds the environment that the command line names, with what it overrides.</summary>
public sealed class EnvironmentReader
{
    /// <summary>Below the assets, and below this repository.</summary>
    private const string Folder = "deployment/environments";

    public DeploymentEnvironment? Read(BuildContext context, out IReadOnlyList<Finding> findings)
    {
        var found = new List<Finding>();
        var folders = new[] { context.AssetsFolder, context.Folders.Root }.Distinct().Select(root => Path.Combine(root, Folder)).Where(Directory.Exists).ToList();
        var environment = new EnvironmentFiles(folders).Load(context.EnvironmentName, context.Arguments.Settings, found);
        findings = Findings.InOrder(found);
        return environment;
    }
}
