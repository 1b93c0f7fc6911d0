using Build.Printing;
using Build.Record;
using Build.Running;
using Build.Text;
using Build.Views;
using Layercake.Engine.Applying;
using Layercake.Engine.Planning;

namespace Build.Deployments;

/// <summary>Has a plan made and carried out, again while it is out of date, and records the outcome.</summary>
internal sealed class Rollout(RunOptions run, RunRecord record, OutcomeView outcomes, Output output, RunWrites writes)
{
    private const int MostPlans = 3;

    /// <param name="attempt">Makes the plan and carries it out.</param>
    /// <param name="showsSuccess">
    /// Whether an outcome without warnings and failures is shown too; it is recorded in any case.
    /// </param>
    /// <exception cref="BuildFailedException">Not all of the plan was carried out, or each plan was out of date.</exception>
    public async Task<(PlannedDeployment Planned, Outcome Outcome)> RunAsync(
        Func<Task<(PlannedDeployment, Outcome)>> attempt,
        bool showsSuccess
    )
    {
        var (planned, outcome) = await UpToDateAsync(attempt);
        Conclude(planned.Plan, outcome, showsSuccess);
        return (planned, outcome);
    }

    /// <summary>Plans anew when another deployment came in between.</summary>
    private async Task<(PlannedDeployment, Outcome)> UpToDateAsync(Func<Task<(PlannedDeployment, Outcome)>> attempt)
    {
        for (var plans = 1; ; plans++)
            try
            {
                return await attempt();
            }
            catch (PlanOutOfDateException e)
            {
                if (plans == MostPlans)
                    throw new BuildFailedException(
                        ExitCodes.Refused,
                        $"The plan was made {MostPlans} times, and each time the environment was another by then: {e.Message}. "
                            + $"{writes.Summary} Run the same command again when nobody else changes the environment.",
                        e
                    );

                output.Line($"{e.Message}, so the plan is made again.", Tone.Change);
            }
    }

    private void Conclude(Plan plan, Outcome outcome, bool showsSuccess)
    {
        record.AddOutcome(plan, outcome);
        var hasProblems = outcome.Warnings.Count + outcome.Failures.Count > 0;
        if (hasProblems || (showsSuccess && (!plan.IsEmpty || outcome.Stopped.Count > 0)))
            outcomes.Show(plan, outcome, run.Elapsed);

        if (outcome.Succeeded || outcome.DidAll(plan))
            return;

        run.CancellationToken.ThrowIfCancellationRequested();
        throw NotAll(outcome);
    }

    private static BuildFailedException NotAll(Outcome outcome)
    {
        var (failed, skipped) = (outcome.Count(ChangeStatus.Failed), outcome.Count(ChangeStatus.Skipped));
        return new BuildFailedException(
            ExitCodes.Failed,
            failed + skipped == 0
                ? "All changes were made, and something else failed; see above."
                : $"{failed} failed, {skipped} skipped; see above."
        );
    }
}
