using Layercake.LocalCloud.Apis.Admin;
using Layercake.LocalCloud.Apis.ClusterPolicies;
using Layercake.LocalCloud.Apis.Clusters;
using Layercake.LocalCloud.Apis.Dbfs;
using Layercake.LocalCloud.Apis.Entra;
using Layercake.LocalCloud.Apis.Files;
using Layercake.LocalCloud.Apis.InstancePools;
using Layercake.LocalCloud.Apis.Jobs;
using Layercake.LocalCloud.Apis.Jobs.Notebooks;
using Layercake.LocalCloud.Apis.Lakeview;
using Layercake.LocalCloud.Apis.NotificationDestinations;
using Layercake.LocalCloud.Apis.Permissions;
using Layercake.LocalCloud.Apis.Pipelines;
using Layercake.LocalCloud.Apis.ResourceManager;
using Layercake.LocalCloud.Apis.Scim;
using Layercake.LocalCloud.Apis.Secrets;
using Layercake.LocalCloud.Apis.SqlObjects;
using Layercake.LocalCloud.Apis.KeyVault;
using Layercake.LocalCloud.Apis.Warehouses;
using Layercake.LocalCloud.Apis.Workspace;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;

namespace Layercake.LocalCloud.Apis;

/// <summary>Everything the cloud serves: one line for each API family.</summary>
internal static class ApiFamilies
{
    public static IReadOnlyList<IEndpoints> All(CloudState state, Cloud cloud) =>
        [
            new AdminEndpoints(cloud),
            new IdentityAdminEndpoints(cloud),
            new EntraEndpoints(cloud),
            new OidcEndpoints(cloud),
            new ManagedIdentityEndpoints(cloud),
            new VaultEndpoints(cloud),
            new ResourceManagerFamily(cloud),
            new DiscoveryEndpoints(cloud),
            new WorkspaceOAuthEndpoints(cloud),
            new ScimEndpoints(state, cloud),
            new SecretsEndpoints(cloud),
            new JobsFamily(state, cloud.Accounts.WorkspaceId, python: new PythonRuntime(cloud.Python)),
            new DbfsEndpoints(state),
            new ClustersEndpoints(state),
            new WorkspaceEndpoints(state),
            new FilesEndpoints(state),
            new InstancePoolsEndpoints(state),
            new ClusterPoliciesEndpoints(state),
            new WarehousesEndpoints(state),
            new PipelinesEndpoints(state),
            new SqlObjectsEndpoints(state, SqlObjectKind.Query),
            new SqlObjectsEndpoints(state, SqlObjectKind.Alert),
            new LakeviewEndpoints(state),
            new NotificationDestinationsEndpoints(state),
            new PermissionsEndpoints(state, cloud),
        ];
}
