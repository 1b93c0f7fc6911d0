using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using static Layercake.Engine.Kinds.Fields.ValueRule;

namespace Layercake.Engine.Kinds.Clusters;

/// <summary>The fields of cluster settings, as of autumn 2026.</summary>
internal static class ClusterSchema
{
    private const string ByCloud = "the service fills in the cloud's defaults";

    private static readonly ObjectSchema Place = new ObjectSchema("a place of files")
        .Text("destination", "region", "endpoint", "encryption_type", "kms_key", "canned_acl")
        .Flag("enable_encryption");

    private static readonly ObjectSchema Flexibility = new ObjectSchema("a node type flexibility").Texts("alternate_node_type_ids");

    public static ObjectSchema InitScript { get; } =
        new ObjectSchema("an init script")
            .Object("workspace", Place)
            .Object("volumes", Place)
            .Object("abfss", Place)
            .Object("file", Place)
            .Object("dbfs", Place)
            .Object("s3", Place)
            .Object("gcs", Place);

    /// <summary>Of a job: what a policy or the service makes of it is accepted.</summary>
    public static ObjectSchema OfJob { get; } =
        Settings(new ObjectSchema("an autoscale").Whole("min_workers", "max_workers").Within(0))
            .Refused(
                "libraries",
                "the service drops libraries that stand among the settings of a job's cluster. Write them into the tasks that need them, "
                    + "or install them with an init script."
            );

    /// <summary>Of a pipeline: as of a job, with what the pipeline uses it for.</summary>
    public static ObjectSchema OfPipeline { get; } =
        Settings(
                new ObjectSchema("an autoscale").Whole("min_workers", "max_workers").Within(0).OneOf("mode", Grows, "ENHANCED", "LEGACY")
            )
            .Text("label");

    /// <summary>Of an all-purpose cluster.</summary>
    public static ObjectSchema AllPurpose { get; } =
        Settings(new ObjectSchema("an autoscale").Whole("min_workers", "max_workers").Within(0).Exact())
            .Fields("cluster_name", "num_workers", "node_type_id", "spark_version")
            .Exact()
            .ReadOnly(
                "cluster_id",
                "creator_user_name",
                "driver",
                "executors",
                "spark_context_id",
                "jdbc_port",
                "state",
                "state_message",
                "start_time",
                "terminated_time",
                "last_state_loss_time",
                "last_activity_time",
                "last_restarted_time",
                "termination_reason",
                "cluster_memory_mb",
                "cluster_cores",
                "default_tags",
                "cluster_source",
                "spec",
                "disk_spec",
                "instance_source",
                "driver_instance_source",
                "effective_spark_version",
                "init_scripts_safe_mode",
                "pinned_by_user_name",
                "cluster_log_status"
            );

    private static ObjectSchema Settings(ObjectSchema autoscale)
    {
        var cluster = new ObjectSchema("a cluster");
        Machines(cluster);
        Runtime(cluster);
        Access(cluster);
        Size(cluster, autoscale);
        Cloud(cluster);
        return cluster;
    }

    private static void Machines(ObjectSchema cluster) =>
        cluster
            .Text(PoolFields.Pool, PolicyFields.OfCluster)
            .Flag(PolicyFields.WithDefaults)
            .InputOnly()
            .Text("node_type_id")
            .ServerDefault(because: "an instance pool or a policy fills it")
            .ReplacedBy(PoolFields.Pool)
            .Text("driver_node_type_id")
            .ServerDefault(because: "it follows node_type_id")
            .DefaultsTo("node_type_id")
            .ReplacedBy(PoolFields.Pool)
            .Text(PoolFields.OfDriver)
            .ServerDefault(because: "it follows instance_pool_id")
            .DefaultsTo(PoolFields.Pool)
            .Object("driver_node_type_flexibility", Flexibility)
            .Object("worker_node_type_flexibility", Flexibility);

    private static void Runtime(ObjectSchema cluster) =>
        cluster
            .Text("cluster_name", "spark_version", "dependency_mode")
            .Flag("use_ml_runtime")
            .TextMap("spark_conf", "spark_env_vars", "custom_tags")
            // A text among them is the name of a file in init-scripts/.
            .Lists("init_scripts")
            .OneOf("runtime_engine", Grows, "STANDARD", "PHOTON", "NULL")
            .ServerDefault(because: "the workspace has a default engine")
            .Object(
                "cluster_log_conf",
                new ObjectSchema("a cluster_log_conf").Object("dbfs", Place).Object("volumes", Place).Object("s3", Place)
            )
            .Object(
                "docker_image",
                new ObjectSchema("a docker_image")
                    .Text("url")
                    .Object("basic_auth", new ObjectSchema("a basic_auth").Text("username", "password"))
            );

    private static void Access(ObjectSchema cluster) =>
        cluster
            .Texts("ssh_public_keys")
            .Text("single_user_name")
            .ServerDefault(because: "the service fills in the creator when the access mode is for a single user")
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
            .ServerDefault(because: "the workspace has a default access mode")
            .Alias(sent: "DATA_SECURITY_MODE_STANDARD", read: "USER_ISOLATION")
            .Alias(sent: "DATA_SECURITY_MODE_DEDICATED", read: "SINGLE_USER")
            .Object(
                "workload_type",
                new ObjectSchema("a workload_type").Object("clients", new ObjectSchema("a list of clients").Flag("jobs", "notebooks"))
            )
            .ServerDefault(because: "both clients are allowed when none is named");

    private static void Size(ObjectSchema cluster, ObjectSchema autoscale) =>
        cluster
            .Whole("num_workers")
            .ServerDefault(because: "the size is 0 when none is given", 0)
            .AlwaysExport()
            .Object("autoscale", autoscale)
            .Flag("is_single_node")
            .OneOf("kind", Grows, "CLASSIC_PREVIEW")
            .Whole("autotermination_minutes")
            .ServerDefault(because: "policies and the workspace's settings fill it");

    private static void Cloud(ObjectSchema cluster) =>
        cluster
            .Whole("remote_disk_throughput", "total_initial_remote_disk_size")
            .Flag("enable_elastic_disk")
            .ServerDefault(ByCloud)
            .ExportDefault(true)
            .ReplacedBy(PoolFields.Pool)
            .Flag("enable_local_disk_encryption")
            .ServerDefault(ByCloud)
            .ExportDefault(false)
            .Object("azure_attributes", AzureAttributes())
            .ServerDefault(ByCloud)
            .Objects("aws_attributes", "gcp_attributes")
            .ServerDefault(ByCloud);

    private static ObjectSchema AzureAttributes() =>
        new ObjectSchema("a cluster's azure_attributes")
            .Whole("first_on_demand")
            .ExportDefault(1)
            .Number("spot_bid_max_price")
            .ExportDefault(-1)
            .Text("capacity_reservation_group")
            .OneOf("availability", Grows, "ON_DEMAND_AZURE", "SPOT_AZURE", "SPOT_WITH_FALLBACK_AZURE")
            .ExportDefault("ON_DEMAND_AZURE")
            .Object(
                "log_analytics_info",
                new ObjectSchema("a log_analytics_info").Text("log_analytics_workspace_id", "log_analytics_primary_key")
            );
}
