using Build.CommandLine;
using Build.Deployments;
using Build.Preparation;
using Build.Printing;
using Build.Record;
using Build.Reports;
using Build.Running;

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
    public delegate RunScope Creation(HostArguments arguments, RunOptions run, Interruption interruption, Output output);
}
