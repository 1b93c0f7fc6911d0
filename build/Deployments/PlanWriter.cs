using Build.Record;
using Build.Running;
using Build.Text;
using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;
using Layercake.Secrecy;

namespace Build.Deployments;

/// <summary>Writes the plan to the file of <c>--plan-file</c> and records where it is.</summary>
internal sealed class PlanWriter(RunOptions run, RunRecord record, Redactor redactor)
{
    public async Task SaveAsync(Plan plan)
    {
        try
        {
            await PlanFile.SaveAsync(plan, run.PlanFile, redactor, run.CancellationToken);
            record.PlanFile = run.PlanFile;
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            throw new BuildFailedException(
                ExitCodes.Failed,
                $"The plan could not be written to {run.PlanFile}: {DiskErrors.Words(e, run.PlanFile)}. Name another file with "
                    + $"--plan-file=FILE.",
                e
            );
        }
    }
}
