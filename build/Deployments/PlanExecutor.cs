using System.Collections.Concurrent;
using Build.Preparation;
using Build.Printing;
using Build.Record;
using Build.Running;
using Build.Views;
using Layercake.Engine;
using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Secrecy;

namespace Build.Deployments;

/// <summary>Has a plan carried out, shows how it goes, and keeps a log of each asset.</summary>
internal sealed class PlanExecutor(
    RunOptions run,
    DeploymentPreparation preparation,
    OutcomeView outcomes,
    Output output,
    AssetLogs logs,
    RunRecord record,
    RequestAssets requestAssets,
    Redactor redactor
)
{
    public async Task<Outcome> ApplyAsync(PlannedDeployment planned, bool stop)
    {
        var ended = new ConcurrentDictionary<string, ChangeOutcome>(StringComparer.Ordinal);
        record.Progress.Begin(planned.Plan.Writes.Count());
        try
        {
            return await LoggedAsync(planned.Plan, await ApplyAsync(planned, stop, ended));
        }
        catch (Exception e) when (ended.Values.Any(outcome => outcome.Status == ChangeStatus.Done))
        {
            // The report shows what was written, for whatever reason the run ended.
            return await LoggedAsync(planned.Plan, OutcomeSoFar(planned.Plan, ended, e));
        }
    }

    private async Task<Outcome> ApplyAsync(PlannedDeployment planned, bool stop, ConcurrentDictionary<string, ChangeOutcome> ended)
    {
        var session = (await preparation.Workspace).Session;
        if (planned.Plan.IsEmpty || !LiveProgress.IsPossible(output))
            return await CarryOutAsync(new LineProgress(planned.Plan, outcomes));

        var messages = new List<string>();
        try
        {
            var outcome = await LiveProgress.ShowAsync(
                planned.Plan,
                messages,
                CarryOutAsync
            );
            return ShowUnfinished(outcome, messages);
        }
        catch (Exception) when (messages.Count > 0)
        {
            messages.ForEach(outcomes.ShowMessage);
            throw;
        }

        Task<Outcome> CarryOutAsync(IApplyWatcher shown)
        {
            var watcher = new RecordingProgress(shown, record.Progress, requestAssets, ended);
            return run.Approved is { } approved
                ? session.ApplySealedAsync(approved.Plan, planned, redactor, watcher, run.CancellationToken)
                : session.ApplyAsync(planned, stop, watcher, run.CancellationToken);
        }
    }

    private Outcome ShowUnfinished(Outcome outcome, List<string> messages)
    {
        messages.ForEach(outcomes.ShowMessage);
        foreach (var change in outcome.Changes.Where(change => change.Status != ChangeStatus.Done))
            outcomes.ShowChange(change);

        return outcome;
    }

    private Outcome OutcomeSoFar(Plan plan, IReadOnlyDictionary<string, ChangeOutcome> ended, Exception reason) =>
        new()
        {
            Changes =
            [
                .. plan.Writes.Select(change =>
                    ended.GetValueOrDefault(change.Asset)
                    ?? new ChangeOutcome
                    {
                        Change = change,
                        Status = ChangeStatus.Skipped,
                        Message =
                            $"{change.Asset}: skipped: the run ended before it was known how this did; the next one looks at "
                            + $"what it finds.",
                    }
                ),
            ],
            Warnings = [],
            Failures =
            [
                reason is OperationCanceledException
                    ? "The run ended before it could write down how far it came."
                    : $"The run ended early: {FailureMessages.Words(reason)}",
            ],
            Cancelled = run.CancellationToken.IsCancellationRequested,
        };

    private async Task<Outcome> LoggedAsync(Plan plan, Outcome outcome) =>
        await logs.WriteAsync(plan.Environment, outcome) is { } problem
            ? outcome with
            {
                Warnings = [.. outcome.Warnings, $"the logs of single assets could not be written to {run.LogsFolder}: {problem}"],
            }
            : outcome;
}
