using Build.Printing;
using Build.Record;
using Build.Running;
using Build.Text;
using Build.Views;

namespace Build.Sealing;

/// <summary>Shows what a sealed plan is for, what it would do, and its id.</summary>
internal sealed class ApprovedPlanView(RunOptions run, RunRecord record, PlanView view, Output output) : IApprovedPlanView
{
    public void Show()
    {
        if (run.Approved is not { Plan: var plan, Id: var id })
            throw new BuildFailedException(ExitCodes.Wrong, "Say which plan to show: --plan=FILE. Nothing was written.");

        output.Line(SealedPlanText.Place(plan));
        foreach (var fact in SealedPlanText.Facts(plan))
            output.Line(fact);

        record.AddPlan(plan.Plan);
        (record.PlanId, record.Sealed) = (id, plan);
        view.Show(plan.Plan, unchangedToo: true, shown => PlanView.Summary(shown, plan), SealedPlanText.Approval(plan));
        output.Line($"Its id: {id}", Tone.Good);
    }
}
