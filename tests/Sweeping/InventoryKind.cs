namespace Layercake.Sweeping;

/// <summary>Objects that are read whole by their ids.</summary>
/// <param name="List">The path that lists them.</param>
/// <param name="Items">The field of the listing that has them.</param>
/// <param name="Get">The path that the id is appended to.</param>
internal sealed record InventoryKind(string Name, string List, string Items, string Get)
{
    public static IReadOnlyList<InventoryKind> All { get; } =
    [
        new("pool", "/api/2.0/instance-pools/list", "instance_pools", "/api/2.0/instance-pools/get?instance_pool_id=")
        {
            Id = "instance_pool_id",
            NameField = "instance_pool_name",
            Permissions = "instance-pools",
        },
        new("policy", "/api/2.0/policies/clusters/list", "policies", "/api/2.0/policies/clusters/get?policy_id=")
        {
            Id = "policy_id",
            NameField = "name",
            Permissions = "cluster-policies",
        },
        new("warehouse", "/api/2.0/sql/warehouses", "warehouses", "/api/2.0/sql/warehouses/")
        {
            NameField = "name",
            Permissions = "sql/warehouses",
        },
        new("pipeline", "/api/2.0/pipelines", "statuses", "/api/2.0/pipelines/")
        {
            Id = "pipeline_id",
            NameField = "name",
            Permissions = "pipelines",
        },
        new("destination", "/api/2.0/notification-destinations", "results", "/api/2.0/notification-destinations/"),
        new("query", "/api/2.0/sql/queries", "results", "/api/2.0/sql/queries/") { Permissions = "sql/queries" },
        new("alert", "/api/2.0/alerts", "alerts", "/api/2.0/alerts/") { Permissions = "alertsv2" },
        new("dashboard", "/api/2.0/lakeview/dashboards", "dashboards", "/api/2.0/lakeview/dashboards/")
        {
            Id = "dashboard_id",
            Permissions = "dashboards",
        },
    ];

    public string Id { get; init; } = "id";

    public string NameField { get; init; } = "display_name";

    /// <summary>As the Permissions API names the kind; null when it has none.</summary>
    public string? Permissions { get; init; }
}
