using Layercake.LocalCloud.Apis.Clusters;
using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.InstancePools;

/// <summary>What a pool is made of, what is filled in, and what the service refuses.</summary>
internal static class InstancePoolRules
{
    private static readonly BodyShape Shape = new()
    {
        Texts = ["instance_pool_name", "node_type_id"],
        Numbers = ["min_idle_instances", "max_capacity", "idle_instance_autotermination_minutes"],
        Flags = ["enable_elastic_disk", "enable_auto_alternate_node_types"],
        Objects = ["disk_spec", "custom_tags", "azure_attributes", "node_type_flexibility"],
        Lists = ["preloaded_spark_versions", "preloaded_docker_images"],
        ReadOnly = ["instance_pool_id", "default_tags", "state", "stats", "status"],
    };

    // The only fields that an edit may change.
    private static readonly string[] Editable =
    [
        "instance_pool_name",
        "min_idle_instances",
        "max_capacity",
        "idle_instance_autotermination_minutes",
        "custom_tags",
        "enable_auto_alternate_node_types",
        "remote_disk_throughput",
        "total_initial_remote_disk_size",
    ];

    /// <summary>What was sent, without the passwords of image registries, which no answer has (unconfirmed).</summary>
    public static JObject Read(ApiRequest request)
    {
        var sent = Shape.Read(request);
        foreach (var image in (sent["preloaded_docker_images"] as JArray ?? []).OfType<JObject>())
            image.Remove("basic_auth");

        return sent;
    }

    public static void Check(JObject pool)
    {
        CommonRules.Require(pool.Required("instance_pool_name").Length <= 100, "instance_pool_name must have at most 100 characters.");
        var nodeType = pool.Required("node_type_id");
        CommonRules.Require(NodeTypes.IsSupported(nodeType), $"Node type {nodeType} is not supported.");
        pool.RequireRange("min_idle_instances", 0, int.MaxValue);
        pool.RequireRange("max_capacity", Math.Max(1, (long?)pool["min_idle_instances"] ?? 0), int.MaxValue);
        pool.RequireRange("idle_instance_autotermination_minutes", 0, 10_000);
    }

    public static JObject Complete(JObject sent)
    {
        var pool = sent.Copy();
        pool.Default("min_idle_instances", 0);
        pool.Default("idle_instance_autotermination_minutes", 60);
        pool.Default("enable_elastic_disk", true);
        var azure = pool["azure_attributes"] as JObject ?? [];
        azure.Default("availability", "ON_DEMAND_AZURE");
        pool["azure_attributes"] = azure;
        return pool;
    }

    /// <summary>
    /// The pool after an edit, which must send the machine's type and may send other fields that cannot change as they are. Elastic disks
    /// are ignored. That other fields are refused, and not ignored, is unconfirmed.
    /// </summary>
    public static JObject Edited(JObject pool, JObject sent)
    {
        Check(sent);
        sent.Remove("enable_elastic_disk");
        var completed = Complete(sent);
        foreach (var name in sent.Properties().Select(field => field.Name).Except(Editable))
            CommonRules.Require(JToken.DeepEquals(completed[name], pool[name]), $"{name} of an instance pool cannot be changed.");

        var edited = pool.Copy();
        foreach (var name in Editable)
            edited.Remove(name);
        foreach (var name in Editable.Where(sent.ContainsKey))
            edited[name] = sent[name];
        return Complete(edited);
    }
}
