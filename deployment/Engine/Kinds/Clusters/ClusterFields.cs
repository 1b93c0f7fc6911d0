using Layercake.Engine.Kinds.Fields;

namespace Layercake.Engine.Kinds.Clusters;

/// <summary>The rules for cluster settings, for all-purpose clusters and for a job's new clusters.</summary>
internal static class ClusterFields
{
    private const string ByCloud = "the service fills in the cloud's defaults";

    /// <param name="rules">Extended and returned.</param>
    /// <param name="prefix">The path of the settings, with a trailing dot: <c>job_clusters[*].new_cluster.</c></param>
    public static FieldRules In(FieldRules rules, string prefix) =>
        rules
            .ServerDefault(prefix + "azure_attributes", ByCloud)
            .ServerDefault(prefix + "aws_attributes", ByCloud)
            .ServerDefault(prefix + "gcp_attributes", ByCloud)
            .ServerDefault(prefix + "enable_elastic_disk", ByCloud)
            .ServerDefault(prefix + "enable_local_disk_encryption", ByCloud)
            .ServerDefault(prefix + "node_type_id", because: "an instance pool or a policy fills it")
            .ServerDefault(prefix + "driver_node_type_id", because: "it follows node_type_id")
            .ServerDefault(prefix + "driver_instance_pool_id", because: "it follows instance_pool_id")
            .ServerDefault(prefix + "data_security_mode", because: "the workspace has a default access mode")
            .ServerDefault(prefix + "runtime_engine", because: "the workspace has a default engine")
            .ServerDefault(prefix + "num_workers", because: "the size is 0 when none is given", 0)
            .ServerDefault(prefix + "workload_type", because: "both clients are allowed when none is named")
            .ExportDefault(prefix + "azure_attributes.availability", "ON_DEMAND_AZURE")
            .ExportDefault(prefix + "azure_attributes.first_on_demand", 1)
            .ExportDefault(prefix + "azure_attributes.spot_bid_max_price", -1)
            .ExportDefault(prefix + "enable_elastic_disk", true)
            .ExportDefault(prefix + "enable_local_disk_encryption", false)
            .DefaultsTo(prefix + "driver_node_type_id", "node_type_id")
            .DefaultsTo(prefix + "driver_instance_pool_id", "instance_pool_id")
            .ReplacedBy(prefix + "node_type_id", "instance_pool_id")
            .ReplacedBy(prefix + "driver_node_type_id", "instance_pool_id")
            .ReplacedBy(prefix + "enable_elastic_disk", "instance_pool_id")
            .AlwaysExport(prefix + "num_workers")
            .IgnoreRemote(prefix + "apply_policy_default_values", because: "the service accepts it and never returns it");
}
