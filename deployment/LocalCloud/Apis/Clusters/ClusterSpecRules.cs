using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>What the service refuses in a cluster's specification.</summary>
internal static class ClusterSpecRules
{
    private const int MostTags = 45;

    /// <param name="spec">Completed by its policy.</param>
    /// <exception cref="ApiError">400 for the first rule that is broken.</exception>
    public static void Check(JObject spec)
    {
        CheckSize(spec);
        if (spec["spark_version"] is null)
            throw ClusterErrors.Invalid("Missing required field 'spark_version'");

        CheckNodeTypes(spec);
        InitScriptRules.Check(spec);
        ClusterChoices.Check(spec);
        if (ClusterSpec.AutoterminationMinutes(spec) is var minutes and not 0 and not (>= 10 and <= 10_000))
            throw ClusterErrors.Invalid($"autotermination_minutes must be 0 or between 10 and 10000, but is {minutes}.");
        if (spec.Object("custom_tags") is { Count: > MostTags } tags)
            throw ClusterErrors.Invalid($"A cluster has at most {MostTags} custom tags, but {tags.Count} were given.");
    }

    public static bool HasSize(JObject spec) =>
        spec["num_workers"] is not null || spec["autoscale"] is not null || spec.Flag("is_single_node");

    public static void CheckSize(JObject spec)
    {
        if (!HasSize(spec))
            throw ClusterErrors.Invalid("Missing required field: size");
        if (spec["num_workers"] is not null && spec["autoscale"] is not null)
            throw ClusterErrors.Invalid("Exactly 1 of virtual_cluster_size, num_workers or autoscale must be specified.");

        var autoscale = spec.Object("autoscale");
        CheckWorkers("num_workers", spec.Number("num_workers"));
        CheckWorkers("autoscale.min_workers", autoscale?.Number("min_workers"));
        CheckWorkers("autoscale.max_workers", autoscale?.Number("max_workers"));
        if (autoscale is not null && (autoscale.Number("max_workers") ?? 0) < (autoscale.Number("min_workers") ?? 0))
            throw ClusterErrors.Invalid("autoscale.max_workers must not be less than autoscale.min_workers.");
    }

    private static void CheckWorkers(string field, long? number)
    {
        if (number is < 0 or > int.MaxValue)
            throw ClusterErrors.Invalid($"{field} must be between 0 and {int.MaxValue}, but is {number}.");
    }

    private static void CheckNodeTypes(JObject spec)
    {
        // A pool says which machines it is made of.
        if (spec["node_type_id"] is null && spec["instance_pool_id"] is null)
            throw ClusterErrors.Invalid("Missing required field 'node_type_id'");

        foreach (var field in new[] { "node_type_id", "driver_node_type_id" })
            if (spec.Text(field) is { } nodeType && !NodeTypes.IsSupported(nodeType))
                throw ClusterErrors.Invalid($"Node type {nodeType} is not supported.");
    }
}
