using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>The Clusters API in its versions 2.0 and 2.1, which differ only in how they list and in <c>update</c>.</summary>
internal sealed class ClustersEndpoints : IEndpoints
{
    private readonly ClusterStore store;
    private readonly ClusterOperations clusters;
    private readonly ClusterListing listing;

    public ClustersEndpoints(CloudState state, ClusterTiming? timing = null)
    {
        var life = new ClusterLife(timing ?? new ClusterTiming());
        store = new ClusterStore(state, life);
        clusters = new ClusterOperations(state, store, life);
        listing = new ClusterListing(state, store);
    }

    public void Map(RouteTable routes)
    {
        foreach (var root in new[] { "/api/2.0/clusters", "/api/2.1/clusters" })
        {
            routes.Post($"{root}/create", Create);
            routes.Post($"{root}/edit", Edit);
            routes.Post($"{root}/start", request => Done(clusters.Start, request));
            routes.Post($"{root}/restart", request => Done(clusters.Restart, request));
            routes.Post($"{root}/delete", request => Done(clusters.Terminate, request));
            routes.Post($"{root}/permanent-delete", request => Done((id, _) => clusters.Remove(id), request));
            routes.Post($"{root}/resize", request => Done((id, caller) => clusters.Resize(id, ClusterSpec.Read(request), caller), request));
            routes.Post($"{root}/pin", request => Done(clusters.Pin, request));
            routes.Post($"{root}/unpin", request => Done(clusters.Unpin, request));
            routes.Post(
                $"{root}/change-owner",
                request => Done((id, _) => clusters.ChangeOwner(id, request.RequiredText("owner_username")), request)
            );
            routes.Post($"{root}/events", Events);
            routes.Get($"{root}/get", Get);
            routes.Get(
                $"{root}/list-node-types",
                _ => ApiResponse.Json(new JObject { ["node_types"] = new JArray(NodeTypes.All.Select(type => type.ToJson())) })
            );
            routes.Get($"{root}/spark-versions", _ => ApiResponse.Json(SparkVersions.ToJson()));
            routes.Get($"{root}/list-zones", _ => ApiResponse.Empty);
        }

        routes.Get("/api/2.0/clusters/list", _ => ApiResponse.Json(listing.Whole()));
        routes.Get("/api/2.1/clusters/list", request => ApiResponse.Json(listing.Page(request)));
        routes.Post("/api/2.1/clusters/update", Update);
    }

    private ApiResponse Create(ApiRequest request)
    {
        var id = clusters.Create(ClusterSpec.Read(request), request.Text("idempotency_token"), request.Caller);
        return ApiResponse.Json(new JObject { ["cluster_id"] = id });
    }

    private ApiResponse Edit(ApiRequest request) =>
        Done((id, caller) => clusters.Edit(id, _ => ClusterSpec.Read(request), caller), request);

    private ApiResponse Update(ApiRequest request)
    {
        var (wanted, mask) = ClusterUpdate.Read(request);
        return Done((id, caller) => clusters.Edit(id, spec => ClusterUpdate.Apply(spec, wanted, mask), caller), request);
    }

    private ApiResponse Get(ApiRequest request)
    {
        var cluster = store.Get(IdOf(request));
        if (listing.IsForgotten(cluster))
            throw ClusterErrors.Of(
                "INVALID_STATE",
                $"Cannot access cluster {cluster.Id} that was terminated or unpinned more than 30 days ago."
            );

        return ApiResponse.Json(listing.View(cluster, withSpec: true));
    }

    private ApiResponse Events(ApiRequest request)
    {
        var id = IdOf(request);
        return ApiResponse.Json(ClusterEventPages.Of(request, id, store.Events(id)));
    }

    private static ApiResponse Done(Action<string, Principal> operation, ApiRequest request)
    {
        operation(IdOf(request), request.Caller);
        return ApiResponse.Empty;
    }

    private static string IdOf(ApiRequest request) =>
        request.Text("cluster_id") ?? throw ClusterErrors.Invalid("Missing required field: cluster_id");
}
