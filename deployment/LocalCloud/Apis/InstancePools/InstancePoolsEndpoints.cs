using Layercake.LocalCloud.Apis.Clusters;
using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.InstancePools;

/// <summary>The Instance Pools API.</summary>
internal sealed class InstancePoolsEndpoints(CloudState state) : IEndpoints
{
    private const string Root = "/api/2.0/instance-pools";

    private readonly ObjectTable pools = new(state, TableNames.InstancePools);
    private readonly ClusterStore clusters = new(state, new ClusterLife(new ClusterTiming()));

    public void Map(RouteTable routes)
    {
        routes.Post($"{Root}/create", Create);
        routes.Post($"{Root}/edit", Edit);
        routes.Post($"{Root}/delete", Delete);
        routes.Get($"{Root}/get", request => ApiResponse.Json(View(Get(request))));
        routes.Get($"{Root}/list", _ => ApiResponse.Json(List()));
    }

    private ApiResponse Create(ApiRequest request)
    {
        var sent = InstancePoolRules.Read(request);
        InstancePoolRules.Check(sent);
        lock (pools.Gate)
        {
            RequireFree(sent, null);
            var added = pools.Add(NewIds.InstancePool(state.Clock.GetUtcNow()), InstancePoolRules.Complete(sent), request.Caller);
            return ApiResponse.Json(new JObject { ["instance_pool_id"] = added.Id });
        }
    }

    private ApiResponse Edit(ApiRequest request)
    {
        lock (pools.Gate)
        {
            var pool = Get(request);
            var edited = InstancePoolRules.Edited(pool.Spec, InstancePoolRules.Read(request));
            RequireFree(edited, pool.Id);
            pools.Put(pool.With(edited, request.Caller, state.Now));
            return ApiResponse.Empty;
        }
    }

    private ApiResponse Delete(ApiRequest request)
    {
        lock (pools.Gate)
            pools.Remove(Get(request).Id);

        return ApiResponse.Empty;
    }

    private JObject List()
    {
        var all = pools.All();
        return all.Count == 0 ? [] : new JObject { ["instance_pools"] = new JArray(all.Select(View)) };
    }

    private StoredObject Get(ApiRequest request)
    {
        var id = request.RequiredText("instance_pool_id");
        return pools.Find(id) ?? throw ApiError.Missing($"Can't find an instance pool with id: {id}.");
    }

    private void RequireFree(JObject pool, string? id)
    {
        if (pools.IsTaken("instance_pool_name", (string)pool["instance_pool_name"]!, id))
            throw ApiError.Exists($"Instance pool with name '{pool["instance_pool_name"]}' already exists.");
    }

    private JObject View(StoredObject pool) =>
        new(pool.Spec)
        {
            ["instance_pool_id"] = pool.Id,
            ["default_tags"] = new JObject
            {
                ["Vendor"] = "Databricks",
                ["DatabricksInstancePoolId"] = pool.Id,
                ["DatabricksInstancePoolCreatorId"] = pool.CreatorId,
            },
            ["state"] = "ACTIVE",
            ["stats"] = new JObject
            {
                ["used_count"] = clusters
                    .All()
                    .Where(cluster => cluster.State == ClusterState.Running)
                    .Sum(cluster => Machines(cluster, pool.Id)),
                ["idle_count"] = pool.Spec["min_idle_instances"],
                ["pending_used_count"] = 0,
                ["pending_idle_count"] = 0,
            },
            ["status"] = new JObject(),
        };

    private static int Machines(ClusterRecord cluster, string pool)
    {
        var workers = (string?)cluster.Spec["instance_pool_id"];
        var driver = (string?)cluster.Spec["driver_instance_pool_id"] ?? workers;
        return (workers == pool ? ClusterSpec.Workers(cluster.Spec) : 0) + (driver == pool ? 1 : 0);
    }
}
