namespace Layercake.LocalCloud.State;

/// <summary>Tables that other families than their own look into, to see whether an object is there and whose it is.</summary>
internal static class TableNames
{
    public const string Alerts = "alerts";
    public const string Clusters = "clusters";
    public const string ClusterPolicies = "cluster-policies";
    public const string Dashboards = "dashboards";
    public const string InstancePools = "instance-pools";
    public const string Jobs = "jobs";
    public const string JobPermissions = "job-acls";
    public const string LegacyAlerts = "sql-alerts";
    public const string Pipelines = "pipelines";
    public const string Queries = "sql-queries";
    public const string Warehouses = "warehouses";
}
