using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;
using static Layercake.Engine.Kinds.Fields.ValueRule;

namespace Layercake.Engine.Kinds.InstancePools;

/// <summary>The fields of an instance pool, as of autumn 2026.</summary>
internal static class InstancePoolSchema
{
    private const string ByService = "the service fills it when it is not declared";
    private const string ByCloud = "the service fills in the cloud's defaults";
    private const string Fixed = "the service refuses to change it";
    private const string Kept = "an edit that leaves it out may keep it";

    public static ObjectSchema Pool { get; } = Settings();

    private static ObjectSchema Settings()
    {
        var pool = new ObjectSchema("an instance pool");
        Sizes(pool);
        Machines(pool);
        Cloud(pool);
        return pool.Needs("node_type_id").ReadOnly("instance_pool_id", "default_tags", "state", "stats", "status");
    }

    /// <summary>What an edit may change.</summary>
    private static void Sizes(ObjectSchema pool) =>
        pool.Text("instance_pool_name")
            .Exact()
            .Whole("min_idle_instances")
            .Exact()
            .ServerDefault(ByService, 0)
            .RemovedBy(0, Kept)
            .Whole("max_capacity")
            .Exact()
            .ServerDefault(ByService)
            .Whole("idle_instance_autotermination_minutes")
            .ServerDefault(ByService, 60)
            .RemovedBy(60, Kept)
            .TextMap("custom_tags")
            .RemovedBy(new JObject(), Kept)
            .Flag("enable_auto_alternate_node_types")
            .Whole("remote_disk_throughput", "total_initial_remote_disk_size");

    private static void Machines(ObjectSchema pool) =>
        pool.Text("node_type_id")
            .Exact()
            .Recreate(Fixed)
            .Texts("preloaded_spark_versions")
            .Unordered()
            .Recreate(Fixed)
            .List("preloaded_docker_images", DockerImage())
            .KeyedBy("url")
            .Recreate(Fixed)
            .Object("disk_spec", Disks())
            .Recreate(Fixed)
            .Object("node_type_flexibility", new ObjectSchema("a node type flexibility").Texts("alternate_node_type_ids"))
            .Recreate(Fixed)
            .Flag("enable_elastic_disk")
            .ServerDefault(because: "the service turns it on", true)
            .Recreate(because: "an edit of the pool ignores it");

    private static void Cloud(ObjectSchema pool) =>
        pool.Object("azure_attributes", AzureAttributes())
            .ServerDefault(ByCloud)
            .Objects("aws_attributes", "gcp_attributes")
            .IgnoreRemote(ByCloud)
            .Recreate(Fixed);

    private static ObjectSchema AzureAttributes() =>
        new ObjectSchema("a pool's azure_attributes")
            .OneOf("availability", Grows, "ON_DEMAND_AZURE", "SPOT_AZURE")
            .IgnoreRemote(ByCloud, "ON_DEMAND_AZURE")
            .ExportDefault("ON_DEMAND_AZURE")
            .Recreate(Fixed)
            .Number("spot_bid_max_price")
            .IgnoreRemote(ByCloud)
            .Recreate(Fixed);

    private static ObjectSchema DockerImage() =>
        new ObjectSchema("a docker image")
            .Text("url")
            .Object("basic_auth", new ObjectSchema("a basic_auth").Text("username", "password"))
            .InputOnly();

    private static ObjectSchema Disks() =>
        new ObjectSchema("a disk_spec")
            .Object("disk_type", new ObjectSchema("a disk_type").Text("azure_disk_volume_type", "ebs_volume_type"))
            .Whole("disk_count", "disk_size", "disk_iops", "disk_throughput");
}
