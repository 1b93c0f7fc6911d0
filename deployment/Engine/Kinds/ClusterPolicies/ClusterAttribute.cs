using System.Globalization;
using Layercake.Engine.Kinds.Clusters;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.ClusterPolicies;

/// <summary>One value of a cluster's settings, at the place by which rules name it.</summary>
/// <param name="Steps">Fields and positions from the top down; a key of a map is one step, also with points in it.</param>
internal sealed record ClusterAttribute(IReadOnlyList<string> Steps, JToken Value)
{
    /// <summary>What the cluster is made for, which is no field of it: one of <see cref="ClusterUse"/>.</summary>
    public const string Use = "cluster_type";

    /// <summary>Say which policy counts and how; no rule is about them.</summary>
    private static readonly string[] AboutPolicy = [PolicyFields.OfCluster, PolicyFields.WithDefaults];

    /// <summary>Their keys are the user's.</summary>
    private static readonly string[] Maps = ["spark_conf", "spark_env_vars", "custom_tags"];

    /// <summary>What a rule can be about: the fields of a cluster, its use and its price.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        .. ClusterSchema.OfJob.Names.Union(ClusterSchema.AllPurpose.Names, StringComparer.Ordinal),
        Use,
        PolicyEvaluation.Price,
    ];

    public string Path => string.Join('.', Steps);

    public static IReadOnlyList<string> StepsOf(string path)
    {
        var first = path.Split('.', 2);
        return first.Length == 2 && Maps.Contains(first[0]) ? first : path.Split('.');
    }

    /// <summary>All values that are given; null counts as none.</summary>
    public static IEnumerable<ClusterAttribute> In(JObject cluster) =>
        cluster
            .Properties()
            .Where(field => !AboutPolicy.Contains(field.Name))
            .SelectMany(field => Below(field.Value, [field.Name]));

    private static IEnumerable<ClusterAttribute> Below(JToken value, IReadOnlyList<string> steps) =>
        value switch
        {
            JObject fields => fields.Properties().SelectMany(field => Below(field.Value, [.. steps, field.Name])),
            JArray entries => entries.SelectMany((entry, at) => Below(entry, [.. steps, at.ToString(CultureInfo.InvariantCulture)])),
            { Type: JTokenType.Null } => [],
            _ => [new ClusterAttribute(steps, value)],
        };
}
