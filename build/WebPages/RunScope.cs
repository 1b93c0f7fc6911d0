using Build.CommandLine;
using Build.Deployments;
using Build.Preparation;
using Build.Printing;
using Build.Record;
using Build.Reports;
using Build.Running;
using Layercake.Identity.Workspaces;

namespace Build.WebPages;

/// <summary>What one run of the page is done with: what a command line has, but for Cake.</summary>
internal sealed record RunScope(
    IDeployment Deployment,
    IExports Exports,
    ReportWriter Reports,
    RunRecord Record,
    HostOutcome Outcome,
    DeploymentPreparation Preparation
)
{
    /// <summary>Makes one.</summary>
    /// <param name="user">Opens the workspace as the user who asks; null for whom the environment says.</param>
    public delegate RunScope Creation(
        HostArguments arguments,
        RunOptions run,
        Interruption interruption,
        Output output,
        Func<Uri, IWorkspaceCredential>? user
    );
}
