using Build.Views;
using Layercake.Engine.Applying;
using Layercake.Engine.Planning;

namespace Build.Deployments;

/// <summary>Has a plan carried out, shows how it goes, and keeps a log of each asset.</summary>
public sealed class PlanWriter(RunOptions run, Preparation preparation, OutcomeView outcomes, AssetLogs logs, AssetTrace trace)
{
    public async Task<Outcome> ApplyAsync(PlannedDeployment planned, bool stop)
    {
        var session = (await preparation.SignedIn).Session;
        if (planned.Plan.IsEmpty || !LiveProgress.IsPossible)
            return await LoggedAsync(planned.Plan, await session.ApplyAsync(planned, stop, new TracedProgress(new LineProgress(planned.Plan, outcomes), trace), run.CancellationToken));

        var notes = new List<string>();
        try
        {
            var outcome = await LiveProgress.ShowAsync(planned.Plan, notes, watcher => session.ApplyAsync(planned, stop, new TracedProgress(watcher, trace), run.CancellationToken));
            return await LoggedAsync(planned.Plan, Told(outcome, notes));
        }
        catch (Exception) when (notes.Count > 0)
        {
            notes.ForEach(outcomes.Note);
            throw;
        }
    }

    private Outcome Told(Outcome outcome, List<string> notes)
    {
        notes.ForEach(outcomes.Note);
        foreach (var change in outcome.Changes.Where(change => change.Status != ChangeStatus.Done))
            outcomes.Line(change);

        return outcome;
    }

    private async Task<Outcome> LoggedAsync(Plan plan, Outcome outcome) =>
        await logs.WriteAsync(plan.Environment, outcome) is { } problem
            ? outcome with { Warnings = [.. outcome.Warnings, $"the logs of single assets could not be written to {run.LogsFolder}: {problem}"] }
            : outcome;
}
