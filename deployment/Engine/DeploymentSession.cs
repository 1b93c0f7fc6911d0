using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Kinds;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Engine.Secrets;
using Layercake.Rest;
using Layercake.Rest.Apis;
using Microsoft.Extensions.Logging.Abstractions;

namespace Layercake.Engine;

/// <summary>One environment and its workspace: where plans are made and applied.</summary>
public sealed class DeploymentSession
{
    private readonly DeploymentEnvironment environment;
    private readonly Planner planner;
    private readonly LeaseStore leases;
    private readonly LeasedApplier applier;

    /// <param name="secrets">The vault that declarations may name secrets of.</param>
    /// <param name="owner">Who deploys, told to those who find the environment's lease taken.</param>
    public DeploymentSession(DeploymentEnvironment environment, WorkspaceClient client, TimeProvider clock, ISecretSource secrets, string owner)
    {
        this.environment = environment;
        var kinds = KindTable.For(environment, client, clock);
        var (workspace, folder) = (new WorkspaceApi(client), $"{environment.StatePath.TrimEnd('/')}/{environment.DeploymentName}/{environment.Name}");
        var manifests = new ManifestStore(workspace, folder);
        leases = new LeaseStore(workspace, folder, clock);
        planner = new Planner(environment, client.Url, kinds, manifests, new SecretReader(secrets, environment.SecretPrefix));
        applier = new LeasedApplier(new Applier(kinds, manifests, clock), leases, manifests, owner, clock);
    }

    /// <summary>Reads what Git declares and checks all that can be checked without any network.</summary>
    public static Declared Read(DeploymentEnvironment environment, AssetsFolder assets) =>
        DeclarationReader.Read(KindTable.For(environment, Nowhere(), TimeProvider.System), assets, environment.SecretPrefix);

    /// <summary>Puts aside what has errors and what depends on it.</summary>
    public static Sieved<Declared> LeaveOutErrors(DeploymentEnvironment environment, Declared read) => ErrorSieve.Sift(KindTable.For(environment, Nowhere(), TimeProvider.System), read);

    /// <summary>Puts aside what the workspace showed to be wrong, such as a reference to nothing, and what depends on it.</summary>
    public static Sieved<PlannedDeployment> LeaveOutErrors(PlannedDeployment planned) => ErrorSieve.Sift(planned);

    /// <summary>Says what a deployment of these kinds would do; writes nothing.</summary>
    public Task<PlannedDeployment> PlanAsync(Declared declared, Selection selection, CancellationToken ct) => planner.PlanAsync(declared, selection, ct);

    /// <summary>Carries out a plan without errors, while no other deployment writes to the environment.</summary>
    /// <param name="stop">Whether clusters are stopped after they were written; the environment may still say no.</param>
    /// <exception cref="LeaseHeldException">Another deployment is under way; nothing was written.</exception>
    /// <exception cref="PlanOutOfDateException">Another deployment ended since the plan was made; nothing was written.</exception>
    public Task<Outcome> ApplyAsync(PlannedDeployment planned, bool stop, IApplyWatcher watcher, CancellationToken ct) =>
        planned.HasErrors
            ? throw new InvalidOperationException("A plan with errors must not be applied.")
            : applier.ApplyAsync(planned, new ApplyOptions { Concurrency = environment.Concurrency, Stop = stop && environment.StopClusters }, watcher, ct);

    /// <summary>Removes the lease of this environment, whoever has it.</summary>
    /// <returns>What was removed; null when nobody had it.</returns>
    public Task<BrokenLease?> UnlockAsync(CancellationToken ct) => leases.BreakAsync(ct);

    /// <summary>A client for reading declarations only; any call through it fails.</summary>
    private static WorkspaceClient Nowhere() => new(
        new HttpMessageInvoker(new SocketsHttpHandler()),
        new WorkspaceOptions { Url = new Uri("https://workspace.invalid"), Token = (_, _) => throw new InvalidOperationException("Reading declarations asked the network for something.") },
        NullLogger<WorkspaceClient>.Instance);
}
