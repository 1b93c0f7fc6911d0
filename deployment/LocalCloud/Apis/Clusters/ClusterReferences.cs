using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>The pools and the policy that a new cluster names, which must be there.</summary>
internal static class ClusterReferences
{
    /// <exception cref="ApiError">400.</exception>
    public static void Check(JObject spec, CloudState state)
    {
        foreach (var field in new[] { "instance_pool_id", "driver_instance_pool_id" })
            if ((string?)spec[field] is { } pool && state.Table(TableNames.InstancePools).Get(pool) is null)
                throw ClusterErrors.Invalid($"Cluster validation error: Can't find an instance pool with id: {pool}");

        if ((string?)spec["policy_id"] is { } policy && state.Table(TableNames.ClusterPolicies).Get(policy) is null)
            throw ClusterErrors.Of("RESOURCE_DOES_NOT_EXIST", $"Can't find a cluster policy with id: {policy}.");
    }
}
