using System.Globalization;
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

    private static readonly string[] numbers = ["num_workers", "autotermination_minutes", "autoscale.min_workers", "autoscale.max_workers"];
    private static readonly string[] flags =
    [
        "enable_elastic_disk",
        "enable_local_disk_encryption",
        "is_single_node",
        "use_ml_runtime",
        "apply_policy_default_values",
    ];

    /// <exception cref="ApiError">400 when a number or a boolean is neither one nor the text of one.</exception>
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
        var spec = WithoutNulls(sent);
        foreach (var name in notOfTheSpec)
            spec.Remove(name);
        foreach (var path in numbers)
            if (spec.SelectToken(path) is JValue value)
                value.Value = Number(path, value);
        foreach (var path in flags)
            if (spec.SelectToken(path) is JValue value)
                value.Value = Flag(path, value);

        return spec;
    }

    public static int AutoterminationMinutes(JObject spec) => (int?)spec["autotermination_minutes"] ?? 0;

    /// <summary>How many workers it starts with.</summary>
    public static int Workers(JObject spec) => (int?)spec["num_workers"] ?? (int?)spec["autoscale"]?["min_workers"] ?? 0;

    public static JObject Size(JObject spec) =>
        spec["autoscale"] is { } autoscale ? new JObject { ["autoscale"] = autoscale } : new JObject { ["num_workers"] = Workers(spec) };

    public static bool IsSingleNode(JObject spec) =>
        (bool?)spec["is_single_node"] == true || (string?)spec["spark_conf"]?["spark.databricks.cluster.profile"] == "singleNode";

    private static JObject WithoutNulls(JObject sent) =>
        new(
            sent.Properties()
                .Where(property => property.Value.Type != JTokenType.Null)
                .Select(property => new JProperty(
                    property.Name,
                    property.Value is JObject inner ? WithoutNulls(inner) : property.Value.DeepClone()
                ))
        );

    private static long Number(string path, JValue value) =>
        long.TryParse(
            value.ToString(CultureInfo.InvariantCulture),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : throw ApiError.Malformed($"Could not parse request object: {path} must be a number");

    private static bool Flag(string path, JValue value) =>
        bool.TryParse(value.ToString(CultureInfo.InvariantCulture), out var flag)
            ? flag
            : throw ApiError.Malformed($"Could not parse request object: {path} must be a boolean");
}
