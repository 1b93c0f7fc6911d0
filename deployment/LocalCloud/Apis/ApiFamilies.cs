using Layercake.LocalCloud.Apis.AccessTokens;
using Layercake.LocalCloud.Apis.Admin;
using Layercake.LocalCloud.Apis.Alerts;
using Layercake.LocalCloud.Apis.Apps;
using Layercake.LocalCloud.Apis.ClusterPolicies;
using Layercake.LocalCloud.Apis.Clusters;
using Layercake.LocalCloud.Apis.Dbfs;
using Layercake.LocalCloud.Apis.Entra;
using Layercake.LocalCloud.Apis.Files;
using Layercake.LocalCloud.Apis.GlobalInitScripts;
using Layercake.LocalCloud.Apis.InstancePools;
using Layercake.LocalCloud.Apis.Jobs;
using Layercake.LocalCloud.Apis.Jobs.Notebooks;
using Layercake.LocalCloud.Apis.KeyVault;
using Layercake.LocalCloud.Apis.Lakeview;
using Layercake.LocalCloud.Apis.Libraries;
using Layercake.LocalCloud.Apis.NotificationDestinations;
using Layercake.LocalCloud.Apis.Permissions;
using Layercake.LocalCloud.Apis.Pipelines;
using Layercake.LocalCloud.Apis.Repos;
using Layercake.LocalCloud.Apis.ResourceManager;
using Layercake.LocalCloud.Apis.Scim;
using Layercake.LocalCloud.Apis.Secrets;
using Layercake.LocalCloud.Apis.SqlObjects;
using Layercake.LocalCloud.Apis.Telemetry;
using Layercake.LocalCloud.Apis.Unconfirmed;
using Layercake.LocalCloud.Apis.Warehouses;
using Layercake.LocalCloud.Apis.Workspace;
using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Apis;

/// <summary>Everything the cloud serves: one line for each API family.</summary>
internal static class ApiFamilies
{
    /// <param name="python">The command that executes Python notebooks; null finds <c>python3</c>.</param>
    public static IReadOnlyList<IEndpoints> All(SharedParts parts, VaultHosts hosts, string? python)
    {
        var families = new List<IEndpoints>();
        families.AddRange(Admin(parts, () => Reset(parts, families)));
        families.AddRange(Azure(parts, hosts));
        families.AddRange(Workspace(parts, python));
        return families;
    }

    private static IEnumerable<IEndpoints> Admin(SharedParts p, Action reset) =>
        [
            new AdminEndpoints(p.State, p.Accounts, p.Tokens, p.Denials, p.Ledger, p.Faults, p.ClockOffset, reset),
            new IdentityAdminEndpoints(p.Accounts, p.Apps, p.Certificate, p.Issuers, p.Federated, p.Users, p.Vaults),
            new SignInAdminEndpoints(p.Apps, p.Redirects, p.Tenant),
            new UnconfirmedEndpoints(p.State),
        ];

    private static IEnumerable<IEndpoints> Azure(SharedParts p, VaultHosts hosts) =>
        [
            .. EntraFamily.Create(
                p.State,
                p.Accounts,
                p.Apps,
                p.Tokens,
                p.Urls,
                p.Issuers,
                p.Federated,
                p.Redirects,
                p.Tenant,
                p.WallClock
            ),
            new VaultEndpoints(p.Accounts, p.Certificate, p.Vaults),
            new ResourceManagerFamily(p.State, p.Accounts, p.Urls, p.Resources, p.Vaults, hosts),
        ];

    private static IEnumerable<IEndpoints> Workspace(SharedParts p, string? python)
    {
        var notebooks = new NotebookRunner(new NotebookLibrary(p.Tree), new PythonRuntime(python));
        var (state, people, groups) = (
            p.State,
            p.People,
            new ScimGroups(p.State, p.Users)
        );
        return
        [
            new ScimEndpoints(p.Users, people, groups),
            new GroupsEndpoints(p.Users, people, groups),
            new TokensEndpoints(p.PersonalTokens),
            new SecretsEndpoints(state, p.Vaults, new ScopeAccess(p.Apps, p.Users, people, groups)),
            new JobsFamily(state, p.Accounts.WorkspaceId, p.Log, new JobPrincipals(people, groups), notebooks: notebooks),
            new DbfsEndpoints(state),
            new ClustersEndpoints(state),
            new LibrariesEndpoints(state, p.Tree),
            new WorkspaceEndpoints(p.Tree),
            new ReposEndpoints(p.Tree),
            new GitCredentialsEndpoints(state),
            new GlobalInitScriptsEndpoints(state, p.Users),
            new FilesEndpoints(state),
            new InstancePoolsEndpoints(state),
            new ClusterPoliciesEndpoints(state),
            new WarehousesEndpoints(state),
            new PipelinesEndpoints(state),
            new SqlObjectsEndpoints(state, p.Tree, SqlObjectKind.Query),
            new SqlObjectsEndpoints(state, p.Tree, SqlObjectKind.LegacyAlert),
            new AlertsEndpoints(state, p.Tree),
            new LakeviewEndpoints(state, p.Tree),
            new NotificationDestinationsEndpoints(state),
            new AppsEndpoints(state, people),
            new TelemetryEndpoints(),
            new PermissionsEndpoints(state, p.Permissions, people, groups),
        ];
    }

    /// <summary>Back to what a new cloud holds. Ids, keys and the personal access token stay, so that clients go on.</summary>
    private static void Reset(SharedParts parts, IReadOnlyList<IEndpoints> families)
    {
        parts.State.Clear();
        parts.Accounts.Keep();
        parts.Faults.Clear();
        parts.Faults.Latency = TimeSpan.Zero;
        parts.ClockOffset.Reset();
        foreach (var family in families)
            family.Seed();
    }
}
