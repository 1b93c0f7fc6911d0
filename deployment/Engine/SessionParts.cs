using Layercake.Engine.Applying;
using Layercake.Engine.Connecting;
using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Exporting;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Memory;
using Layercake.Engine.Ownership;
using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Engine.Sealing;
using Layercake.Engine.Secrets;
using Layercake.Rest;
using Layercake.Rest.Apis;

namespace Layercake.Engine;

/// <summary>What plans are made and applied with, for one environment and its workspace.</summary>
internal sealed class SessionParts
{
    private readonly TimeProvider clock;
    private readonly bool readsLag;

    /// <remarks>The parameters are those of <see cref="DeploymentSession"/>.</remarks>
    public SessionParts(
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
        (Environment, Kinds, Client, Deployer) = (environment, kinds, client, deployer);
        (this.clock, this.readsLag) = (clock, readsLag);
        var (workspace, folder) = (new WorkspaceApi(client), environment.StateFolder);
        Leases = new LeaseStore(client, folder, leaseClock ?? clock);
        ByName = kinds.ToDictionary(kind => kind.Name);
        Declarable = kinds.ToDictionary(kind => kind.Name, kind => kind.Kind);
        var locks = new LockStore(Leases.Folder, clock);
        SecretFields = new SecretFields(client.SecretPlaces);
        Manifests = new ManifestStore(Leases, locks, (kind, id) => Declarable.GetValueOrDefault(kind)?.ExpectedIdForm(id))
        {
            Loaded = SecretFields.Learn,
        };
        User = new SignedInUser(new ScimApi(client), environment.DeploysAs, environment.DeploysAsAuto);
        Ownership = new ObjectOwnership(User, new StateFolderRights(workspace, new PermissionsApi(client), folder));
        Locks = new EnvironmentLocks(locks, Leases, User.NameAsync, deployer, clock);
        Others = new OtherDeployments(workspace, environment);
        var named = NamedObjectsTable.For(client);
        Pruning = new PrunePlanner(environment, kinds, named, User, Ownership, Others);
        var vault = new SecretReader(secrets, environment.SecretPrefix, User.PlansForAnotherAsync);
        Sealer = new Sealer(environment, client, User, ByName, vault, clock);
        Planner = new Planner(
            environment,
            client.Url,
            kinds,
            named,
            Manifests,
            vault,
            Ownership,
            new AbsentPlaces(workspace, new SecretsApi(client))
        );
        Exporter = new Exporter(environment, kinds, named, vault, Manifests.LoadCheckedAsync, ct => User.WorkspaceIdAsync(client, ct));
        Applier = new LeasedApplier(
            new Applier(kinds, Manifests, clock),
            readsLag ? new InterruptedCreations(kinds, clock) : null,
            Leases,
            Manifests,
            locks,
            deployer
        );
    }

    public DeploymentEnvironment Environment { get; }

    public IReadOnlyList<RemoteKind> Kinds { get; }

    public IReadOnlyDictionary<string, RemoteKind> ByName { get; }

    public IReadOnlyDictionary<string, AssetKind> Declarable { get; }

    public WorkspaceClient Client { get; }

    public Uri Url => Client.Url;

    /// <summary>Told to those who find the lease taken.</summary>
    public string Deployer { get; }

    public LeaseStore Leases { get; }

    public EnvironmentLocks Locks { get; }

    /// <summary>Learns what Git declares; of a manifest it learns by itself.</summary>
    public SecretFields SecretFields { get; }

    public ManifestStore Manifests { get; }

    public SignedInUser User { get; }

    public ObjectOwnership Ownership { get; }

    public OtherDeployments Others { get; }

    public Planner Planner { get; }

    public PrunePlanner Pruning { get; }

    public Sealer Sealer { get; }

    public LeasedApplier Applier { get; }

    public Exporter Exporter { get; }

    /// <summary>That nothing was deployed is said only once no read can lag any more.</summary>
    public async Task<Manifest> LoadedAsync(Func<CancellationToken, Task<Manifest>> load, CancellationToken ct) =>
        readsLag
            ? await ReadLag.LookAsync(() => load(ct), manifest => manifest.Entries.Count + manifest.Creating.Count > 0, clock, ct)
            : await load(ct);

    /// <summary>A plan that does nothing.</summary>
    public PlannedDeployment Nothing(Manifest manifest, string? commit) =>
        new()
        {
            Plan = new Plan
            {
                Environment = Environment.Name,
                Workspace = Url,
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
}
