using Layercake.LocalCloud.Apis.ClusterPolicies;
using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>The pools and the policy that a cluster names, which must be there.</summary>
internal sealed class ClusterReferences(CloudState state)
{
    private readonly Table pools = state.Table(TableNames.InstancePools);
    private readonly ObjectTable policies = new(state, TableNames.ClusterPolicies);

    /// <exception cref="ApiError">400.</exception>
    public void CheckPools(JObject spec)
    {
        foreach (var field in new[] { "instance_pool_id", "driver_instance_pool_id" })
            if ((string?)spec[field] is { } pool && pools.Get(pool) is null)
                throw ClusterErrors.Invalid($"Cluster validation error: Can't find an instance pool with id: {pool}");
    }

    /// <summary>The specification as the policy that it names completes it.</summary>
    /// <param name="use">One of <see cref="ClusterUse"/>.</param>
    /// <exception cref="ApiError">400: there is no such policy, or it does not allow such a cluster.</exception>
    public JObject WithPolicy(JObject spec, string use)
    {
        if ((string?)spec["policy_id"] is not { } id)
            return spec;

        var policy =
            policies.Find(id) ?? throw ClusterErrors.Of("RESOURCE_DOES_NOT_EXIST", $"Can't find a cluster policy with id: {id}.");
        try
        {
            var completed = PolicyEnforcement.Apply(JObject.Parse(PolicyFamilies.Definition(policy.Spec)), spec, use);
            ClusterTypes.Apply(completed);
            return completed;
        }
        catch (PolicyViolationException e)
        {
            throw ClusterErrors.Invalid(e.Message);
        }
    }
}
