using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>What a user asks a cluster to be: the request's fields as sent, known and unknown, without nulls.</summary>
internal static class ClusterSpec
{
    private static readonly string[] notOfTheSpec =
    [
        "cluster_id",
        "idempotency_token",
        "clone_from",
        // Scripts send back what they read, and the service does not mind.
        "cluster_cores",
        "cluster_memory_mb",
        "cluster_source",
        "creator_user_name",
        "default_tags",
        "disk_spec",
        "driver",
        "driver_instance_source",
        "effective_spark_version",
        "executors",
        "init_scripts_safe_mode",
        "instance_source",
        "jdbc_port",
        "last_restarted_time",
        "last_state_loss_time",
        "pinned_by_user_name",
        "spark_context_id",
        "spec",
        "start_time",
        "state",
        "state_message",
        "terminated_time",
        "termination_reason",
    ];

    /// <exception cref="ApiError">400 when a field cannot be of its type.</exception>
    public static JObject Read(ApiRequest request)
    {
        var spec = Read(request.Parameters);
        foreach (var (name, _) in request.Query)
            spec.Remove(name);

        return spec;
    }

    /// <inheritdoc cref="Read(ApiRequest)"/>
    public static JObject Read(JObject sent)
    {
        var spec = sent.WithoutNulls();
        foreach (var name in notOfTheSpec)
            spec.Remove(name);

        ClusterTypes.Apply(spec);
        return spec;
    }

    public static long AutoterminationMinutes(JObject spec) => spec.Number("autotermination_minutes") ?? 0;

    /// <summary>How many workers it starts with.</summary>
    public static int Workers(JObject spec) => (int?)spec["num_workers"] ?? (int?)spec["autoscale"]?["min_workers"] ?? 0;

    public static JObject Size(JObject spec) =>
        spec["autoscale"] is { } autoscale ? new JObject { ["autoscale"] = autoscale } : new JObject { ["num_workers"] = Workers(spec) };

    public static bool IsSingleNode(JObject spec) =>
        (bool?)spec["is_single_node"] == true || (string?)spec["spark_conf"]?["spark.databricks.cluster.profile"] == "singleNode";
}
