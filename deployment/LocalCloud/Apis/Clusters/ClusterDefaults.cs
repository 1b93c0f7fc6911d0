using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Clusters;

/// <summary>What the service adds to a specification, so that a read shows more than was sent.</summary>
internal static class ClusterDefaults
{
    /// <summary>
    /// The fields of a read that follow from the specification; what was sent explicitly stays, a zero and a false included.
    /// </summary>
    public static JObject Fill(JObject spec, string creator)
    {
        var filled = new JObject(spec.Properties().Where(IsShown));
        Default(filled, "cluster_name", "");
        Default(filled, "effective_spark_version", spec["spark_version"]);
        Default(filled, "autotermination_minutes", 0);
        Default(filled, "enable_elastic_disk", true);
        Default(filled, "enable_local_disk_encryption", false);
        FillMachines(filled);
        FillAzure(filled);
        FillAccess(filled, creator);
        if ((bool?)spec["is_single_node"] == true)
            FillSingleNode(filled);

        return filled;
    }

    private static bool IsShown(JProperty property) =>
        property.Name != "apply_policy_default_values" && property.Value is not (JArray { Count: 0 } or JObject { Count: 0 });

    private static void FillMachines(JObject filled)
    {
        if (filled["instance_pool_id"] is { } pool)
        {
            Default(filled, "driver_instance_pool_id", pool);
            filled["instance_source"] = new JObject { ["instance_pool_id"] = pool };
            filled["driver_instance_source"] = new JObject { ["instance_pool_id"] = filled["driver_instance_pool_id"] };
        }
        else if (filled["node_type_id"] is { } nodeType)
        {
            Default(filled, "driver_node_type_id", nodeType);
            filled["instance_source"] = new JObject { ["node_type_id"] = nodeType };
            filled["driver_instance_source"] = new JObject { ["node_type_id"] = filled["driver_node_type_id"] };
        }
    }

    private static void FillAzure(JObject filled)
    {
        var azure = Section(filled, "azure_attributes");
        Default(azure, "first_on_demand", 1);
        Default(azure, "availability", "ON_DEMAND_AZURE");
        Default(azure, "spot_bid_max_price", -1);
    }

    // The names of 2025 are accepted and read back as the ones before them.
    private static void FillAccess(JObject filled, string creator)
    {
        if ((string?)filled["data_security_mode"] is not { } mode)
            return;

        filled["data_security_mode"] = mode switch
        {
            "DATA_SECURITY_MODE_STANDARD" => "USER_ISOLATION",
            "DATA_SECURITY_MODE_DEDICATED" => "SINGLE_USER",
            "DATA_SECURITY_MODE_AUTO" => filled["single_user_name"] is null ? "USER_ISOLATION" : "SINGLE_USER",
            _ => mode,
        };
        if ((string?)filled["data_security_mode"] == "SINGLE_USER")
            Default(filled, "single_user_name", creator);
    }

    private static void FillSingleNode(JObject filled)
    {
        Default(filled, "num_workers", 0);
        var conf = Section(filled, "spark_conf");
        Default(conf, "spark.databricks.cluster.profile", "singleNode");
        Default(conf, "spark.master", "local[*]");
        Default(Section(filled, "custom_tags"), "ResourceClass", "SingleNode");
    }

    private static JObject Section(JObject filled, string name)
    {
        if (filled[name] is not JObject section)
            filled[name] = section = [];

        return section;
    }

    private static void Default(JObject target, string name, JToken? value)
    {
        if (value is not null && !target.ContainsKey(name))
            target[name] = value;
    }
}
