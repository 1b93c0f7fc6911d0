using Layercake.Engine.Kinds.ClusterPolicies;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Loading;

/// <summary>A value that a policy fills in at a cluster which says nothing of it.</summary>
/// <param name="Asset">What declares the cluster, as kind and name.</param>
/// <param name="Place">Where the settings of the cluster are in the declaration, as paths of plans name it.</param>
/// <param name="Steps">Where the value is in the settings.</param>
public sealed record FilledValue(string Asset, string Place, IReadOnlyList<string> Steps, JToken Value, string Policy)
{
    /// <summary>Where the value is in the declaration, as plans name it.</summary>
    public string Path { get; } = new HeldCluster(Place, []).PathOf(Steps);

    /// <summary>A document as policies complete it, where the workspace holds what they give. There it is no difference.</summary>
    /// <param name="before">What was declared at the last deployment: without the value, a record of it decides. Null at the first.</param>
    internal static JObject Completed(
        IHoldsClusters kind,
        JObject document,
        JObject held,
        JObject? before,
        IReadOnlyCollection<FilledValue> values
    )
    {
        if (values.Count == 0)
            return document;

        var completed = (JObject)document.DeepClone();
        var clusters = kind.ClustersIn(completed).ToLookup(cluster => cluster.Place, StringComparer.Ordinal);
        var there = kind.ClustersIn(held).ToLookup(cluster => cluster.Place, StringComparer.Ordinal);
        var last = before is null ? null : kind.ClustersIn(before).ToLookup(cluster => cluster.Place, StringComparer.Ordinal);
        foreach (var value in values)
            if (
                clusters[value.Place].FirstOrDefault() is { } cluster
                && value.Held(there) is { } given
                && (last is null || value.Held(last) is not null)
            )
                FilledSettings.Put(cluster.Settings, value.Steps, given);

        return completed;
    }

    /// <summary>The value where a document has the same; otherwise null.</summary>
    private JToken? Held(ILookup<string, HeldCluster> clusters) =>
        clusters[Place].FirstOrDefault() is { } cluster
        && FilledSettings.Find(cluster.Settings, Steps) is JValue found
        && PolicyRule.AreSame(found, Value)
            ? found
            : null;
}
