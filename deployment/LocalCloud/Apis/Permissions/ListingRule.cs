using Layercake.LocalCloud.Http;

namespace Layercake.LocalCloud.Apis.Permissions;

/// <summary>A listing that leaves out what the caller may not see. That the service does so is unconfirmed.</summary>
/// <param name="Address">After <c>/api/</c> and the version.</param>
/// <param name="List">The field of the answer that has the objects.</param>
/// <param name="Field">The field of an object that has its id.</param>
/// <param name="Type">As the Permissions API calls it.</param>
internal sealed record ListingRule(string Address, string List, string Field, string Type)
{
    private static readonly ListingRule[] all =
    [
        new("alerts", "alerts", "id", "alertsv2"),
        new("clusters/list", "clusters", "cluster_id", "clusters"),
        new("instance-pools/list", "instance_pools", "instance_pool_id", "instance-pools"),
        new("jobs/list", "jobs", "job_id", "jobs"),
        new("lakeview/dashboards", "dashboards", "dashboard_id", "dashboards"),
        new("libraries/all-cluster-statuses", "statuses", "cluster_id", "clusters"),
        new("pipelines", "statuses", "pipeline_id", "pipelines"),
        new("policies/clusters/list", "policies", "policy_id", "cluster-policies"),
        new("repos", "repos", "id", "repos"),
        new("sql/alerts", "results", "id", "sql/alerts"),
        new("sql/queries", "results", "id", "sql/queries"),
        new("sql/warehouses", "warehouses", "id", "sql/warehouses"),
    ];

    /// <summary>Null when the request lists nothing of these.</summary>
    public static ListingRule? Of(ApiRequest request) =>
        request.Method == "GET" && request.Path.Split('/', 4) is ["", "api", _, var address]
            ? Array.Find(all, rule => rule.Address == address)
            : null;
}
