using Layercake.LocalCloud.Apis.ClusterPolicies;
using Layercake.LocalCloud.Apis.Clusters;
using Layercake.LocalCloud.Apis.Unconfirmed;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Pipelines;

/// <summary>The clusters that a pipeline makes: their pools must be there, and their policies allow and complete them.</summary>
internal sealed class PipelineClusters(CloudState state)
{
    private readonly ClusterReferences references = new(state);
    private readonly UnconfirmedRules unconfirmed = new(state);

    /// <summary>Changes <paramref name="spec"/> in place.</summary>
    /// <exception cref="ApiError">400.</exception>
    public void Complete(JObject spec)
    {
        foreach (var cluster in spec.Objects("clusters").ToList())
        {
            ClusterTypes.Apply(cluster);
            references.CheckPools(cluster);
            var completed = (JObject)references.WithPolicy(cluster, ClusterUse.Pipeline).DeepClone();
            var shown = unconfirmed.IsUsual(UnconfirmedRule.PolicyValues) ? completed : (JObject)cluster.DeepClone();

            // It is taken and never shown.
            shown.Remove("apply_policy_default_values");
            cluster.Replace(shown);
        }
    }
}
