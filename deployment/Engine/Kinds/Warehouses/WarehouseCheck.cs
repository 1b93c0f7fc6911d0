using Layercake.Engine.Kinds.Checks;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Warehouses;

/// <summary>Checks a SQL warehouse. An error means that the service would certainly refuse it.</summary>
internal sealed class WarehouseCheck(CheckReport report)
{
    private const int LongestName = 99;
    private const int MostOfMinClusters = 30;
    private const int MostOfMaxClusters = 40;
    private const int MostTags = 44;
    private const int ShortestIdleMinutes = 10;

    public static IReadOnlyList<string> Sizes { get; } =
    [
        "2X-Small",
        "X-Small",
        "Small",
        "Medium",
        "Large",
        "X-Large",
        "2X-Large",
        "3X-Large",
        "4X-Large",
        "5X-Large",
    ];

    public void Check(JObject warehouse)
    {
        Clusters(warehouse);
        Kind(warehouse);
        if (warehouse.Text("name") is { Length: > LongestName } name)
            Limit(warehouse, "name", $"the name has {name.Length} letters; the service takes {LongestName}. Shorten it.");
        Idle(warehouse);
        if (warehouse.Object(WarehouseSchema.Tags)?.List(WarehouseSchema.TagsList) is { } tags)
            Tags(tags);
    }

    /// <remarks>Whether a serverless one may stop sooner than others is not documented.</remarks>
    private void Idle(JObject warehouse)
    {
        if (warehouse.Number("auto_stop_mins") is not { } minutes || minutes is 0 or >= ShortestIdleMinutes)
            return;

        var message = $"auto_stop_mins is {minutes}. Write {ShortestIdleMinutes} or more, or 0 for never.";
        if (minutes > 0 && warehouse.IsTrue("enable_serverless_compute"))
            report.Warning("WHS002", warehouse["auto_stop_mins"]!, message);
        else
            Limit(warehouse, "auto_stop_mins", message);
    }

    private void Clusters(JObject warehouse)
    {
        var (min, max) = (warehouse.Number(WarehouseSchema.MinClusters), warehouse.Number(WarehouseSchema.MaxClusters));
        if (min is < 1 or > MostOfMinClusters)
            Limit(warehouse, WarehouseSchema.MinClusters, $"min_num_clusters is {min}. Write 1 to {MostOfMinClusters}.");
        else if (max is < 1 or > MostOfMaxClusters)
            Limit(warehouse, WarehouseSchema.MaxClusters, $"max_num_clusters is {max}. Write 1 to {MostOfMaxClusters}, or leave it out.");
        else if (max < (min ?? 1))
            report.Error(
                "WHS001",
                warehouse[WarehouseSchema.MinClusters]!,
                $"min_num_clusters is {min}, max_num_clusters is {max}. Raise max_num_clusters to {min} or lower min_num_clusters."
            );
    }

    private void Kind(JObject warehouse)
    {
        if (warehouse.IsTrue("enable_serverless_compute") && warehouse.Text("warehouse_type") is var type and not "PRO")
        {
            var serverless = warehouse["enable_serverless_compute"]!;
            var message = "enable_serverless_compute needs \"warehouse_type\": \"PRO\"";
            if (type == "CLASSIC")
                report.Error("WHS003", serverless, $"{message}, and warehouse_type is CLASSIC. Change one of them.");
            else if (type is null && !warehouse.Has("warehouse_type"))
                report.Warning("WHS003", serverless, $"{message}, and a warehouse without warehouse_type is CLASSIC. Add it.");
        }

        if (warehouse.Object("channel") is { } channel && channel.Text("name") == "CHANNEL_NAME_CUSTOM" && !channel.Has("dbsql_version"))
            report.Error("WHS003", channel["name"]!, "channel.name is CHANNEL_NAME_CUSTOM, which needs channel.dbsql_version. Add it.");
    }

    private void Tags(JArray tags)
    {
        if (tags.Count > MostTags)
            report.Error("WHS002", tags, $"{tags.Path} has {tags.Count} entries; the service takes {MostTags}. Remove some.");
        foreach (
            var tag in tags.OfType<JObject>()
                .GroupBy(tag => tag.Text("key"), StringComparer.Ordinal)
                .Where(group => group.Key is not null)
                .SelectMany(group => group.Skip(1))
        )
            report.Error("WHS002", tag["key"]!, $"{tag.Path} has the key {tag["key"]}, which a tag before it has. Keep one of them.");
    }

    private void Limit(JObject warehouse, string field, string message) => report.Error("WHS002", warehouse[field]!, message);
}
