using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>A kind whose declarations hold the settings of clusters, which may name a cluster policy.</summary>
internal interface IHoldsClusters
{
    /// <summary>What the clusters are made for: one of <see cref="ClusterUse"/>.</summary>
    string UseOfClusters { get; }

    /// <summary>The clusters in a document, as they stand in it.</summary>
    IEnumerable<HeldCluster> ClustersIn(JObject content);
}

/// <summary>The settings of a cluster somewhere in a document.</summary>
/// <param name="Place">As paths of plans name it: <c>job_clusters[main].new_cluster</c>; empty where it is the whole document.</param>
internal sealed record HeldCluster(string Place, JObject Settings)
{
    /// <summary>The path of a setting in the document, as plans name it.</summary>
    public string PathOf(IReadOnlyList<string> steps) =>
        steps.Aggregate(
            Place,
            (path, step) =>
                !step.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-') ? $"{path}['{step}']"
                : path.Length == 0 ? step
                : $"{path}.{step}"
        );
}

/// <summary>What clusters are made for, as rules about <c>cluster_type</c> name it.</summary>
internal static class ClusterUse
{
    public const string AllPurpose = "all-purpose";

    public const string Job = "job";

    public const string Pipeline = "dlt";
}
