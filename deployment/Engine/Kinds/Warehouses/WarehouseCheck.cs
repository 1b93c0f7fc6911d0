using Layercake.Engine.Kinds.Checks;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Warehouses;

/// <summary>Checks a SQL warehouse. An error means that the service would certainly refuse it.</summary>
internal sealed class WarehouseCheck(CheckReport report)
{
    private const int LongestName = 99;
    private const int MostLeastClusters = 30;
    private const int MostClusters = 40;
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
        var (least, most) = (warehouse.Number(WarehouseSchema.Least), warehouse.Number(WarehouseSchema.Most));
        if (least is < 1 or > MostLeastClusters)
            Limit(warehouse, WarehouseSchema.Least, $"min_num_clusters is {least}. Write 1 to {MostLeastClusters}.");
        else if (most is < 1 or > MostClusters)
            Limit(warehouse, WarehouseSchema.Most, $"max_num_clusters is {most}. Write 1 to {MostClusters}, or leave it out.");
        else if (most < (least ?? 1))
            report.Error(
                "WHS001",
                warehouse[WarehouseSchema.Least]!,
                $"min_num_clusters is {least}, max_num_clusters is {most}. Raise max_num_clusters to {least} or lower min_num_clusters."
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
            report.Error("WHS002", tags, $"{tags.Path} has {tags.Count} entries; the service takes {MostTags}.");
        foreach (
            var tag in tags.OfType<JObject>()
                .GroupBy(tag => tag.Text("key"), StringComparer.Ordinal)
                .Where(group => group.Key is not null)
                .SelectMany(group => group.Skip(1))
        )
            report.Error("WHS002", tag["key"]!, $"{tag.Path}.key is {tag["key"]} once more. Keep one tag of that key.");
    }

    private void Limit(JObject warehouse, string field, string message) => report.Error("WHS002", warehouse[field]!, message);
}
