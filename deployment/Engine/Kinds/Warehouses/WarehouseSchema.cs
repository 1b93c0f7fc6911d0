using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;
using static Layercake.Engine.Kinds.Fields.ValueRule;

namespace Layercake.Engine.Kinds.Warehouses;

/// <summary>The fields of a SQL warehouse, as of autumn 2026.</summary>
/// <remarks>
/// An edit keeps what it leaves out, so what leaves Git is sent as its default. What Git never had is left as it is when a warehouse is met
/// for the first time.
/// </remarks>
internal static class WarehouseSchema
{
    public const string Tags = "tags";
    public const string TagsList = "custom_tags";
    public const string MinClusters = "min_num_clusters";
    public const string MaxClusters = "max_num_clusters";

    private const string Filled = "the service fills it when it is not declared";
    private const string Kept = "an edit that leaves it out keeps it";

    public static ObjectSchema Warehouse { get; } = Settings();

    private static ObjectSchema Settings()
    {
        var warehouse = new ObjectSchema("a SQL warehouse");
        Size(warehouse);
        Machines(warehouse);
        return warehouse
            .Object(Tags, TagsOf())
            .RemovedBy(new JObject { [TagsList] = new JArray() }, Kept)
            .Needs("cluster_size")
            .ReadOnly(
                "id",
                "state",
                "size",
                "creator_id",
                "creator_name",
                "jdbc_url",
                "odbc_params",
                "health",
                "num_clusters",
                "num_active_sessions",
                "auto_resume"
            );
    }

    private static void Size(ObjectSchema warehouse) =>
        warehouse
            .Text("name")
            .Exact()
            .OneOf("cluster_size", Grows, [.. WarehouseCheck.Sizes])
            .Exact()
            .Whole(MinClusters)
            .Exact()
            .ServerDefault(Filled)
            .ExportDefault(1)
            .RemovedBy(1, Kept)
            .Whole(MaxClusters)
            .Exact()
            .ServerDefault("it follows min_num_clusters")
            .DefaultsTo(MinClusters)
            .Whole("auto_stop_mins")
            .Exact()
            .ServerDefault(Filled)
            .ExportDefault(120)
            .RemovedBy(120, Kept);

    private static void Machines(ObjectSchema warehouse) =>
        warehouse
            .OneOf("warehouse_type", Grows, "CLASSIC", "PRO")
            .ServerDefault(Filled)
            .AlwaysExport()
            .RemovedBy("CLASSIC", Kept)
            .Flag("enable_serverless_compute")
            .ServerDefault(Filled)
            .AlwaysExport()
            .RemovedBy(false, Kept)
            .Flag("enable_photon")
            .ServerDefault(Filled)
            .ExportDefault(true)
            .RemovedBy(true, Kept)
            .OneOf("spot_instance_policy", Grows, "COST_OPTIMIZED", "RELIABILITY_OPTIMIZED")
            .ServerDefault(Filled)
            .ExportDefault("COST_OPTIMIZED")
            .RemovedBy("COST_OPTIMIZED", Kept)
            .Object("channel", Channel())
            .ServerDefault(Filled)
            .RemovedBy(new JObject { ["name"] = "CHANNEL_NAME_CURRENT" }, Kept);

    private static ObjectSchema Channel() =>
        new ObjectSchema("a channel")
            .OneOf(
                "name",
                Grows,
                "CHANNEL_NAME_CURRENT",
                "CHANNEL_NAME_PREVIEW",
                "CHANNEL_NAME_PREVIOUS",
                "CHANNEL_NAME_CUSTOM"
            )
            .ExportDefault("CHANNEL_NAME_CURRENT")
            .Text("dbsql_version");

    private static ObjectSchema TagsOf() =>
        new ObjectSchema("the tags of a SQL warehouse")
        {
            OfUnknown =
                $"Tags are a list here: write {{ \"{TagsList}\": [{{ \"key\": \"team\", \"value\": \"sales\" }}] }}. It is sent as it is.",
        }
            .List(TagsList, Tag())
            .KeyedBy("key");

    private static ObjectSchema Tag() => new ObjectSchema("a tag").Text("key", "value").Needs("key");
}
