using System.Globalization;
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

        var commit = plan.Plan.Commit is { } full ? $", commit {DisplayText.ShortCommit(full)}" : "";
        output.Line($"Plan for {plan.Plan.Environment} in {plan.Plan.Workspace.ToString().TrimEnd('/')}{commit}.");
        output.Line($"Made {Time(plan.MadeAt)} by version {plan.Tool}, to be applied by {plan.AppliedBy}.");
        if (plan.Expires is { } expires)
            output.Line($"It may be applied until {Time(expires)}.");

        record.AddPlan(plan.Plan);
        record.PlanId = id;
        view.Show(
            plan.Plan,
            unchangedToo: true,
            plan.Request.Prune is null ? null : shown => PlanView.PruneSummary(shown, plan.Declarations.Count)
        );
        output.Line($"Its id: {id}", Tone.Good);
    }

    private static string Time(DateTimeOffset time) =>
        $"{time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC";
}
