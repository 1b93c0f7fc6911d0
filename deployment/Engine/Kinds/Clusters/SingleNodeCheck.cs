using Layercake.Engine.Kinds.Checks;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Clusters;

/// <summary>
/// Checks the settings that only together make a cluster of a driver alone: no workers, a profile and a master of Spark, and a tag.
/// </summary>
/// <remarks>A policy can give any of them, so clusters with one are not checked.</remarks>
internal sealed class SingleNodeCheck(CheckReport report)
{
    private const string Profile = "spark.databricks.cluster.profile";
    private const string Master = "spark.master";
    private const string Tag = "ResourceClass";

    public void Check(JObject cluster)
    {
        if (cluster.IsTrue("is_single_node"))
            return;

        var conf = cluster.Object("spark_conf") ?? [];
        (string Field, bool IsSet)[] parts =
        [
            ($"\"{Profile}\": \"singleNode\" in spark_conf", conf.Text(Profile) == "singleNode"),
            ($"\"{Master}\": \"local[*]\" in spark_conf", conf.Text(Master)?.StartsWith("local", StringComparison.Ordinal) == true),
            ($"\"{Tag}\": \"SingleNode\" in custom_tags", cluster.Object("custom_tags")?.Text(Tag) == "SingleNode"),
        ];
        var (given, missing) = (parts.Where(part => part.IsSet).ToList(), parts.Where(part => !part.IsSet).ToList());
        var hasWorkers = cluster.Number("num_workers") is > 0 || cluster.Object("autoscale") is not null;
        if (hasWorkers ? given.All(part => part == parts[1]) : cluster.Number("num_workers") is not 0 || missing.Count == 0)
            return;

        report.Warning("CLU005", At(cluster), Message(cluster, hasWorkers, [.. given.Select(Name)], [.. missing.Select(Name)]));
    }

    private static string Message(JObject cluster, bool hasWorkers, IReadOnlyList<string> given, IReadOnlyList<string> missing)
    {
        var owner = cluster.Path.Length == 0 ? "the cluster" : cluster.Path;
        return hasWorkers
                ? $"{owner} has workers, and {And(given)}, which makes a single node of it. Write \"num_workers\": 0, or take that away."
            : given.Count == 0
                ? $"{owner} has no workers and is not set up as a single node, so Spark jobs cannot run on it. Add "
                    + "\"is_single_node\": true with \"kind\": \"CLASSIC_PREVIEW\", or workers."
            : $"{owner} has no workers and is set up as a single node in part, so Spark jobs may not run on it. Add {And(missing)}.";
    }

    /// <summary>Where the size stands.</summary>
    private static JToken At(JObject cluster) => cluster["num_workers"] ?? cluster["autoscale"]!;

    private static string Name((string Field, bool IsSet) part) => part.Field;

    private static string And(IReadOnlyList<string> parts) => string.Join(" and ", parts);
}
