using Layercake.Engine.Applying;
using Layercake.Engine.Connecting;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Exporting;
using Layercake.Engine.Kinds;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Loading;
using Layercake.Engine.Memory;
using Layercake.Engine.Ownership;
using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Engine.Sealing;
using Layercake.Engine.Variables;
using Layercake.Rest;
using Layercake.Secrecy;

namespace Layercake.Engine;

/// <summary>One environment and its workspace: where plans are made and applied.</summary>
public sealed class DeploymentSession
{
    private readonly SessionParts parts;
    private readonly DeploymentPlans plans;
    private readonly RecordPlans record;

    /// <param name="secrets">The vault that declarations may name secrets of.</param>
    /// <param name="deployer">Who deploys, told to those who find the environment's lease taken.</param>
    /// <param name="leaseClock">What the lease's time is told by, where waits of a deployment are to pass at once and the lease is not to
    /// age by them.</param>
    /// <param name="readsLag">False for a workspace that shows at once what was written, as the local cloud does: nothing is then waited
    /// for.</param>
    public DeploymentSession(
        DeploymentEnvironment environment,
        WorkspaceClient client,
        TimeProvider clock,
        ISecretSource secrets,
        string deployer,
        TimeProvider? leaseClock = null,
        bool readsLag = true
    )
        : this(new(environment, KindTable.For(environment, client, clock), client, clock, secrets, deployer, leaseClock, readsLag)) { }

    /// <summary>With kinds of one's own.</summary>
    internal DeploymentSession(SessionParts parts) =>
        (this.parts, plans, record) = (parts, new DeploymentPlans(parts), new RecordPlans(parts));

    /// <summary>Whether a person's approval is asked for.</summary>
    public ApprovalGate Approval { get; init; } = ApprovalGate.Open;

    /// <summary>The version of the tool, for sealed plans.</summary>
    public string Tool { get; init; } = "";

    /// <summary>The lock of this environment.</summary>
    public EnvironmentLocks Locks => parts.Locks;

    /// <summary>Reads what Git declares and checks all that can be checked without any network.</summary>
    /// <param name="git">What <c>${git.branch}</c> and <c>${git.commit}</c> stand for; nothing when left out.</param>
    public static DeclaredAssets Read(DeploymentEnvironment environment, AssetsFolder assets, GitFacts? git = null) =>
        DeclarationReader.Read(KindTable.For(environment), assets, environment, git ?? GitFacts.None);

    /// <summary>The mappings of an environment, in the order of their file; none where there is no file, or a wrong one.</summary>
    public static IReadOnlyList<ShownMapping> Mappings(DeploymentEnvironment environment) => ShownMapping.Of(environment);

    /// <summary>Checks a selection against what Git declares: each pattern must match an asset.</summary>
    public static IReadOnlyList<Finding> Check(Selection selection, DeclaredAssets declared) =>
        SelectedAssets.Problems(selection, declared);

    /// <summary>Takes out assets with errors and all that depend on them.</summary>
    public static IsolationResult<DeclaredAssets> IsolateErrors(DeploymentEnvironment environment, DeclaredAssets read) =>
        ErrorIsolation.Isolate(KindTable.For(environment), read);

    /// <summary>Puts aside what the workspace showed to be wrong, such as a reference to nothing, and what depends on it.</summary>
    public static IsolationResult<PlannedDeployment> IsolateErrors(PlannedDeployment planned) => ErrorIsolation.Isolate(planned);

    /// <summary>
    /// From now on no log and no message shows what the workspace holds where Git declares a secret. Plans and exports do this by
    /// themselves; whoever sends requests with the client before one was made does it first.
    /// </summary>
    public void HideSecretsOf(DeclaredAssets declared) => parts.SecretFields.Learn(declared.Declarations);

    /// <summary>Says what a deployment of these kinds would do; writes nothing.</summary>
    public async Task<PlannedDeployment> PlanAsync(DeclaredAssets declared, Selection selection, CancellationToken ct)
    {
        HideSecretsOf(declared);
        return Noted(await plans.PlanAsync(declared, selection, ct));
    }

    /// <summary>Says what is in the workspace and no longer in Git, and what of it a prune would delete; writes nothing.</summary>
    public async Task<PlannedDeployment> PlanPruneAsync(
        DeclaredAssets declared,
        PruneOptions options,
        string? commit,
        CancellationToken ct
    )
    {
        HideSecretsOf(declared);
        return Noted(await plans.PlanPruneAsync(declared, options, commit, ct));
    }

    /// <summary>The plan as it may be applied: refused when a person has to approve it and did not.</summary>
    public async Task<PlannedDeployment> ApprovedAsync(PlannedDeployment planned, CancellationToken ct) =>
        Approval.Checked(planned, parts.Environment, isSealed: false, await parts.User.IsAutoAsync(ct));

    /// <summary>
    /// Says what deleting all that this deployment made would do, whatever Git declares; writes nothing. The record goes with it when
    /// nothing of it is left.
    /// </summary>
    public async Task<PlannedDeployment> PlanDestroyAsync(PruneOptions options, CancellationToken ct) =>
        Noted(await plans.PlanDestroyAsync(options, ct));

    /// <summary>
    /// Says what giving up an asset would do: the manifest knows it no more, and its object stays as it is. Writes nothing.
    /// </summary>
    /// <param name="asset">As kind and name: <c>jobs.nightly</c>.</param>
    public Task<PlannedDeployment> PlanForgetAsync(string asset, CancellationToken ct) => record.PlanForgetAsync(asset, ct);

