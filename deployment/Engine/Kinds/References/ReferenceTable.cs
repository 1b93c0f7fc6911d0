using System.Text.RegularExpressions;

namespace Layercake.Engine.Kinds.References;

/// <summary>The table of referenced kinds, and of all places in which declarations refer to them.</summary>
internal static partial class ReferenceTable
{
    public static readonly IReadOnlyList<ReferenceTarget> Targets =
    [
        new("clusters", "cluster", "CLUSTER"),
        new("jobs", "job", "JOB") { HasNumbers = true },
        new("instance-pools", "instance pool", "INSTANCE_POOL"),
        new("cluster-policies", "cluster policy", "POLICY"),
        new("warehouses", "SQL warehouse", "WAREHOUSE"),
        new("pipelines", "pipeline", "PIPELINE"),
        new("queries", "query", "QUERY"),
        new("alerts", "alert", "ALERT"),
        new("dashboards", "dashboard", "DASHBOARD"),
        new("notification-destinations", "notification destination", "NOTIFICATION_DESTINATION"),
        new("secret-scopes", "secret scope", "SECRET_SCOPE"),
    ];

    /// <summary>The paths of a job's tasks; the empty prefix is for the single-task shape.</summary>
    private static readonly string[] Tasks = ["", "tasks[*].", "tasks[*].for_each_task.task."];

    /// <summary>References in cluster settings.</summary>
    private static readonly (string Path, string To)[] InCluster =
    [
        ("instance_pool_id", "instance-pools"),
        ("driver_instance_pool_id", "instance-pools"),
        ("policy_id", "cluster-policies"),
    ];

    /// <summary>References in a task. Not the alert of an <c>alert_task</c>, which another API manages.</summary>
    private static readonly (string Path, string To)[] InTask =
    [
        ("existing_cluster_id", "clusters"),
        ("notebook_task.warehouse_id", "warehouses"),
        ("sql_task.warehouse_id", "warehouses"),
        ("sql_task.query.query_id", "queries"),
        ("sql_task.alert.alert_id", "alerts"),
        ("sql_task.alert.subscriptions[*].destination_id", "notification-destinations"),
        ("sql_task.dashboard.dashboard_id", "dashboards"),
        ("sql_task.dashboard.subscriptions[*].destination_id", "notification-destinations"),
        ("dbt_task.warehouse_id", "warehouses"),
        ("alert_task.warehouse_id", "warehouses"),
        ("alert_task.subscribers[*].destination_id", "notification-destinations"),
        ("dashboard_task.dashboard_id", "dashboards"),
        ("dashboard_task.warehouse_id", "warehouses"),
        ("dashboard_task.subscription.subscribers[*].destination_id", "notification-destinations"),
        ("power_bi_task.warehouse_id", "warehouses"),
        ("pipeline_task.pipeline_id", "pipelines"),
        ("run_job_task.job_id", "jobs"),
        // One list for each event: on_start, on_success, on_failure, …
        ("webhook_notifications.*[*].id", "notification-destinations"),
        .. InCluster.Select(place => ($"new_cluster.{place.Path}", place.To)),
    ];

    /// <summary>The files that a task names.</summary>
    private static readonly (string Path, string To, PathForm Form)[] FilesInTask =
    [
        ("notebook_task.notebook_path", "notebooks", PathForm.Text("")),
        ("spark_python_task.python_file", "notebooks", PathForm.Text("/Workspace")),
    ];

    public static readonly IReadOnlyList<ReferenceRule> Rules =
    [
        .. InCluster.Select(place => new ReferenceRule("clusters", place.Path, place.To)),
        .. Tasks.SelectMany(task => InTask.Select(place => new ReferenceRule("jobs", task + place.Path, place.To))),
        .. InCluster.Select(place => new ReferenceRule("jobs", $"job_clusters[*].new_cluster.{place.Path}", place.To)),
        .. InCluster.Select(place => new ReferenceRule("pipelines", $"clusters[*].{place.Path}", place.To)),
        new ReferenceRule("queries", "warehouse_id", "warehouses"),
        new ReferenceRule("queries", "parameters[*].query_backed_value.query_id", "queries"),
        new ReferenceRule("alerts", "query_id", "queries"),
        new ReferenceRule("dashboards", "warehouse_id", "warehouses"),
        .. Targets.Select(target => new ReferenceRule("permissions", target.Name, target.Name)),
        new ReferenceRule("publish", "dashboards", "dashboards"),
        new ReferenceRule("publish", "publish.warehouse_id", "warehouses"),
        new ReferenceRule("secrets", "secret-scopes", "secret-scopes"),
        new ReferenceRule("secret-acls", "secret-scopes", "secret-scopes"),
    ];

    /// <summary>Fields with the places of files.</summary>
    public static readonly IReadOnlyList<PathRule> Paths =
    [
        InitScripts("clusters", ""),
        InitScripts("jobs", "job_clusters[*].new_cluster."),
        InitScripts("pipelines", "clusters[*]."),
        .. Tasks.Select(task => InitScripts("jobs", task + "new_cluster.")),
        .. Tasks.SelectMany(task => FilesInTask.Select(file => new PathRule("jobs", task + file.Path, file.To, "JOB001", file.Form))),
    ];

    /// <summary>Names inside texts. The own name of a volume ends at the next slash.</summary>
    public static readonly IReadOnlyList<NameInTextRule> InText =
    [
        new("secret-scopes", SecretText()),
        new("volumes", VolumePath()),
    ];

    /// <summary>Names that several fields make together.</summary>
    public static readonly IReadOnlyList<CombinedNameRule> Combined =
    [
        .. Tasks.Select(task => new CombinedNameRule("jobs", task + "dbt_task", ["catalog", "schema"], "schemas")),
        new("pipelines", "", ["catalog", "schema"], "schemas"),
        new("pipelines", "", ["catalog", "target"], "schemas"),
        new("queries", "", ["catalog", "schema"], "schemas"),
    ];

    private static PathRule InitScripts(string kind, string cluster) =>
        new(kind, cluster + "init_scripts[*]", "init-scripts", "CLU001", PathForm.InitScript);

    [GeneratedRegex(@"\{\{secrets/(?<name>[A-Za-z0-9_.@-]+)/[A-Za-z0-9_.-]+\}\}")]
    private static partial Regex SecretText();

    [GeneratedRegex("^(dbfs:)?/Volumes/(?<catalog>[^/]+)/(?<schema>[^/]+)/(?<name>[^/]+)")]
    private static partial Regex VolumePath();
}

/// <summary>A field in which declarations refer to another object.</summary>
/// <param name="Kind">The kind whose declarations have the field.</param>
/// <param name="Path">The path, with <c>[*]</c> for every entry of a list and <c>*</c> for every member of an object.</param>
/// <param name="To">The kind of the referenced object.</param>
public sealed record ReferenceRule(string Kind, string Path, string To);
