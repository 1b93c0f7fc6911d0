using Build.Preparation;
using Build.Running;
using Build.Text;
using Build.Views;
using Layercake.Engine.Connecting;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;

namespace Build.Deployments;

/// <summary>
/// Opens the environment for tasks that need no declarations; what is wrong with it becomes a finding and ends the run.
/// </summary>
internal sealed class EnvironmentScope(DeploymentPreparation preparation, RunFindings findings, RunWrites writes)
{
    /// <exception cref="BuildFailedException">The environment's file is wrong, or the work found that it is.</exception>
    public async Task OpenAsync(Func<DeploymentEnvironment, Connector, Task> work)
    {
        writes.BeginTask();
        var read = await preparation.Assets;
        ThrowIfErrors([
            .. read.Findings.Where(finding =>
                read.Environment is null || (finding.File == read.Environment.File && !read.Declared.Findings.Contains(finding))
            ),
        ]);

        var (environment, connector) = await preparation.OpenAsync(read.Environment!);
        using (connector)
            try
            {
                await work(environment, connector);
            }
            catch (Exception e) when (PreparationFindings.Explain(e, environment) is { } finding)
            {
                findings.Add([finding]);
                var exitCode = PreparationFindings.ExitCodeOf(e);
                throw new BuildFailedException(exitCode, $"The environment could not be used. {writes.Summary}", e);
            }
    }

    /// <summary>Records and shows what was found, and ends the run when there is an error among it.</summary>
    public void ThrowIfErrors(IReadOnlyList<Finding> found)
    {
        findings.Add(found);
        if (found.Any(finding => finding.Severity == Severity.Error))
            throw new BuildFailedException(ExitCodes.Wrong, $"{FindingsText.Summary(found)}. {writes.Summary}");
    }
}