    /// <summary>Says what taking an object of the workspace for a declared asset would record, whatever the object is called. Writes
    /// nothing.</summary>
    /// <param name="asset">As kind and name: <c>jobs.nightly</c>.</param>
    /// <param name="id">As the workspace has it.</param>
    public Task<PlannedDeployment> PlanAdoptAsync(DeclaredAssets declared, string asset, string id, CancellationToken ct)
    {
        HideSecretsOf(declared);
        return record.PlanAdoptAsync(declared, asset, id, ct);
    }

    /// <summary>
    /// Adds to a plan without errors all that applying it needs. One that does not say all that would happen is not sealed.
    /// </summary>
    /// <param name="declared">Everything that the plan was made of.</param>
    public Task<SealingResult> SealAsync(
        PlannedDeployment planned,
        DeclaredAssets declared,
        PlanRequest request,
        TimeSpan? expires,
        CancellationToken ct
    ) => parts.Sealer.SealAsync(planned, declared, request, Tool, expires, ct);

    /// <summary>
    /// Says what applying a sealed plan would do now; writes nothing. It is refused when that was not approved, or when the plan is not for
    /// this environment, workspace or identity.
    /// </summary>
    public Task<PlannedDeployment> PlanSealedAsync(SealedPlan approved, Redactor redactor, CancellationToken ct) =>
        Sealed.PlanAsync(approved, redactor, ct);

    /// <summary>Carries out a sealed plan, as far as it is not done already, while no other deployment writes to the environment.</summary>
    /// <param name="planned">What <see cref="PlanSealedAsync"/> said; it is asked again once nobody else writes.</param>
    /// <exception cref="ApprovalLostException">What would happen is not what was approved any more; nothing was written.</exception>
    /// <inheritdoc cref="ApplyAsync"/>
    public Task<Outcome> ApplySealedAsync(
        SealedPlan approved,
        PlannedDeployment planned,
        Redactor redactor,
        IApplyWatcher watcher,
        CancellationToken ct
    ) =>
        ApplyAsync(
            planned,
            stop: approved.Request.Prune is null,
            under => Sealed.PlanAgainAsync(approved, planned, redactor, watcher, under),
            watcher,
            ct
        );

    /// <summary>Reads how the environment stands; writes nothing.</summary>
    public Task<EnvironmentState> DescribeAsync(CancellationToken ct) => EnvironmentState.ReadAsync(parts, ct);

    /// <summary>Why whoever signed in may plan and not apply; null where they may do both.</summary>
    public async Task<WrongDeployerException?> WrongDeployerAsync(CancellationToken ct) =>
        await parts.User.PlansForAnotherAsync(ct)
            ? new WrongDeployerException(await parts.User.NameAsync(ct), await parts.User.DeployerAsync(ct))
            : null;

    /// <summary>Carries out a plan without errors, while no other deployment writes to the environment.</summary>
    /// <param name="stop">Whether what it starts is stopped after it was written; the environment may still say no.</param>
    /// <exception cref="WrongDeployerException">Whoever signed in may plan and not apply; nothing was written.</exception>
    /// <exception cref="LeaseHeldException">Another deployment is under way; nothing was written.</exception>
    /// <exception cref="EnvironmentLockedException">Someone keeps deployments away; no asset was written.</exception>
    /// <exception cref="PlanOutOfDateException">The environment is not as it was when the plan was made; nothing was written.</exception>
    public Task<Outcome> ApplyAsync(PlannedDeployment planned, bool stop, IApplyWatcher watcher, CancellationToken ct) =>
        ApplyAsync(planned, stop, planAgain: null, watcher, ct);

    private async Task<Outcome> ApplyAsync(
        PlannedDeployment planned,
        bool stop,
        Func<CancellationToken, Task<PlannedDeployment>>? planAgain,
        IApplyWatcher watcher,
        CancellationToken ct
    )
    {
        if (planned.HasErrors || planned.Refusals.Count > 0)
            throw new InvalidOperationException("A plan with errors, or one that is refused, must not be applied.");
        if (await WrongDeployerAsync(ct) is { } wrong)
            throw wrong;

        return await parts.Applier.ApplyAsync(
            planned,
            new ApplyOptions
            {
                Concurrency = parts.Environment.Concurrency,
                Stops = stop ? parts.Kinds.Where(kind => kind is IStoppable { IsStopped: true }).Select(kind => kind.Name).ToHashSet() : [],
                Approve = parts.Environment.Approve is { } classes ? ApprovalClass.TextOf(classes) : null,
            },
            planAgain,
            watcher,
            ct
        );
    }

    /// <summary>
    /// Takes the lease of this environment away from whoever has it; the next deployment waits until that one has stopped.
    /// </summary>
    /// <returns>What was taken away; null when nobody had it.</returns>
    public Task<BrokenLease?> UnlockAsync(CancellationToken ct) => parts.Leases.BreakAsync(parts.Deployer, ct);

    /// <summary>Brings what the workspace holds into a folder of assets.</summary>
    public Task<ExportResult> ExportAsync(ExportRequest request, IExportWatcher watcher, CancellationToken ct)
    {
        HideSecretsOf(request.Declared);
        return parts.Exporter.ExportAsync(request, watcher, ct);
    }

    /// <summary>
    /// What the workspace has now in the place of a declared file; null where it has nothing there that could be compared as text.
    /// </summary>
    public async Task<byte[]?> ReadContentAsync(Declaration declaration, CancellationToken ct) =>
        parts.ByName[declaration.Kind] is IHasContent kind ? await kind.ReadContentAsync(declaration, ct) : null;

    private SealedPlans Sealed => new(parts, this);

    private PlannedDeployment Noted(PlannedDeployment planned) => Approval.Noted(planned, parts.Environment);
}
