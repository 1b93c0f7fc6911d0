using Layercake.LocalCloud.Faults;
using Layercake.LocalCloud.Hosting;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud;

/// <summary>The parts of one running cloud that endpoints of Azure's services and admin calls share.</summary>
internal sealed class Cloud
{
    /// <summary>Where admin calls live: a prefix that no service uses.</summary>
    public const string AdminPath = "/_admin";

    private const string ClockTable = "clock";
    private const string ClockKey = "offset";

    public Cloud(CloudState state, CloudClock clock, LocalCloudOptions options)
    {
        State = state;
        Clock = clock;
        WallClock = options.Clock;
        Python = options.Python;
        Accounts = new CloudAccounts(state, options.TenantId);
        Certificate = new ClientCertificate(Accounts);
        Apps = new AppRegistry(state, Accounts, Certificate);
        Tokens = new Tokens(state, Accounts, Apps);
        Resources = new ResourceStore(state);
        Vaults = new Vaults(state, Accounts, Resources);
        Issuers = new OidcIssuers(this);
        Federated = new FederatedCredentials(this);
        Users = new WorkspaceUsers(state);
        Denials = new DeniedApplications(state);
        Gate = new AccessGate(
            Accounts,
            Tokens,
            Denials,
            new WorkspaceAccess(Accounts, Tokens, Denials, Users, Resources),
            new VaultAccess(Accounts, Denials, Vaults, Resources)
        );
        Faults = new FaultInjector(options.Clock);
        clock.SetOffset(TimeSpan.FromMilliseconds((double?)state.Table(ClockTable).Get(ClockKey)?["offset_ms"] ?? 0));
    }

    public CloudState State { get; }

    public CloudClock Clock { get; }

    /// <summary>What requests are timed and delayed by; nobody sets it ahead.</summary>
    public TimeProvider WallClock { get; }

    /// <inheritdoc cref="LocalCloudOptions.Python"/>
    public string? Python { get; }

    public CloudAccounts Accounts { get; }

    public ClientCertificate Certificate { get; }

    public AppRegistry Apps { get; }

    public Tokens Tokens { get; }

    public ResourceStore Resources { get; }

    public Vaults Vaults { get; }

    /// <summary>Opens an address for each vault that a deployment creates.</summary>
    public VaultHosts? VaultHosts { get; set; }

    public OidcIssuers Issuers { get; }

    public FederatedCredentials Federated { get; }

    public WorkspaceUsers Users { get; }

    public DeniedApplications Denials { get; }

    public AccessGate Gate { get; }

    public RequestLedger Ledger { get; } = new();

    public FaultInjector Faults { get; }

    /// <summary>Known once the ports are.</summary>
    public CloudUrls Urls { get; set; } = new("", "");

    public IReadOnlyList<IEndpoints> Families { get; set; } = [];

    /// <summary>The resource as it is written in tokens, or null when the tenant has none of that name.</summary>
    /// <remarks>Clients that are told where this cloud's Resource Manager is ask for a token for that address.</remarks>
    public string? AudienceOf(string resource) =>
        Audiences.Find(resource) ?? (resource.TrimEnd('/') == Urls.Https ? Audiences.ResourceManager : null);

    /// <summary>Sets the cloud's clock ahead, for this run and later ones on the same state.</summary>
    public void AdvanceClock(TimeSpan by)
    {
        Clock.SetOffset(Clock.Offset + by);
        State.Table(ClockTable).Put(ClockKey, new JObject { ["offset_ms"] = Clock.Offset.TotalMilliseconds });
    }

    /// <summary>Back to what a new cloud holds. Ids, keys and the personal access token stay, so that clients go on.</summary>
    public void Reset()
    {
        State.Clear();
        Accounts.Keep();
        Faults.Clear();
        Faults.Latency = TimeSpan.Zero;
        Clock.SetOffset(TimeSpan.Zero);
        foreach (var family in Families)
            family.Seed();
    }
}

/// <summary>The two roots of a running cloud, without trailing slash.</summary>
internal sealed record CloudUrls(string Http, string Https);
