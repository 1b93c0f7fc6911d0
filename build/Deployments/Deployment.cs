using Build.Reports;
using Build.Views;
using Layercake.Engine;
using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Secrecy;

namespace Build.Deployments;

/// <summary>Carries out the deployment tasks of one run, and prints what each of them did.</summary>
public sealed class Deployment(
    RunOptions run, Preparation preparation, Output output, PlanView plans, FindingsView findings, OutcomeView outcomes, ReviewView reviews, LeftOutNote leftOut, RunRecord record,
    Redactor redactor, AssetLogs logs, AssetTrace trace) : IDeployment
{
    private const int MostPlans = 3;

    private bool told;
    private bool wrote;

    public async Task RunAsync(DeploymentStep step)
    {
        try
        {
            await TellFindingsAsync();
            await StepAsync(step);
        }
        catch (Exception e) when (preparation.Environment is { } environment && Problems.Explain(e, environment) is { } finding)
        {
            findings.Show([finding]);
            if (e is LeaseHeldException)
                throw new BuildFailedException(ExitCodes.Refused, $"Another deployment comes first. Nothing {(wrote ? "more " : "")}was written.", e);

            throw wrote
                ? new BuildFailedException(ExitCodes.Failed, "The environment could not be used any more; what was written before is kept. Run the same command again: it does only what is left.", e)
                : new BuildFailedException(ExitCodes.Wrong, "The environment could not be used. Nothing was written.", e);
        }
    }

    private Task StepAsync(DeploymentStep step) => step switch
    {
        DeploymentStep.Validate => ValidateAsync(),
        DeploymentStep.ValidateOnline => ValidateOnlineAsync(),
        DeploymentStep.FetchSecrets => FetchSecretsAsync(),
        DeploymentStep.GetToken => GetTokenAsync(),
        DeploymentStep.Unlock => UnlockAsync(),
        DeploymentStep.Plan => PlanAsync(),
        DeploymentStep.StopClusters => StopAsync(),
        DeploymentStep.Prune => PruneAsync(),
        DeploymentStep.DeployInitScripts => DeployAsync(stop: false, "init-scripts"),
        DeploymentStep.DeployClusters => DeployAsync(stop: false, "clusters"),
        DeploymentStep.DeployNotebooks => DeployAsync(stop: false, "notebooks"),
        DeploymentStep.DeployJobs => DeployAsync(stop: false, "jobs"),
        _ => DeployAsync(stop: true, [.. KindTable.Names]),
    };

    /// <summary>Says once a run what is wrong with the environment and the declarations; any error ends it.</summary>
    private async Task TellFindingsAsync()
    {
        if (told)
            return;

        told = true;
        var read = await preparation.Assets;
        End(read.Findings, read.Blocking);
        leftOut.Add(read.LeftOut);
    }

    private async Task ValidateAsync()
    {
        var read = await preparation.Assets;
        output.Line($"Checked {Words.Count(read.Declared.Declarations.Count, "declaration")} for {read.Environment!.Name}: no errors{(read.LeftOut.Count == 0 ? "" : " in these")}.", Tone.Good);
    }

    private async Task ValidateOnlineAsync()
    {
        var planned = await PlanRestAsync(KindTable.Names);
        reviews.Show(WorkspaceReview.Of(planned, leftOut.All), planned.Plan.Environment);
        if (leftOut.All.Count > 0 && !run.SkipErrors)
            throw new BuildFailedException(ExitCodes.Wrong, $"{Words.Count(leftOut.All.Count, "asset")} would not be deployed because of errors; see above. Nothing was written.");
    }

    private async Task FetchSecretsAsync()
    {
        var fetched = await preparation.Secrets;
        if (fetched.Environment is { IsLocal: true, Name: not "local" })
            output.Line($"{fetched.Environment.Name} is rehearsed in the local cloud.");
        if (fetched.Secrets.Choice is { } choice)
            output.Line(choice);
        output.Line(fetched.Secrets.Fetched.Count == 0
            ? $"Fetched {fetched.Secrets}."
            : $"Fetched {fetched.Secrets} from {fetched.Environment.Vault!.ToString().TrimEnd('/')} as {fetched.Secrets.Reader.Description}.");
    }

    private async Task GetTokenAsync()
    {
        var connection = (await preparation.SignedIn).Connection;
        output.Line($"Got a token for {connection.Url.ToString().TrimEnd('/')} as {connection.SignedInAs}.");
    }

    private async Task UnlockAsync()
    {
        var signedIn = await preparation.SignedIn;
        var name = preparation.Environment!.Name;
        output.Line(await signedIn.Session.UnlockAsync(run.CancellationToken) switch
        {
            null => $"Nothing to unlock: nobody deploys to {name}.",
            { Lease: { } lease } => $"Removed the lease of {lease.Owner} on {name}, {Words.Span(lease)}. If that deployment still runs, it sees this within a minute and stops.",
            { Path: var path } => $"Removed {path}, which was not a lease that this tool wrote.",
        }, Tone.Change);
    }

    private async Task PlanAsync()
    {
        var planned = await PlanAsync(KindTable.Names);
        plans.Show(planned.Plan, unchangedToo: true);
        await SaveAsync(planned.Plan);
        output.Line($"Written to {Path.GetRelativePath(run.Folders.Start, run.PlanFile)}.", Tone.Quiet);
        EndRefused(planned);
    }

    private async Task SaveAsync(Plan plan)
    {
        try
        {
            await PlanFile.SaveAsync(plan, run.PlanFile, redactor, run.CancellationToken);
            record.PlanFile = run.PlanFile;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BuildFailedException(ExitCodes.Failed, $"The plan could not be written to {run.PlanFile}: {e.Message} Name another file with --plan-file=FILE.", e);
        }
    }

    private Task DeployAsync(bool stop, params string[] kinds) => CarryOutAsync(() => PlanAsync(kinds), PlanView.Summary, stop);

    private async Task PruneAsync()
    {
        var declared = (await preparation.Assets).Declared.Declarations.Count;
        await CarryOutAsync(preparation.PlanPruneAsync, plan => PlanView.PruneSummary(plan, declared), stop: false);
    }

    private async Task CarryOutAsync(Func<Task<PlannedDeployment>> plan, Func<Plan, string> summary, bool stop)
    {
        var (planned, outcome) = await UpToDateAsync(async () =>
        {
            var planned = await plan();
            plans.Show(planned.Plan, unchangedToo: false, summary);
            EndRefused(planned);
            return (planned, await ApplyAsync(planned, stop));
        });
        wrote |= outcome.Changes.Count > 0;
        if (!planned.Plan.IsEmpty || outcome.Warnings.Count + outcome.Failures.Count + outcome.Stopped.Count > 0)
            outcomes.Show(planned.Plan, outcome, run.Elapsed);

        run.CancellationToken.ThrowIfCancellationRequested();
        if (!outcome.Succeeded)
            throw NotAll(outcome);
    }

    private async Task StopAsync()
    {
        var environment = (await preparation.Secrets).Environment;
        if (!environment.StopClusters)
        {
            output.Line($"Clusters go on running: stop_clusters is false for {environment.Name}.");
            return;
        }

        var (planned, outcome) = await UpToDateAsync(async () =>
        {
            var planned = await PlanAsync([]);
            return (planned, await ApplyAsync(planned, stop: true));
        });
        wrote |= outcome.Stopped.Count > 0;
        if (outcome.Warnings.Count + outcome.Failures.Count > 0)
            outcomes.Show(planned.Plan, outcome, run.Elapsed);

        run.CancellationToken.ThrowIfCancellationRequested();
        if (!outcome.Succeeded)
            throw NotAll(outcome);

        output.Line(outcome.Stopped.Count == 0 ? "No cluster to stop: none was written since the last stop." : $"Stopped {string.Join(", ", outcome.Stopped)}.");
    }

    /// <summary>Plans anew when another deployment came in between.</summary>
    private async Task<T> UpToDateAsync<T>(Func<Task<T>> deploy)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                return await deploy();
            }
            catch (PlanOutOfDateException e)
            {
                if (attempt == MostPlans)
                    throw new BuildFailedException(ExitCodes.Refused, $"Others keep deploying to this environment. Nothing {(wrote ? "more " : "")}was written. Run the same command again when they are done.", e);

                output.Line("Another deployment ended after this plan was made, so it is made again.", Tone.Change);
            }
    }

    private async Task<PlannedDeployment> PlanAsync(IReadOnlyList<string> kinds)
    {
        if (run.SkipErrors)
            return await PlanRestAsync(kinds);

        var planned = await preparation.PlanAsync(kinds);
        var news = await NewsAsync(planned);
        End(news, [.. news.Where(finding => finding.Severity == Severity.Error)]);
        return planned;
    }

    /// <summary>Plans without what has errors.</summary>
    private async Task<PlannedDeployment> PlanRestAsync(IReadOnlyList<string> kinds)
    {
        var planned = await preparation.PlanAsync(kinds);
        var sieved = DeploymentSession.LeaveOutErrors(planned);
        End(await NewsAsync(planned), sieved.Blocking);
        leftOut.Add(sieved.LeftOut);
        return sieved.Kept;
    }

    /// <summary>What was found since the declarations were read.</summary>
    private async Task<IReadOnlyList<Finding>> NewsAsync(PlannedDeployment planned) => [.. planned.Findings.Except((await preparation.Assets).Findings)];

    private async Task<Outcome> ApplyAsync(PlannedDeployment planned, bool stop)
    {
        var session = (await preparation.SignedIn).Session;
        if (planned.Plan.IsEmpty || !LiveProgress.IsPossible)
            return await LoggedAsync(planned.Plan, await session.ApplyAsync(planned, stop, new TracedProgress(new LineProgress(planned.Plan, outcomes), trace), run.CancellationToken));

        var outcome = await LiveProgress.ShowAsync(planned.Plan, watcher => session.ApplyAsync(planned, stop, new TracedProgress(watcher, trace), run.CancellationToken));
        foreach (var change in outcome.Changes.Where(change => change.Status != ChangeStatus.Done))
            outcomes.Line(change);

        return await LoggedAsync(planned.Plan, outcome);
    }

    private async Task<Outcome> LoggedAsync(Plan plan, Outcome outcome) =>
        await logs.WriteAsync(plan.Environment, outcome) is { } problem
            ? outcome with { Warnings = [.. outcome.Warnings, $"the logs of single assets could not be written to {run.LogsFolder}: {problem}"] }
            : outcome;

    private static BuildFailedException NotAll(Outcome outcome) =>
        new(ExitCodes.Failed, $"{outcome.Count(ChangeStatus.Failed) + outcome.Failures.Count} failed, {outcome.Count(ChangeStatus.Skipped)} skipped; see above.");

    /// <summary>Ends the run when its plan may not be carried out without someone's word.</summary>
    private void EndRefused(PlannedDeployment planned)
    {
        findings.Show(planned.Refusals);
        if (planned.Refusals.Count > 0)
            throw new BuildFailedException(ExitCodes.Refused, $"Refused, see above. Nothing {(wrote ? "more " : "")}was written.");
    }

    /// <summary>Shows what was found, and ends the run when there is an error among it that nothing can be left out for.</summary>
    private void End(IReadOnlyList<Finding> found, IReadOnlyList<Finding> blocking)
    {
        // That validation shows the others with the assets they are about.
        var withAssets = run.ValidatesOnline ? found.Where(finding => finding.Severity == Severity.Error).Except(blocking).ToList() : [];
        findings.Show([.. found.Except(withAssets)]);
        findings.Note(withAssets);
        if (blocking.Count > 0)
            throw new BuildFailedException(ExitCodes.Wrong, $"{FindingsView.Summary(found)}. Nothing {(wrote ? "more " : "")}was written.");
    }
}
