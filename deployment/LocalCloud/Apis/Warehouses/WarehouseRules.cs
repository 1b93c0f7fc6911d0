using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Warehouses;

/// <summary>What a warehouse is made of, what is filled in, and what the service refuses.</summary>
internal static class WarehouseRules
{
    private static readonly BodyShape Shape = new()
    {
        Texts = ["name", "cluster_size", "warehouse_type", "spot_instance_policy"],
        Numbers = ["min_num_clusters", "max_num_clusters", "auto_stop_mins"],
        Flags = ["enable_photon", "enable_serverless_compute"],
        Objects = ["channel", "tags"],
        ReadOnly =
        [
            "id",
            "auto_resume",
            "creator_id",
            "creator_name",
            "health",
            "jdbc_url",
            "num_active_sessions",
            "num_clusters",
            "odbc_params",
            "size",
            "state",
        ],
    };

    private static readonly string[] Sizes =
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

    private static readonly string[] SizeAliases =
    [
        "XXSMALL",
        "XSMALL",
        "SMALL",
        "MEDIUM",
        "LARGE",
        "XLARGE",
        "XXLARGE",
        "XXXLARGE",
        "XXXXLARGE",
        "XXXXXLARGE",
    ];

    /// <summary>Values of public clients that say nothing.</summary>
    private static readonly Dictionary<string, string> Unspecified = new(StringComparer.Ordinal)
    {
        ["spot_instance_policy"] = "POLICY_UNSPECIFIED",
        ["warehouse_type"] = "TYPE_UNSPECIFIED",
    };

    /// <summary>The body, each field in its type, without those that say nothing.</summary>
    public static JObject Read(ApiRequest request)
    {
        var sent = Shape.Read(request);
        foreach (var (field, nothing) in Unspecified)
            if (sent.Text(field) == nothing)
                sent.Remove(field);

        return sent;
    }

    public static string SizeAlias(JObject warehouse) => SizeAliases[Array.IndexOf(Sizes, (string)warehouse["cluster_size"]!)];

    public static JObject Complete(JObject sent)
    {
        var warehouse = sent.Copy();
        warehouse.Default("min_num_clusters", 1);
        warehouse.Default("max_num_clusters", warehouse["min_num_clusters"]!);
        warehouse.Default("auto_stop_mins", 120);
        warehouse.Default("enable_photon", true);
        warehouse.Default("warehouse_type", "CLASSIC");
        warehouse.Default("enable_serverless_compute", false);
        warehouse.Default("spot_instance_policy", "COST_OPTIMIZED");
        warehouse.Default("channel", new JObject());
        warehouse.Object("channel")!.Default("name", "CHANNEL_NAME_CURRENT");
        warehouse.Default("tags", new JObject());
        return warehouse;
    }

    /// <param name="warehouse">With its defaults.</param>
    public static void Check(JObject warehouse)
    {
        CommonRules.Require(warehouse.Required("name").Length < 100, "name must have fewer than 100 characters.");
        warehouse.Required("cluster_size");
        warehouse.RequireOneOf("cluster_size", Sizes);
        warehouse.RequireOneOf("warehouse_type", "PRO", "CLASSIC");
        warehouse.RequireOneOf("spot_instance_policy", "COST_OPTIMIZED", "RELIABILITY_OPTIMIZED");
        warehouse.RequireRange("min_num_clusters", 1, 30);
        warehouse.RequireRange("max_num_clusters", (long)warehouse["min_num_clusters"]!, 40);
        var minutes = (long)warehouse["auto_stop_mins"]!;
        CommonRules.Require(minutes is 0 or >= 10, $"auto_stop_mins must be 0 or at least 10, but is {minutes}.");
        CommonRules.Require(
            !warehouse.Flag("enable_serverless_compute") || warehouse.Text("warehouse_type") == "PRO",
            "enable_serverless_compute needs the warehouse_type PRO."
        );
        CommonRules.Require(warehouse["tags"]!["custom_tags"] is not JArray { Count: >= 45 }, "A warehouse has fewer than 45 custom tags.");
    }
}
