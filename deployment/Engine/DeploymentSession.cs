using Layercake.Engine.Applying;
using Layercake.Engine.Connecting;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Exporting;
using Layercake.Engine.Kinds;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Loading;
using Layercake.Engine.Memory;
using Layercake.Engine.Moves;
using Layercake.Engine.Ownership;
using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Engine.Sealing;
using Layercake.Engine.Secrets;
using Layercake.Engine.Variables;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Layercake.Secrecy;

namespace Layercake.Engine;

/// <summary>One environment and its workspace: where plans are made and applied.</summary>
public sealed class DeploymentSession
{
    private readonly DeploymentEnvironment environment;
    private readonly Planner planner;
    private readonly LeaseStore leases;
    private readonly LeasedApplier applier;
    private readonly Exporter exporter;
    private readonly ManifestStore manifests;
    private readonly IReadOnlyList<RemoteKind> kinds;
    private readonly IReadOnlyDictionary<string, RemoteKind> byName;
    private readonly IReadOnlyDictionary<string, AssetKind> declarable;
    private readonly SignedInUser user;
    private readonly ObjectOwnership ownership;
    private readonly PrunePlanner pruning;
    private readonly OtherDeployments others;
    private readonly Sealer sealer;
    private readonly Uri url;
    private readonly string deployer;
    private readonly TimeProvider clock;
    private readonly bool readsLag;

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
        : this(environment, KindTable.For(environment, client, clock), client, clock, secrets, deployer, leaseClock, readsLag) { }

    /// <summary>With kinds of one's own.</summary>
    internal DeploymentSession(
        DeploymentEnvironment environment,
        IReadOnlyList<RemoteKind> kinds,
        WorkspaceClient client,
        TimeProvider clock,
        ISecretSource secrets,
        string deployer,
        TimeProvider? leaseClock,
        bool readsLag
    )
    {
        (this.environment, this.kinds, url) = (environment, kinds, client.Url);
        (this.deployer, this.clock, this.readsLag) = (deployer, clock, readsLag);
        var (workspace, folder) = (new WorkspaceApi(client), environment.StateFolder);
        leases = new LeaseStore(client, folder, leaseClock ?? clock);
        byName = kinds.ToDictionary(kind => kind.Name);
        declarable = kinds.ToDictionary(kind => kind.Name, kind => kind.Kind);
        var locks = new LockStore(leases.Folder, clock);
        manifests = new ManifestStore(leases, locks, (kind, id) => declarable.GetValueOrDefault(kind)?.ExpectedIdForm(id));
        user = new SignedInUser(new ScimApi(client), environment.DeploysAs, environment.DeploysAsAuto);
        ownership = new ObjectOwnership(user, new StateFolderRights(workspace, new PermissionsApi(client), folder));
        Locks = new EnvironmentLocks(locks, leases, user.NameAsync, deployer, clock);
        others = new OtherDeployments(workspace, environment);
        pruning = new PrunePlanner(environment, kinds, user, ownership, others);
        var vault = new SecretReader(secrets, environment.SecretPrefix, user.PlansForAnotherAsync);
        sealer = new Sealer(environment, client, user, byName, vault, clock);
        var named = NamedObjectsTable.For(client);
        planner = new Planner(
            environment,
            client.Url,
            kinds,
            named,
            manifests,
            vault,
            ownership,
            new AbsentPlaces(workspace, new SecretsApi(client))
        );
        exporter = new Exporter(environment, kinds, named, vault, manifests.LoadCheckedAsync, ct => user.WorkspaceIdAsync(client, ct));
        applier = new LeasedApplier(
            new Applier(kinds, manifests, clock),
            readsLag ? new InterruptedCreations(kinds, clock) : null,
            leases,
            manifests,
            locks,
            deployer
        );
    }

    /// <summary>Whether a person's approval is asked for.</summary>
    public ApprovalGate Approval { get; init; } = ApprovalGate.Open;

    /// <summary>The version of the tool, for sealed plans.</summary>
    public string Tool { get; init; } = "";

    /// <summary>The lock of this environment.</summary>
    public EnvironmentLocks Locks { get; }

    /// <summary>Reads what Git declares and checks all that can be checked without any network.</summary>
    /// <param name="git">What <c>${git.branch}</c> and <c>${git.commit}</c> stand for; nothing when left out.</param>
    public static DeclaredAssets Read(DeploymentEnvironment environment, AssetsFolder assets, GitFacts? git = null) =>
        DeclarationReader.Read(KindTable.For(environment), assets, environment, git ?? GitFacts.None);

    /// <summary>Checks a selection against what Git declares: each pattern must match an asset.</summary>
    public static IReadOnlyList<Finding> Check(Selection selection, DeclaredAssets declared) =>
        SelectedAssets.Problems(selection, declared);

    /// <summary>Takes out assets with errors and all that depend on them.</summary>
    public static IsolationResult<DeclaredAssets> IsolateErrors(DeploymentEnvironment environment, DeclaredAssets read) =>
        ErrorIsolation.Isolate(KindTable.For(environment), read);

