using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>What the service refuses in a cluster's specification.</summary>
internal static class ClusterSpecRules
{
    /// <exception cref="ApiError">400 for the first rule that is broken.</exception>
    public static void Check(JObject spec)
    {
        CheckSize(spec);
        if (spec["spark_version"] is null)
            throw ClusterErrors.Invalid("Missing required field 'spark_version'");

        CheckNodeTypes(spec);
        CheckInitScripts(spec);
        if (ClusterSpec.AutoterminationMinutes(spec) is var minutes and not 0 and not (>= 10 and <= 10_000))
            throw ClusterErrors.Invalid($"autotermination_minutes must be 0 or between 10 and 10000, but is {minutes}.");
        if (spec["custom_tags"] is JObject { Count: > 45 } tags)
            throw ClusterErrors.Invalid($"A cluster has at most 45 custom tags, but {tags.Count} were given.");
    }

    public static void CheckSize(JObject spec)
    {
        var generated = (bool?)spec["is_single_node"] == true;
        if (spec["num_workers"] is null && spec["autoscale"] is null && !generated)
            throw ClusterErrors.Invalid("Missing required field: size");
        if (spec["num_workers"] is not null && spec["autoscale"] is not null)
            throw ClusterErrors.Invalid("Exactly 1 of virtual_cluster_size, num_workers or autoscale must be specified.");
        if (ClusterSpec.Workers(spec) < 0)
            throw ClusterErrors.Invalid("The number of workers must not be negative.");
        if (spec["autoscale"] is { } autoscale && ((int?)autoscale["max_workers"] ?? 0) < ((int?)autoscale["min_workers"] ?? 0))
            throw ClusterErrors.Invalid("autoscale.max_workers must not be less than autoscale.min_workers.");
    }

    private static void CheckNodeTypes(JObject spec)
    {
        // A pool says which machines it is made of.
        if (spec["node_type_id"] is null && spec["instance_pool_id"] is null)
            throw ClusterErrors.Invalid("Missing required field 'node_type_id'");

        foreach (var field in new[] { "node_type_id", "driver_node_type_id" })
            if ((string?)spec[field] is { } nodeType && !NodeTypes.IsSupported(nodeType))
                throw ClusterErrors.Invalid($"Node type {nodeType} is not supported.");
    }

    private static void CheckInitScripts(JObject spec)
    {
        var scripts = (spec["init_scripts"] as JArray ?? []).OfType<JObject>().ToList();
        if (scripts.Any(script => script["dbfs"] is not null))
            throw ClusterErrors.Of(
                "FEATURE_DISABLED",
                "Init scripts cannot be loaded from DBFS. Review the init script documentation for more details on configuring "
                    + "init scripts."
            );
        if (scripts.Count > 10)
            throw ClusterErrors.Invalid($"A cluster has at most 10 init scripts, but {scripts.Count} were given.");
    }
}
