using Build.Printing;
using Build.Record;
using Build.Running;
using Build.Sealing;
using Build.Text;
using Build.Views;
using Layercake.Engine.Kinds;
using Layercake.Engine.Planning;
using Layercake.Engine.Sealing;

namespace Build.Deployments;

/// <summary>The steps that show a plan, and seal it where <c>--out</c> asks for that.</summary>
internal sealed class PlanSteps(
    RunOptions run,
    PlanCreator plans,
    Output output,
    PlanView view,
    RunRecord record,
    PlanWriter writer,
    PlanSealing sealing
)
{
    public async Task PlanAsync()
    {
        var planned = await plans.PlanAsync(KindTable.Names);
        record.AddPlan(planned.Plan);
        view.Show(planned.Plan, unchangedToo: true, planned.Refusals.Count > 0 && planned.Plan.IsEmpty ? _ => null : null);
        await writer.SaveAsync(planned.Plan);
        output.Line($"Written to {run.Folders.DisplayPath(run.PlanFile)}.", Tone.Quiet);
        plans.ThrowIfRefused(planned);
        await sealing.WriteAsync(planned, prune: null);
    }

    /// <summary>What is to be approved first is not deleted now.</summary>
    public async Task SealAsync(PlannedDeployment planned, Func<Plan, string?> summary, PruneRequest request)
    {
        record.AddPlan(planned.Plan);
        view.Show(planned.Plan, unchangedToo: false, summary);
        plans.ThrowIfRefused(planned);
        await sealing.WriteAsync(planned, request);
    }
}
