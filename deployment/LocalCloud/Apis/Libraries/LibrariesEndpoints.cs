using Layercake.LocalCloud.Apis.Clusters;
using Layercake.LocalCloud.Apis.Workspace;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Libraries;

/// <summary>The Libraries API.</summary>
internal sealed class LibrariesEndpoints : IEndpoints
{
    private const string Root = "/api/2.0/libraries";

    private readonly ClusterStore clusters;
    private readonly ClusterListing listing;
    private readonly ClusterLibraries libraries;

    public LibrariesEndpoints(CloudState state, WorkspaceTree tree)
    {
        clusters = new ClusterStore(state, new ClusterLife(new ClusterTiming()));
        listing = new ClusterListing(state, clusters);
        libraries = new ClusterLibraries(state, new LibraryState(state, tree));
    }

    public void Map(RouteTable routes)
    {
        routes.Post($"{Root}/install", request => Change(request, libraries.Install));
        routes.Post($"{Root}/uninstall", request => Change(request, libraries.Uninstall));
        routes.Get($"{Root}/cluster-status", request => ApiResponse.Json(Status(Cluster(request))));
        routes.Get($"{Root}/all-cluster-statuses", _ => ApiResponse.Json(All()));
        routes.AddAdmin("POST", "/libraries-of-all-clusters", InstallEverywhere);
    }

    private ApiResponse Change(ApiRequest request, Action<ClusterRecord, IReadOnlyList<JObject>> change)
    {
        change(Cluster(request), LibraryRules.Read(request));
        return ApiResponse.Empty;
    }

    private JArray InstallEverywhere(ApiRequest request)
    {
        var sent = LibraryRules.Read(request);
        libraries.InstallEverywhere(sent);
        return new JArray(sent);
    }

    private JObject All()
    {
        var all = clusters
            .All()
            .Where(cluster => !listing.IsForgotten(cluster))
            .Select(Status)
            .Where(status => status.ContainsKey("library_statuses"))
            .ToList();
        return all.Count == 0 ? [] : new JObject { ["statuses"] = new JArray(all) };
    }

    /// <summary>A cluster without libraries has no list of them.</summary>
    private JObject Status(ClusterRecord cluster)
    {
        var answer = new JObject { ["cluster_id"] = cluster.Id };
        if (libraries.Of(cluster) is { Count: > 0 } statuses)
            answer["library_statuses"] = new JArray(statuses);

        return answer;
    }

    private ClusterRecord Cluster(ApiRequest request) => clusters.Get(request.RequiredText("cluster_id"));
}
