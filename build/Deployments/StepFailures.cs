using Build.Preparation;
using Build.Running;
using Build.Views;
using Layercake.Engine.Connecting;
using Layercake.Engine.Memory;
using Layercake.Engine.Ownership;
using Layercake.Engine.Sealing;
using Layercake.Rest;

namespace Build.Deployments;

/// <summary>Says of a step that failed why, with what it had written by then, and ends the run with the exit code of that.</summary>
internal sealed class StepFailures(RunOptions run, DeploymentPreparation preparation, RunFindings findings, RunWrites writes)
{
    public async Task ExplainAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (OperationCanceledException e) when (run.CancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(
                $"The run was stopped{(writes.WroteAssets ? "" : " before its first write")}. {writes.Summary}",
                e,
                run.CancellationToken
            );
        }
        catch (Exception e) when (preparation.Environment is { } environment && PreparationFindings.Explain(e, environment) is { } finding)
        {
            findings.Add([finding]);
            if (e is LeaseHeldException)
                throw new BuildFailedException(ExitCodes.Refused, $"Another deployment comes first. {writes.Summary}", e);
            if (e is WrongDeployerException)
                throw new BuildFailedException(ExitCodes.Refused, $"Refused. {writes.Summary}", e);

            if (e is EnvironmentLockedException)
                throw new BuildFailedException(ExitCodes.Refused, $"The environment is locked. {writes.Summary}", e);

            throw writes.WroteAssets
                ? new BuildFailedException(ExitCodes.Failed, $"The environment could not be used any more. {writes.Summary}", e)
                : new BuildFailedException(PreparationFindings.ExitCodeOf(e), $"The environment could not be used. {writes.Summary}", e);
        }
        catch (ApprovalLostException e)
        {
            findings.Add(e.Refusals);
            throw new BuildFailedException(ExitCodes.Refused, $"{e.Message} {writes.Summary}", e);
        }
        catch (WorkspaceApiException e)
        {
            throw new BuildFailedException(ExitCodes.Failed, $"{e.Message} {writes.Summary}", e);
        }
    }
}
