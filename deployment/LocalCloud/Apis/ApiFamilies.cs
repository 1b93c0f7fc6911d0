using Layercake.LocalCloud.Apis.Jobs;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;

namespace Layercake.LocalCloud.Apis;

/// <summary>Everything the cloud serves: one line for each API family.</summary>
internal static class ApiFamilies
{
    public static IReadOnlyList<IEndpoints> All(CloudState state, Cloud cloud) =>
    [
        new AdminEndpoints(cloud),
        new EntraEndpoints(cloud),
        new VaultEndpoints(cloud),
        new ResourceManagerEndpoints(cloud),
        new DiscoveryEndpoints(cloud),
        new WorkspaceOAuthEndpoints(cloud),
        new ScimEndpoints(),
        new JobsFamily(state, cloud.Accounts.WorkspaceId),
        new DbfsEndpoints(state),
        new ClustersEndpoints(state),
        new WorkspaceEndpoints(state),
        new FilesEndpoints(state),
    ];
}
