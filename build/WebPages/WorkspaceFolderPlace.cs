using Layercake.Engine.Environments;

namespace Build.WebPages;

/// <summary>Which Git folder of which workspace has the page's files.</summary>
/// <param name="Path">In the workspace.</param>
/// <param name="Environment">Whose workspace it is.</param>
/// <param name="Workspace">See <see cref="WorkspaceOf"/>.</param>
/// <param name="Copy">The folder of this machine that runs read and write.</param>
internal sealed record WorkspaceFolderPlace(string Path, string Environment, string Workspace, string Copy)
{
    /// <summary>What tells one workspace from another: its address, else what it is looked up by; else the environment's name.</summary>
    public static string WorkspaceOf(DeploymentEnvironment environment) =>
        environment.WorkspaceUrl?.GetLeftPart(UriPartial.Authority)
        ?? (environment.WorkspaceName is null ? environment.Name : $"{environment.ResourceGroup}/{environment.WorkspaceName}");
}
