using Layercake.LocalCloud.Apis.KeyVault;
using Layercake.LocalCloud.Apis.Permissions;
using Layercake.LocalCloud.Apis.ResourceManager.Resources;
using Layercake.LocalCloud.Apis.Scim;
using Layercake.LocalCloud.Apis.Unconfirmed;
using Layercake.LocalCloud.Apis.Workspace;
using Layercake.LocalCloud.Authorization;
using Layercake.LocalCloud.Faults;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Layercake.LocalCloud.Logging;
using Layercake.LocalCloud.State;

namespace Layercake.LocalCloud.Apis;

/// <summary>
/// What several API families use, made in the order in which the parts need each other. Only the composition sees it: an endpoint gets the
/// parts that it uses.
/// </summary>
internal sealed class SharedParts
{
    public SharedParts(CloudState state, CloudClock clock, TimeProvider wallClock, string? tenantId, CloudLog log)
    {
        (State, WallClock, Log) = (state, wallClock, log);
        Accounts = new CloudAccounts(state, tenantId);
        Certificate = new ClientCertificate(Accounts);
        Apps = new AppRegistry(state, Accounts, Certificate);
        Tenant = new TenantUsers(state);
        Tokens = new Tokens(state, Accounts, Apps, Tenant);
        PersonalTokens = new PersonalTokens(state);
        Resources = new ResourceStore(state);
        Vaults = new Vaults(state, Accounts, Resources);
        Issuers = new OidcIssuers(state, Accounts, Urls);
        Federated = new FederatedCredentials(state, Accounts, Issuers);
        Users = new WorkspaceUsers(state);
        People = new ScimPeople(state, Accounts, Apps, Users);
        Redirects = new RedirectAddresses(state, Accounts);
        Tree = new WorkspaceTree(state);
        Permissions = new PermissionTargets(state, Tree);
        Rights = new ObjectRights(Permissions, new ContentRights(Tree, Permissions), Users, new UnconfirmedRules(state));
        Denials = new DeniedApplications(state);
        Gate = new AccessGate(
            Accounts,
            Tokens,
            Denials,
            new WorkspaceAccess(Accounts, Tokens, PersonalTokens, Denials, Users, People, Resources),
            new VaultAccess(Accounts, Denials, Vaults, Resources)
        );
        Faults = new FaultInjector(wallClock);
        ClockOffset = new ClockOffset(state, clock);
    }

    public CloudState State { get; }

    /// <summary>What requests are timed and delayed by; nobody sets it ahead.</summary>
    public TimeProvider WallClock { get; }

    public CloudLog Log { get; }

    public ClockOffset ClockOffset { get; }

    public CloudUrls Urls { get; } = new();

    public RequestLedger Ledger { get; } = new();

    public FaultInjector Faults { get; }

    public CloudAccounts Accounts { get; }

    public ClientCertificate Certificate { get; }

    public AppRegistry Apps { get; }

    public Tokens Tokens { get; }

    public PersonalTokens PersonalTokens { get; }

    public ResourceStore Resources { get; }

    public Vaults Vaults { get; }

    public OidcIssuers Issuers { get; }

    public FederatedCredentials Federated { get; }

    public WorkspaceUsers Users { get; }

    public TenantUsers Tenant { get; }

    public ScimPeople People { get; }

    public RedirectAddresses Redirects { get; }

    public WorkspaceTree Tree { get; }

    public PermissionTargets Permissions { get; }

    public ObjectRights Rights { get; }

    public DeniedApplications Denials { get; }

    public AccessGate Gate { get; }
}
