using Layercake.LocalCloud.Apis.ClusterPolicies;
using Layercake.LocalCloud.Apis.Clusters;
using Layercake.LocalCloud.Apis.Unconfirmed;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>The clusters that jobs make for their runs: their policies complete them, and the rules of clusters hold for them.</summary>
internal sealed class JobClusters(CloudState state)
{
    private readonly ClusterReferences references = new(state);
    private readonly UnconfirmedRules unconfirmed = new(state);

    /// <summary>Changes <paramref name="settings"/> in place.</summary>
    /// <exception cref="ApiError">400.</exception>
    public void Complete(JObject settings)
    {
        foreach (var holder in JobShapes.AllTasks(settings).Concat(settings.Objects("job_clusters")))
            if (holder.Object("new_cluster") is { } cluster)
                holder["new_cluster"] = Completed(cluster);
    }

    private JObject Completed(JObject cluster)
    {
        references.CheckPools(cluster);
        var completed = references.WithPolicy(cluster, ClusterUse.Job);
        JobChecks.Require(
            ClusterSpecRules.HasSize(completed),
            "Cluster validation error: Missing required field: settings.cluster_spec.new_cluster.size"
        );
        ClusterSpecRules.Check(completed);
        return unconfirmed.IsUsual(UnconfirmedRule.PolicyValues) ? completed : cluster;
    }
}
