using Layercake.Engine.Kinds.Checks;

using static Layercake.Engine.Kinds.Checks.ValueRule;

namespace Layercake.Engine.Kinds.Clusters;

/// <summary>The table of fields of clusters, as of autumn 2026.</summary>
internal static class ClusterShapes
{
    private static readonly ObjectShape Place = new ObjectShape("a place of files")
        .Text("destination", "region", "endpoint", "encryption_type", "kms_key", "canned_acl")
        .Flag("enable_encryption");

    private static readonly ObjectShape Flexibility = new ObjectShape("a node type flexibility").Texts("alternate_node_type_ids");

    public static ObjectShape InitScript { get; } =
        new ObjectShape("an init script")
            .Object("workspace", Place)
            .Object("volumes", Place)
            .Object("abfss", Place)
            .Object("file", Place)
            .Object("dbfs", Place)
            .Object("s3", Place)
            .Object("gcs", Place);

    public static ObjectShape Cluster { get; } =
        new ObjectShape("a cluster")
            .Text(
                "cluster_name",
                "spark_version",
                "node_type_id",
                "driver_node_type_id",
                "single_user_name",
                "policy_id",
                "instance_pool_id",
                "driver_instance_pool_id",
                "dependency_mode"
            )
            .Whole("num_workers", "autotermination_minutes", "remote_disk_throughput", "total_initial_remote_disk_size")
            .Flag("enable_elastic_disk", "enable_local_disk_encryption", "is_single_node", "use_ml_runtime", "apply_policy_default_values")
            .TextMap("spark_conf", "spark_env_vars", "custom_tags")
            .Texts("ssh_public_keys")
            // A text among them is the name of a file in init-scripts/.
            .Lists("init_scripts")
            .Objects("aws_attributes", "gcp_attributes")
            .OneOf(
                "data_security_mode",
                Grows,
                "NONE",
                "SINGLE_USER",
                "USER_ISOLATION",
                "DATA_SECURITY_MODE_AUTO",
                "DATA_SECURITY_MODE_STANDARD",
                "DATA_SECURITY_MODE_DEDICATED",
                "LEGACY_TABLE_ACL",
                "LEGACY_PASSTHROUGH",
                "LEGACY_SINGLE_USER",
                "LEGACY_SINGLE_USER_STANDARD"
            )
            .OneOf("runtime_engine", Grows, "STANDARD", "PHOTON", "NULL")
            .OneOf("kind", Grows, "CLASSIC_PREVIEW")
            .Object("autoscale", new ObjectShape("an autoscale").Whole("min_workers", "max_workers"))
            .Object(
                "azure_attributes",
                new ObjectShape("a cluster's azure_attributes")
                    .Whole("first_on_demand")
                    .Number("spot_bid_max_price")
                    .Text("capacity_reservation_group")
                    .OneOf("availability", Grows, "ON_DEMAND_AZURE", "SPOT_AZURE", "SPOT_WITH_FALLBACK_AZURE")
                    .Object(
                        "log_analytics_info",
                        new ObjectShape("a log_analytics_info").Text("log_analytics_workspace_id", "log_analytics_primary_key")
                    )
            )
            .Object(
                "cluster_log_conf",
                new ObjectShape("a cluster_log_conf").Object("dbfs", Place).Object("volumes", Place).Object("s3", Place)
            )
            .Object(
                "docker_image",
                new ObjectShape("a docker_image")
                    .Text("url")
                    .Object("basic_auth", new ObjectShape("a basic_auth").Text("username", "password"))
            )
            .Object(
                "workload_type",
                new ObjectShape("a workload_type").Object("clients", new ObjectShape("a list of clients").Flag("jobs", "notebooks"))
            )
            .Object("driver_node_type_flexibility", Flexibility)
            .Object("worker_node_type_flexibility", Flexibility);
}
