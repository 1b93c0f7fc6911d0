using Build.Preparation;
using Build.Printing;
using Build.Record;
using Build.Running;
using Build.Sealing;
using Build.Text;
using Build.Views;
using Layercake.Engine.Applying;
using Layercake.Engine.Connecting;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds;
using Layercake.Engine.Memory;
using Layercake.Engine.Ownership;
using Layercake.Engine.Planning;
using Layercake.Engine.Sealing;
using Layercake.Rest;

namespace Build.Deployments;

/// <summary>Carries out the deployment tasks of one run, records what each of them did, and shows it.</summary>
internal sealed class Deployment(
    RunOptions run,
    DeploymentPreparation preparation,
    PlanCreator plans,
    PlanExecutor executor,
    Rollout rollout,
    RecordEdits edits,
    Output output,
    PlanView view,
    RunFindings findings,
    ReviewView reviews,
    SkippedAssets skipped,
    BorrowedEnvironmentNotice borrowed,
    RunRecord record,
    PlanWriter writer,
    PlanSealing sealing,
    EnvironmentLocking locking,
    RunWrites writes
) : IDeployment
{
    public Task RunAsync(DeploymentStep step) => RunAsync(() => StepAsync(step));

    public Task DeployAsync(IReadOnlyList<string> kinds) => RunAsync(() => DeployAsync(kinds, stop: false));

    private async Task RunAsync(Func<Task> step)
    {
        writes.BeginTask();
        try
        {
            await plans.ShowFindingsAsync();
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
                throw new BuildFailedException(ExitCodes.Refused, $"Refused, see above. {writes.Summary}", e);

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

    // Without a default the compiler asks for each step, so that a new one cannot deploy everything.
#pragma warning disable CS8524
    private Task StepAsync(DeploymentStep step) =>
        step switch
        {
            DeploymentStep.Validate => ValidateAsync(),
            DeploymentStep.ValidateOnline => ValidateOnlineAsync(),
            DeploymentStep.FetchSecrets => FetchSecretsAsync(),
            DeploymentStep.GetToken => GetTokenAsync(),
            DeploymentStep.Lock => locking.LockAsync(),
            DeploymentStep.Unlock => locking.UnlockAsync(),
            DeploymentStep.Forget => edits.ForgetAsync(),
            DeploymentStep.Adopt => edits.AdoptAsync(),
            DeploymentStep.Plan => PlanAsync(),
            DeploymentStep.StopClusters => StopAsync(),
            DeploymentStep.Prune => PruneAsync(),
            DeploymentStep.Destroy => DestroyAsync(),
            DeploymentStep.Deploy => DeployAsync(KindTable.Names, stop: true),
        };
#pragma warning restore CS8524

    private async Task ValidateAsync()
    {
        var read = await preparation.Assets;
        output.Line(
            $"Checked {DisplayText.Count(read.Declared.Declarations.Count, "declaration")} for {read.Environment!.Name}: no "
                + $"errors{(read.Skipped.Count == 0 ? "" : " in these")}.",
            Tone.Good
        );
    }

    private async Task ValidateOnlineAsync()
    {
        var planned = await plans.PlanRestAsync(KindTable.Names);
        var reviewed = new WorkspaceReviewed(planned.Plan.Environment, WorkspaceReview.Of(planned, skipped.All));
        record.AddFact(reviewed);
        reviews.Show(reviewed);
        if (skipped.All.Count > 0 && !run.SkipErrors)
            throw new BuildFailedException(
                ExitCodes.Wrong,
                $"{DisplayText.Count(skipped.All.Count, "asset")} would not be deployed because of errors; see above. {writes.Summary}"
            );
    }

    private async Task FetchSecretsAsync()
    {
        var fetched = await preparation.Secrets;
        borrowed.Show(fetched.Environment);
        if (fetched.Secrets.Choice is { } choice)
            output.Line(choice);
        output.Line(
            fetched.Secrets.Fetched.Count == 0
                ? $"Fetched {fetched.Secrets}."
                : $"Fetched {fetched.Secrets} from {fetched.Environment.Vault!.ToString().TrimEnd('/')} as "
                    + $"{fetched.Secrets.Reader.Description}."
        );
        foreach (var source in fetched.Secrets.LineEndsCut)
            output.Line($"warning: {source} ends with a line end, which was cut off. Store it without.", Tone.Change);
    }

    private async Task GetTokenAsync()
    {
        var connection = (await preparation.Workspace).Connection;
        output.Line($"Got a token for {connection.Url.ToString().TrimEnd('/')} as {connection.SignedInAs}.");
    }

    private async Task PlanAsync()
    {
        var planned = await plans.PlanAsync(KindTable.Names);
        record.AddPlan(planned.Plan);
        view.Show(planned.Plan, unchangedToo: true, planned.Refusals.Count > 0 && planned.Plan.IsEmpty ? _ => null : null);
        await writer.SaveAsync(planned.Plan);
        output.Line($"Written to {run.Folders.DisplayPath(run.PlanFile)}.", Tone.Quiet);
        plans.ThrowIfRefused(planned);
        await sealing.WriteAsync(planned, prune: null);
    }

    private Task DeployAsync(IReadOnlyList<string> kinds, bool stop) =>
        run.Approved is { Plan: var approved }
            ? CarryOutAsync(() => plans.PlanAsync(kinds), plan => PlanView.Summary(plan, approved), stop)
            : CarryOutAsync(() => ApprovedAsync(plans.PlanAsync(kinds)), PlanView.Summary, stop);

    private async Task PruneAsync()
    {
        var declared = (await preparation.Assets).Declared.Declarations.Count;
        if (run.SealedFile is not null)
            await SealAsync(
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

    /// <summary>Without a file that was approved, the plan itself has to be.</summary>
    private async Task<PlannedDeployment> ApprovedAsync(Task<PlannedDeployment> planning)
    {
        var planned = await planning;
        var approved = await (await preparation.Workspace).Session.ApprovedAsync(planned, run.CancellationToken);
        if (planned.Plan.NeedsApproval && !approved.Plan.NeedsApproval)
            output.Line("Nobody has to approve this: approve is not set, and it is no sealed plan. See docs/plans.md.", Tone.Quiet);
        return approved;
    }

    /// <summary>What is to be approved first is not deleted now.</summary>
    private async Task SealAsync(PlannedDeployment planned, Func<Plan, string?> summary, PruneRequest request)
    {
        record.AddPlan(planned.Plan);
        view.Show(planned.Plan, unchangedToo: false, summary);
        plans.ThrowIfRefused(planned);
        await sealing.WriteAsync(planned, request);
    }

    private async Task DestroyAsync()
    {
        if (run.SealedFile is not null)
            await SealAsync(
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

    private async Task StopAsync()
    {
        var environment = (await preparation.Secrets).Environment;
        if (!environment.StopClusters)
        {
            output.Line($"Clusters go on running: stop_clusters is false for {environment.Name}.");
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
                ? "No cluster to stop: none was written since the last stop."
                : $"Stopped {string.Join(", ", outcome.Stopped)}."
        );
    }
}
