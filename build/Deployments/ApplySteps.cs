using Build.Preparation;
using Build.Printing;
using Build.Record;
using Build.Running;
using Build.Text;
using Build.Views;
using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Sealing;

namespace Build.Deployments;

/// <summary>The steps that carry a plan out.</summary>
internal sealed class ApplySteps(
    RunOptions run,
    DeploymentPreparation preparation,
    PlanCreator plans,
    PlanSteps planSteps,
    PlanExecutor executor,
    Rollout rollout,
    Output output,
    PlanView view,
    RunRecord record
)
{
    public Task DeployAsync(IReadOnlyList<string> kinds, bool stop) =>
        run.Approved is { Plan: var approved }
            ? CarryOutAsync(() => plans.PlanAsync(kinds), plan => PlanView.Summary(plan, approved), stop)
            : CarryOutAsync(() => ApprovedAsync(plans.PlanAsync(kinds)), PlanView.Summary, stop);

    public async Task PruneAsync()
    {
        var declared = (await preparation.Assets).Declared.Declarations.Count;
        if (run.SealedFile is not null)
            await planSteps.SealAsync(
                await plans.PlanPruneAsync(),
                plan => PlanView.PruneSummary(plan, declared),
                new PruneRequest(run.Prune.Everything, run.Prune.Force, run.Prune.Confirmed)
            );
        else
            await CarryOutAsync(
                () => ApprovedAsync(plans.PlanPruneAsync()),
                plan => PlanView.PruneSummary(plan, declared),
                stop: false
            );
    }

    public async Task DestroyAsync()
    {
        if (run.SealedFile is not null)
            await planSteps.SealAsync(
                await plans.PlanDestroyAsync(),
                DestroyText.Confirmed,
                new PruneRequest(Everything: false, run.Prune.Force, Confirmed: null, Destroys: true)
            );
        else if (run.Prune.Confirmed is not null)
            await CarryOutAsync(() => ApprovedAsync(plans.PlanDestroyAsync()), DestroyText.Confirmed, stop: false);
        else
        {
            var planned = await plans.PlanDestroyAsync();
            record.AddPlan(planned.Plan);
            view.Show(planned.Plan, unchangedToo: false, DestroyText.Planned);
        }
    }

    public async Task StopAsync()
    {
        var environment = (await preparation.Secrets).Environment;
        if (!environment.StopClusters && !environment.StopWarehouses)
        {
            output.Line($"All goes on running: stop_clusters and stop_warehouses are false for {environment.Name}.");
            return;
        }

        var (_, outcome) = await rollout.RunAsync(
            async () =>
            {
                var planned = await plans.PlanAsync([]);
                return (planned, await executor.ApplyAsync(planned, stop: true));
            },
            showsSuccess: false
        );
        output.Line(
            outcome.Stopped.Count == 0
                ? "Nothing to stop: no cluster and no SQL warehouse was started since the last stop."
                : $"Stopped {string.Join(", ", outcome.Stopped)}."
        );
    }

    /// <summary>Without a file that was approved, the plan itself has to be.</summary>
    private async Task<PlannedDeployment> ApprovedAsync(Task<PlannedDeployment> planning)
    {
        var planned = await planning;
        var approved = await (await preparation.Workspace).Session.ApprovedAsync(planned, run.CancellationToken);
        if (planned.Plan.NeedsApproval && !approved.Plan.NeedsApproval)
            output.Line("Nobody has to approve this: approve is not set, and it is no sealed plan. See docs/plans.md.", Tone.Quiet);
        return approved;
    }

    private async Task CarryOutAsync(Func<Task<PlannedDeployment>> plan, Func<Plan, string?> summary, bool stop)
    {
        var (carriedOut, outcome) = await rollout.RunAsync(
            async () =>
            {
                var planned = await plan();
                record.AddPlan(planned.Plan);
                record.PlanId = run.Approved?.Id;

                // Before a refusal it would not be true that there is nothing to do.
                var wrong = await (await preparation.Workspace).Session.WrongDeployerAsync(run.CancellationToken);
                var isRefused = planned.Refusals.Count > 0 || wrong is not null;
                view.Show(planned.Plan, unchangedToo: false, isRefused && planned.Plan.IsEmpty ? _ => null : summary);
                plans.ThrowIfRefused(planned);
                if (wrong is not null)
                    throw wrong;
                if (planned.DoneAlready.Count > 0)
                    output.Line($"As approved already: {string.Join(", ", planned.DoneAlready)}.", Tone.Quiet);
                return (planned, await executor.ApplyAsync(planned, stop));
            },
            showsSuccess: true
        );
        if (DestroyText.Record(carriedOut, outcome) is { } line)
            output.Line(line, Tone.Change);
    }
}
