using System.Collections.Concurrent;
using Build.Ci;
using Build.CommandLine;
using Build.Git;
using Build.LocalClouds;
using Build.Record;
using Build.Running;
using Layercake.Engine;
using Layercake.Engine.Connecting;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds;
using Layercake.Engine.Loading;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;

namespace Build.Preparation;

/// <summary>What a deployment needs before its first write, each step started once, at the latest when someone waits for it.</summary>
/// <remarks>
/// Nothing here writes to a workspace or prints, so it may all begin while Cake itself is still starting; what was found shows up in the
/// task that it belongs to.
/// </remarks>
internal sealed class DeploymentPreparation : IAsyncDisposable
{
    private static readonly string[] NeedsNothingReady = ["CheckConnection", "ProvisionInfrastructure"];

    private static readonly string[] PlansEverything = ["ValidateOnline", "Plan", "Deploy"];

    private readonly RunOptions run;
    private readonly RunRecord record;
    private readonly ConnectionOptions options;
    private readonly LocalCloudLocator localCloud;
    private readonly CancellationTokenSource ending;
    private readonly Lazy<Task<LoadedAssets>> assets;
    private readonly Lazy<Task<FetchedSecrets>> secrets;
    private readonly Lazy<Task<PreparedWorkspace>> workspace;
    private readonly GitRepository git;
    private readonly Lazy<Task<string?>> commit;
    private readonly ConcurrentBag<Task> started = [];
    private Task<PlannedDeployment>? startedPlan;

    public DeploymentPreparation(RunOptions run, RunRecord record, ConnectionOptions options, LocalCloudLocator localCloud)
    {
        (this.run, this.record, this.options, this.localCloud) = (run, record, options, localCloud);
        ending = CancellationTokenSource.CreateLinkedTokenSource(run.CancellationToken);
        git = GitRepository.Of(run);
        commit = new(() => Start(() => Task.FromResult(git.CommitAsItStands)));
        assets = new(() => Start(() => Task.FromResult(Read())));
        secrets = new(() => Start(FetchSecretsAsync));
        workspace = new(() => Start(PrepareWorkspaceAsync));
    }

    /// <summary>The environment and what Git declares for it, with all that was found wrong.</summary>
    public Task<LoadedAssets> Assets => assets.Value;

    public Task<FetchedSecrets> Secrets => secrets.Value;

    public Task<PreparedWorkspace> Workspace => workspace.Value;

    /// <summary>The environment as far as it is known by now; null before it was read.</summary>
    public DeploymentEnvironment? Environment
    {
        get;
        private set
        {
            field = value;
            record.Workspace = value?.WorkspaceUrl;
        }
    }

    /// <summary>Starts what these targets will wait for.</summary>
    public void Begin(IReadOnlyList<string> targets)
    {
        _ = commit.Value;
        _ = Assets;
        // What a deployment needs may be missing, and that is what those two find out.
        if (targets.All(target => target == "Validate") || targets.Intersect(NeedsNothingReady).Any())
            return;

        _ = Secrets;
        if (targets is ["FetchSecrets"])
            return;

        _ = Workspace;
        if (targets is [var only] && PlansEverything.Contains(only))
            startedPlan = Start(() => PlanNowAsync(KindTable.Names));
    }

    /// <summary>The plan for these kinds: the one started early when it covers them, for its first asker, otherwise a new one.</summary>
    public Task<PlannedDeployment> PlanAsync(IReadOnlyList<string> kinds) =>
        kinds.SequenceEqual(KindTable.Names) && Interlocked.Exchange(ref startedPlan, null) is { } planned ? planned : PlanNowAsync(kinds);

    /// <summary>What <c>Prune</c> would delete.</summary>
    public async Task<PlannedDeployment> PlanPruneAsync()
    {
        var session = (await Workspace).Session;
        return await session.PlanPruneAsync((await Assets).Declared, run.Prune, await commit.Value, ending.Token);
    }

    /// <summary>What <c>Destroy</c> would delete.</summary>
    public async Task<PlannedDeployment> PlanDestroyAsync() =>
        await (await Workspace).Session.PlanDestroyAsync(run.Prune, ending.Token);

    /// <summary>What <c>Forget</c> would take out of the manifest.</summary>
    public async Task<PlannedDeployment> PlanForgetAsync(string asset) =>
        await (await Workspace).Session.PlanForgetAsync(asset, ending.Token);

    /// <summary>What <c>Adopt</c> would put into the manifest.</summary>
    public async Task<PlannedDeployment> PlanAdoptAsync(string asset, string id)
    {
        var session = (await Workspace).Session;
        return await session.PlanAdoptAsync((await Assets).Declared, asset, id, ending.Token);
    }

