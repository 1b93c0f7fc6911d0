using Build.Views;
using Layercake.Engine;
using Layercake.Engine.Applying;
using Layercake.Engine.Connecting;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds;
using Layercake.Engine.Planning;

namespace Build.Deployments;

/// <summary>Carries out the deployment tasks of one run, each with what the ones before it found.</summary>
public sealed class Deployment(
    Output output, PlanView plans, FindingsView findings, OutcomeView outcomes, EnvironmentReader environments, LocalCloudHome localCloud, ConnectionOptions options, TimeProvider clock)
    : IDeployment, IAsyncDisposable
{
    private DeploymentEnvironment? environment;
    private Declared? declared;
    private Task<string?>? commit;
    private Connector? connector;
    private DeploymentSecrets? secrets;
    private Connection? connection;
    private bool wrote;

    public async Task RunAsync(DeploymentStep step, BuildContext context)
    {
        try
        {
            await StepAsync(step, context);
        }
        catch (Exception e) when (environment is not null && Problems.Explain(e, environment, connection) is { } finding)
        {
            findings.Show([finding]);
            throw wrote
                ? new BuildFailedException(ExitCodes.Failed, "The environment could not be used any more; what was written before is kept. Run the same command again: it does only what is left.", e)
                : new BuildFailedException(ExitCodes.Wrong, "The environment could not be used. Nothing was written.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        connector?.Dispose();
        await localCloud.DisposeAsync();
    }

    private Task StepAsync(DeploymentStep step, BuildContext context) => step switch
    {
        DeploymentStep.Validate => ValidateAsync(context),
        DeploymentStep.FetchSecrets => FetchSecretsAsync(context),
        DeploymentStep.GetToken => GetTokenAsync(context),
        DeploymentStep.Plan => PlanAsync(context),
        DeploymentStep.StopClusters => StopAsync(context),
        DeploymentStep.DeployInitScripts => DeployAsync(context, stop: false, "init-scripts"),
        DeploymentStep.DeployClusters => DeployAsync(context, stop: false, "clusters"),
        DeploymentStep.DeployNotebooks => DeployAsync(context, stop: false, "notebooks"),
        DeploymentStep.DeployJobs => DeployAsync(context, stop: false, "jobs"),
        _ => DeployAsync(context, stop: true, [.. KindTable.Names]),
    };

    private Task ValidateAsync(BuildContext context)
    {
        Read(context);
        output.Line($"Checked {Words.Count(declared!.Declarations.Count, "declaration")} for {environment!.Name}: no errors.", Tone.Good);
        return Task.CompletedTask;
    }

    /// <summary>Reads the environment and the declarations, once a run; any error in them ends it before a network is asked.</summary>
    private void Read(BuildContext context)
    {
        if (declared is not null)
            return;

        commit = GitCommit.OfAsync(context.AssetsFolder, context.CancellationToken);
        var assets = new AssetsFolder(context.AssetsFolder);
        environment = environments.Read(context, out var found);
        declared = environment is null ? new Declared([], []) : DeploymentSession.Read(environment, assets);
        Stop([.. found, .. declared.Findings]);
    }

    private async Task FetchSecretsAsync(BuildContext context)
    {
        Read(context);
        var connecting = options;
        if (environment!.Name == "local")
            (environment, connecting) = await localCloud.MoveInAsync(environment, options, context);

        connector = new Connector(environment, connecting);
        secrets = await connector.FetchSecretsAsync(context.CancellationToken);
        output.Line($"Fetched {secrets} from {environment.Vault!.ToString().TrimEnd('/')} as {secrets.ReadBy}.");
    }

    private async Task GetTokenAsync(BuildContext context)
    {
        if (connector is null || secrets is null)
            throw OnItsOwn("GetToken", "FetchSecrets");

        connection = await connector.SignInAsync(secrets, context.CancellationToken);
        output.Line($"Got a token for {connection.Url.ToString().TrimEnd('/')} as client {connection.ClientId}.");
    }

    private async Task PlanAsync(BuildContext context)
    {
        var planned = await PlanAsync(Session(), context, [.. KindTable.Names]);
        plans.Show(planned.Plan, unchangedToo: true);
        await SaveAsync(planned.Plan, context);
        output.Line($"Written to {Path.GetRelativePath(context.Folders.Start, context.PlanFile)}.", Tone.Quiet);
    }

    private static async Task SaveAsync(Plan plan, BuildContext context)
    {
        try
        {
            await PlanFile.SaveAsync(plan, context.PlanFile, context.CancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BuildFailedException(ExitCodes.Failed, $"The plan could not be written to {context.PlanFile}: {e.Message} Name another file with --plan-file=FILE.", e);
        }
    }

    private async Task DeployAsync(BuildContext context, bool stop, params string[] kinds)
    {
        var session = Session();
        var start = clock.GetTimestamp();
        var planned = await PlanAsync(session, context, kinds);
        plans.Show(planned.Plan, unchangedToo: false);

        var outcome = await ApplyAsync(session, planned, stop, context);
        wrote |= outcome.Changes.Count > 0;
        if (!planned.Plan.IsEmpty || outcome.Warnings.Count + outcome.Failures.Count > 0)
            outcomes.Show(planned.Plan, outcome, clock.GetElapsedTime(start));

        context.CancellationToken.ThrowIfCancellationRequested();
        if (!outcome.Succeeded)
            throw NotAll(outcome);
    }

    private async Task StopAsync(BuildContext context)
    {
        if (!environment!.StopClusters)
        {
            output.Line($"Clusters go on running: stop_clusters is false for {environment.Name}.");
            return;
        }

        var session = Session();
        var planned = await PlanAsync(session, context);
        var outcome = await session.ApplyAsync(planned, stop: true, new LineProgress(planned.Plan, outcomes), context.CancellationToken);
        wrote |= outcome.Stopped.Count > 0;
        if (outcome.Failures.Count > 0)
            outcomes.Show(planned.Plan, outcome, TimeSpan.Zero);

        context.CancellationToken.ThrowIfCancellationRequested();
        if (!outcome.Succeeded)
            throw NotAll(outcome);

        output.Line(outcome.Stopped.Count == 0 ? "No cluster to stop: none was written since the last stop." : $"Stopped {string.Join(", ", outcome.Stopped)}.");
    }

    private async Task<PlannedDeployment> PlanAsync(DeploymentSession session, BuildContext context, params string[] kinds)
    {
        var selection = new Selection { Kinds = kinds.ToHashSet(StringComparer.Ordinal), Commit = await commit! };
        var planned = await session.PlanAsync(declared!, selection, context.CancellationToken);
        Stop([.. planned.Findings.Except(declared!.Findings)]);
        return planned;
    }

    private async Task<Outcome> ApplyAsync(DeploymentSession session, PlannedDeployment planned, bool stop, BuildContext context)
    {
        if (LiveProgress.IsPossible && !planned.Plan.IsEmpty)
        {
            var outcome = await LiveProgress.ShowAsync(planned.Plan, watcher => session.ApplyAsync(planned, stop, watcher, context.CancellationToken));
            foreach (var change in outcome.Changes)
                outcomes.Line(change);

            return outcome;
        }

        return await session.ApplyAsync(planned, stop, new LineProgress(planned.Plan, outcomes), context.CancellationToken);
    }

    private DeploymentSession Session() => connection is null
        ? throw OnItsOwn("This task", "GetToken")
        : new DeploymentSession(environment!, connection.Client, clock);

    private static BuildFailedException OnItsOwn(string task, string needed) =>
        new(ExitCodes.Wrong, $"{task} goes on from what {needed} found in the same run. Leave out --exclusive.");

    private static BuildFailedException NotAll(Outcome outcome) =>
        new(ExitCodes.Failed, $"{outcome.Count(ChangeStatus.Failed) + outcome.Failures.Count} failed, {outcome.Count(ChangeStatus.Skipped)} skipped; see above.");

    /// <summary>Shows what was found, and ends the run when there is an error among it.</summary>
    private void Stop(IReadOnlyList<Finding> found)
    {
        findings.Show(found);
        if (found.Any(finding => finding.Severity == Severity.Error))
            throw new BuildFailedException(ExitCodes.Wrong, $"{FindingsView.Summary(found)}. Nothing {(wrote ? "more " : "")}was written.");
    }
}