    /// <summary>Puts aside what the workspace showed to be wrong, such as a reference to nothing, and what depends on it.</summary>
    public static IsolationResult<PlannedDeployment> IsolateErrors(PlannedDeployment planned) => ErrorIsolation.Isolate(planned);

    /// <summary>Says what a deployment of these kinds would do; writes nothing.</summary>
    public async Task<PlannedDeployment> PlanAsync(DeclaredAssets declared, Selection selection, CancellationToken ct)
    {
        var selected = new SelectedAssets(selection, declared, kinds);
        var planned = await selected.NoteAsync(await planner.PlanAsync(declared, selected.Selection, ct), ct);
        if (environment.OwnerOnly)
            planned = await new OwnerFilter(ownership).ApplyAsync(planned, ct);
        if (kinds.All(kind => selection.Kinds.Contains(kind.Name)))
        {
            planned = Orphans.Noted(planned, declared, declarable, environment);
            if (environment.Prune && !declared.IsPartial && !planned.HasErrors)
            {
                var options = new PruneOptions { Only = selection.Only, IsApproved = selection.IsApproved };
                planned = await PruneAsync(planned, declared, options, ct);
            }
        }

        planned = PruneRefusals.Limited(planned, environment);

        // A plan for no kind is only about what earlier deployments left to be stopped.
        planned = selection.Kinds.Count == 0 ? planned : DataLoss.Checked(planned, byName, selection.DataLoss);
        return Approval.Noted(planned, environment);
    }

    /// <summary>Says what is in the workspace and no longer in Git, and what of it a prune would delete; writes nothing.</summary>
    public async Task<PlannedDeployment> PlanPruneAsync(DeclaredAssets declared, PruneOptions options, string? commit, CancellationToken ct)
    {
        var loaded = await LoadedAsync(manifests.LoadCheckedAsync, ct);
        var manifest = MovedEntries.Applied(loaded, declared.Moves, declared.Declarations, declarable);
        var nothing = Nothing(manifest, commit) with { Findings = declared.Findings };
        var planned = SelectedOrphans.Checked(await PruneAsync(nothing, declared, options, ct), options.Only);
        planned = DataLoss.Checked(PruneRefusals.Limited(planned, environment), byName, options.DataLoss);
        return Approval.Noted(planned, environment);
    }

    /// <summary>The plan as it may be applied: refused when a person has to approve it and did not.</summary>
    public async Task<PlannedDeployment> ApprovedAsync(PlannedDeployment planned, CancellationToken ct) =>
        Approval.Checked(planned, environment, isSealed: false, await user.IsAutoAsync(ct));

    /// <summary>
    /// Says what deleting all that this deployment made would do, whatever Git declares; writes nothing. The record goes with it when
    /// nothing of it is left.
    /// </summary>
    public async Task<PlannedDeployment> PlanDestroyAsync(PruneOptions options, CancellationToken ct)
    {
        var nothing = Nothing(await LoadedAsync(manifests.LoadCheckedAsync, ct), commit: null);
        var planned = await pruning.AddAsync(nothing, new DeclaredAssets([], []), options with { Destroys = true }, ct);
        planned = DataLoss.Checked(planned, byName, options.DataLoss);
        return Approval.Noted(planned with { Plan = planned.Plan with { Destroys = true } }, environment);
    }

    /// <summary>
    /// Says what giving up an asset would do: the manifest knows it no more, and its object stays as it is. Writes nothing.
    /// </summary>
    /// <param name="asset">As kind and name: <c>jobs.nightly</c>.</param>
    public async Task<PlannedDeployment> PlanForgetAsync(string asset, CancellationToken ct)
    {
        var manifest = await LoadedAsync(manifests.LoadAsync, ct);
        var known = manifest.Entries.Keys.Union(manifest.Creating.Keys, StringComparer.Ordinal).ToList();
        var found = known.Contains(asset);
        return Nothing(manifest, commit: null) with
        {
            Plan = new Plan
            {
                Environment = environment.Name,
                Workspace = url,
                Lock = manifest.Lock,
                Changes = [],
                Forgotten = found ? [asset] : [],
            },
            Findings = found ? [] : [Unknown(asset, known)],
        };
    }

    /// <summary>Says what taking an object of the workspace for a declared asset would record, whatever the object is called. Writes
    /// nothing.</summary>
    /// <param name="asset">As kind and name: <c>jobs.nightly</c>.</param>
    /// <param name="id">As the workspace has it.</param>
    public async Task<PlannedDeployment> PlanAdoptAsync(DeclaredAssets declared, string asset, string id, CancellationToken ct)
    {
        var manifest = MovedEntries.Applied(await manifests.LoadCheckedAsync(ct), declared.Moves, declared.Declarations, declarable);
        var planner = new AdoptionPlanner(byName, environment, others.HolderAsync);
        var plan = await planner.PlanAsync(declared.Declarations, manifest, asset, id, ct);
        return Nothing(manifest, commit: null) with
        {
            Findings = plan.Error is { } error ? [error] : [],
            Refusals = plan.Refusal is { } refusal ? [refusal] : [],
            Adoptions = plan.Entry is { } entry ? [entry] : [],
        };
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
    ) => sealer.SealAsync(planned, declared, request, Tool, expires, ct);

