using Layercake.Engine.Kinds.ClusterPolicies;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Loading;

/// <summary>What the policies of a workspace make of the clusters that name them.</summary>
/// <param name="policies">By name, with names of pools.</param>
internal sealed class KnownPolicies(IReadOnlyDictionary<string, JObject> policies)
{
    private readonly Dictionary<string, PolicyEvaluation> rules = policies.ToDictionary(
        policy => policy.Key,
        policy => new PolicyEvaluation(PolicyEvaluation.KnownRulesOf(policy.Value)),
        StringComparer.Ordinal
    );

    /// <summary>What they fill in at the clusters of a document that say nothing of it.</summary>
    public IReadOnlyList<FilledValue> FilledIn(IHoldsClusters kind, string asset, JObject document) =>
        [
            .. from cluster in kind.ClustersIn(document)
            let policy = Named(cluster)
            where policy is not null
            from value in rules[policy].Of(cluster.Settings, kind.UseOfClusters).Filled
            select new FilledValue(asset, cluster.Place, value.Rule.Steps, value.Value, policy),
        ];

    /// <summary>Takes out of a document what they would fill in at its clusters.</summary>
    /// <returns>The paths that are left out.</returns>
    public IReadOnlyList<string> LeaveOut(IHoldsClusters kind, JObject document) =>
        [
            .. from cluster in kind.ClustersIn(document).ToList()
            let policy = Named(cluster)
            where policy is not null
            from path in FilledSettings.LeaveOut(cluster, rules[policy].Given(cluster.Settings, kind.UseOfClusters))
            select path,
        ];

    /// <summary>The policy that a cluster names, where it is known.</summary>
    private string? Named(HeldCluster cluster)
    {
        var text = cluster.Settings[PolicyFields.OfCluster] is JValue { Value: string name } ? name : "";
        var policy = AssetReferences.Target(ClusterPolicyKind.Folder).Unmarked(text) ?? text;
        return rules.ContainsKey(policy) ? policy : null;
    }
}