    /// <summary>Opens the environment, whatever is wrong with the declarations; the caller disposes of the connector.</summary>
    public async Task<(DeploymentEnvironment Environment, Connector Connector)> OpenAsync(DeploymentEnvironment environment)
    {
        var connecting = options;
        if (environment.IsLocal)
            (environment, connecting) = await localCloud.LocateAsync(environment, options, run);
        else
            LocalSignIn.ThrowIfRedirected(environment);

        Environment = environment;
        return (environment, new Connector(environment, connecting));
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        foreach (var task in started)
            await task.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        if (secrets is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            (await secrets.Value).Connector.Dispose();

        await localCloud.DisposeAsync();
        ending.Dispose();
    }

    private Task<T> Start<T>(Func<Task<T>> step)
    {
        var task = Task.Run(step);
        started.Add(task);
        return task;
    }

    private LoadedAssets Read()
    {
        var findings = new List<Finding>();
        Environment = EnvironmentReader.Read(run, findings);
        if (run.Approved is not null || run.Targets is ["Destroy"])
            return new LoadedAssets(Environment, new DeclaredAssets([], []), Findings.InOrder(findings));

        findings.AddRange(AssetsCheck.Problems(run));
        var declared =
            Environment is null || !Directory.Exists(run.AssetsFolder)
                ? new DeclaredAssets([], [])
                : DeploymentSession.Read(Environment, new AssetsFolder(run.AssetsFolder), git.Facts);
        run.Runs.Check(declared.Declarations, findings);
        var deploying = KindTable.Names.Where(kind => run.Targets.Any(target => DeploysKind(target, kind))).ToList();
        if (deploying.Count > 0 && declared.Declarations.Count > 0)
            findings.AddRange(DeploymentSession.Check(Select(deploying), declared));
        var read = new LoadedAssets(Environment, declared, Findings.InOrder([.. findings, .. declared.Findings]));
        if (Environment is null || !(run.SkipErrors || run.ValidatesOnline))
            return read;

        var isolated = DeploymentSession.IsolateErrors(Environment, declared);
        return read with
        {
            Declared = isolated.Deployable,
            Skipped = isolated.Skipped,
            Blocking = [.. findings.Where(finding => finding.Severity == Severity.Error), .. isolated.Blocking],
        };
    }

    private async Task<FetchedSecrets> FetchSecretsAsync()
    {
        var (environment, connector) = await OpenAsync(RequireUsable(await Assets));
        return new FetchedSecrets(connector, await connector.FetchSecretsAsync(ending.Token), environment);
    }

    private async Task<PreparedWorkspace> PrepareWorkspaceAsync()
    {
        var fetched = await Secrets;
        var connection = await fetched.Connector.SignInAsync(fetched.Secrets, ending.Token);
        var owner = LeaseOwner.Describe(connection.SignedInAs, System.Environment.MachineName, options.Variable);
        var session = new DeploymentSession(
            fetched.Environment,
            connection.Client,
            options.Clock,
            fetched.Secrets.Vault,
            owner,
            readsLag: localCloud.Description is null
        )
        {
            Approval = new ApprovalGate(CiSystem.IsKnown(options.Variable), run.IsApproved),
            Tool = HostVersion.Text,
        };
        session.HideSecretsOf((await Assets).Declared);
        return new PreparedWorkspace(connection, session);
    }

    private async Task<PlannedDeployment> PlanNowAsync(IReadOnlyList<string> kinds)
    {
        var session = (await Workspace).Session;
        if (run.Approved is { } approved)
            return await session.PlanSealedAsync(approved.Plan, options.Redactor, ending.Token);

        var selection = Select(kinds) with { Commit = await commit.Value };
        return await session.PlanAsync((await Assets).Declared, selection, ending.Token);
    }

    private Selection Select(IReadOnlyList<string> kinds) =>
        new()
        {
            Kinds = kinds.ToHashSet(StringComparer.Ordinal),
            Only = run.Selection,
            DataLoss = run.DataLoss,
            IsScheduled = CiSystem.IsScheduled(options.Variable),
        };

    /// <summary>Whether the target plans this kind, alone or with all others.</summary>
    private static bool DeploysKind(string target, string kind) =>
        target is "Plan" or "Deploy" || target == KindTargets.Deploy(kind);

    /// <summary>Ends a later step when there are errors; the task that reads the declarations prints them.</summary>
    private static DeploymentEnvironment RequireUsable(LoadedAssets read) =>
        read.HasErrors
            ? throw new BuildFailedException(ExitCodes.Wrong, "The declarations have errors. Nothing was written.")
            : read.Environment!;
}
