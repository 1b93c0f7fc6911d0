using Build.Ci;
using Build.Preparation;
using Build.Printing;
using Build.Record;
using Build.Running;
using Build.Text;
using Build.Views;
using Layercake.Engine.Declarations;
using Layercake.Engine.Loading;
using Layercake.Engine.Planning;
using Layercake.Engine.Sealing;
using Layercake.Secrecy;

namespace Build.Sealing;

/// <summary>Writes the sealed plan that <c>--out</c> asks for.</summary>
internal sealed class PlanSealing(
    RunOptions run,
    DeploymentPreparation preparation,
    RunFindings findings,
    RunRecord record,
    Output output,
    Redactor redactor
)
{
    /// <param name="planned">Without errors, and not refused.</param>
    /// <param name="prune">How far the prune may go, or what is destroyed; null for a deployment.</param>
    public async Task WriteAsync(PlannedDeployment planned, PruneRequest? prune)
    {
        if (run.SealedFile is not { } path)
            return;

        var request = new PlanRequest
        {
            Select = run.Selection.Patterns,
            WithNeeded = run.Selection.WithNeeded,
            DataLoss = run.DataLoss.Given,
            IsScheduled = CiSystem.IsScheduled(Environment.GetEnvironmentVariable),
            Prune = prune,
        };
        var session = (await preparation.Workspace).Session;
        var declared = prune is { Destroys: true } ? new DeclaredAssets([], []) : (await preparation.Assets).Declared;
        var result = await session.SealAsync(planned, declared, request, run.PlanExpires, run.CancellationToken);
        if (result.Plan is not { } made)
        {
            findings.Add(result.Problems);
            throw new BuildFailedException(ExitCodes.Wrong, "The plan was not sealed. Nothing was written.");
        }

        try
        {
            var id = SealedPlanFile.Write(made, path, redactor);
            (record.PlanId, record.Sealed) = (id, made);
            output.Line($"Sealed in {run.Folders.DisplayPath(path)}. Its id: {id}", Tone.Good);
            WarnOfDeployer(made);
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            throw new BuildFailedException(
                ExitCodes.Failed,
                $"The sealed plan could not be written to {path}: {DiskErrors.Words(e, path)}. Name another file with --out=FILE.",
                e
            );
        }
    }

    /// <summary>In CI often another application deploys, which would learn only after the approval that it may not.</summary>
    private void WarnOfDeployer(SealedPlan made)
    {
        if (
            !CiSystem.IsKnown(Environment.GetEnvironmentVariable)
            || !made.Plan.PossibleWrites.Any()
            || preparation.Environment is not { DeploysAs: null } environment
        )
            return;

        findings.Add([
            environment
                .PlaceOf("deploys_as")
                .Finding(
                    "PLN011",
                    $"deploys_as is not set, so only {made.AppliedBy}, who planned, may apply this plan. Where another application "
                        + "deploys, set it to the id of that one before anyone approves.",
                    $"environment {environment.Name}",
                    Severity.Warning
                ),
        ]);
    }
}