    /// <summary>
    /// Says what applying a sealed plan would do now; writes nothing. It is refused when that was not approved, or when the plan is not for
    /// this environment, workspace or identity.
    /// </summary>
    public async Task<PlannedDeployment> PlanSealedAsync(SealedPlan approved, Redactor redactor, CancellationToken ct)
    {
        if (await sealer.ProblemsAsync(approved, ct) is { Count: > 0 } problems)
            return Nothing(await manifests.LoadCheckedAsync(ct), approved.Plan.Commit) with { Refusals = problems };

        var declared = sealer.Declared(approved);
        var request = approved.Request;
        var planned = request.Prune switch
        {
            { Destroys: true } all => await PlanDestroyAsync(
                all.Options(request) with { IsApproved = true, Confirmed = approved.Confirmed },
                ct
            ),
            { } prune => await PlanPruneAsync(declared, prune.Options(request) with { IsApproved = true }, approved.Plan.Commit, ct),
            null => await PlanAsync(declared, request.Deployment(approved.Plan.Commit) with { IsApproved = true }, ct),
        };
        var compared = PruneRefusals.Confirmed(sealer.Compared(approved, planned, redactor), approved.Confirmed, environment);
        return Approval.Checked(
            compared with
            {
                Findings = [.. compared.Findings, .. await sealer.NotesAsync(approved, Tool, ct)],
            },
            environment,
            isSealed: true,
            await user.IsAutoAsync(ct)
        );
    }

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
            async under =>
            {
                var again = await PlanSealedAsync(approved, redactor, under);
                if (again.Refusals.Count > 0)
                    throw new ApprovalLostException(again.Refusals);
                if (again.DoneAlready.Except(planned.DoneAlready).ToList() is { Count: > 0 } meanwhile)
                    watcher.Note($"As approved by now, without this run: {string.Join(", ", meanwhile)}.");

                return again;
            },
            watcher,
            ct
        );

    /// <summary>Why whoever signed in may plan and not apply; null where they may do both.</summary>
    public async Task<WrongDeployerException?> WrongDeployerAsync(CancellationToken ct) =>
        await user.PlansForAnotherAsync(ct) ? new WrongDeployerException(await user.NameAsync(ct), await user.DeployerAsync(ct)) : null;

    /// <summary>Carries out a plan without errors, while no other deployment writes to the environment.</summary>
    /// <param name="stop">Whether clusters are stopped after they were written; the environment may still say no.</param>
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

        return await applier.ApplyAsync(
            planned,
            new ApplyOptions
            {
                Concurrency = environment.Concurrency,
                Stop = stop && environment.StopClusters,
                Approve = environment.Approve is { } classes ? ApprovalClass.TextOf(classes) : null,
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
    public Task<BrokenLease?> UnlockAsync(CancellationToken ct) => leases.BreakAsync(deployer, ct);

    /// <summary>Brings what the workspace holds into a folder of assets.</summary>
    public Task<ExportResult> ExportAsync(ExportRequest request, IExportWatcher watcher, CancellationToken ct) =>
        exporter.ExportAsync(request, watcher, ct);

    /// <summary>That nothing was deployed is said only once no read can lag any more.</summary>
    private async Task<Manifest> LoadedAsync(Func<CancellationToken, Task<Manifest>> load, CancellationToken ct) =>
        readsLag
            ? await ReadLag.LookAsync(() => load(ct), manifest => manifest.Entries.Count + manifest.Creating.Count > 0, clock, ct)
            : await load(ct);

    private async Task<PlannedDeployment> PruneAsync(
        PlannedDeployment planned,
        DeclaredAssets declared,
        PruneOptions options,
        CancellationToken ct
    ) => SelectedOrphans.Noted(await pruning.AddAsync(planned, declared, options, ct), declared, declarable, options.Only);

    private PlannedDeployment Nothing(Manifest manifest, string? commit) =>
        new()
        {
            Plan = new Plan
            {
                Environment = environment.Name,
                Workspace = url,
                Commit = commit,
                Lock = manifest.Lock,
                Changes = [],
            },
            Findings = [],
            Declarations = new Dictionary<string, Declaration>(),
            Live = new Dictionary<string, IReadOnlyList<LiveAsset>>(),
            Manifest = manifest,
            PendingStops = PendingStops.Recorded(manifest),
            Adoptions = [],
        };

    private Finding Unknown(string asset, IReadOnlyList<string> known) =>
        new()
        {
            Severity = Severity.Error,
            Code = "MAN001",
            Message =
                $"{asset} is not in the record of what was deployed to {environment.Name} from here, so there is nothing to "
                + $"forget.{NameSuggestion.Suggest(asset, known)} Give an asset as kind and name: --asset=jobs.nightly.",
        };
}
