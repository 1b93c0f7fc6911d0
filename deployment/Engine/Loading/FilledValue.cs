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
    /// <param name="held">What the workspace holds, with its secrets.</param>
    /// <param name="shown">What is to be seen of it.</param>
    /// <param name="before">What was declared at the last deployment: without the value, a record of it decides. Null at the first.</param>
    internal static JObject Completed(
        IHoldsClusters kind,
        JObject document,
        JObject held,
        JObject shown,
        JObject? before,
        IReadOnlyCollection<FilledValue> values
    )
    {
        if (values.Count == 0)
            return document;

        var completed = (JObject)document.DeepClone();
        var clusters = kind.ClustersIn(completed).ToLookup(cluster => cluster.Place, StringComparer.Ordinal);
        var there = kind.ClustersIn(held).ToLookup(cluster => cluster.Place, StringComparer.Ordinal);
        var seen = kind.ClustersIn(shown).ToLookup(cluster => cluster.Place, StringComparer.Ordinal);
        var last = before is null ? null : kind.ClustersIn(before).ToLookup(cluster => cluster.Place, StringComparer.Ordinal);
        foreach (var value in values)
            if (
                clusters[value.Place].FirstOrDefault() is { } cluster
                && value.IsIn(there)
                && (last is null || value.IsIn(last))
                && value.Find(seen) is { } given
            )
                FilledSettings.Put(cluster.Settings, value.Steps, given);

        return completed;
    }

    private bool IsIn(ILookup<string, HeldCluster> clusters) => Find(clusters) is { } found && PolicyRule.AreSame(found, Value);

    private JValue? Find(ILookup<string, HeldCluster> clusters) =>
        clusters[Place].FirstOrDefault() is { } cluster ? FilledSettings.Find(cluster.Settings, Steps) as JValue : null;
}
