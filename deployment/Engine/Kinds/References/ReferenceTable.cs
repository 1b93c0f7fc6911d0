using System.Text.RegularExpressions;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;

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
        new("legacy-alerts", "legacy alert", "LEGACY_ALERT") { Newer = ("alerts", "alert_task.alert_id") },
        new("dashboards", "dashboard", "DASHBOARD"),
        new("notification-destinations", "notification destination", "NOTIFICATION_DESTINATION"),
        new("secret-scopes", "secret scope", "SECRET_SCOPE"),
    ];

    /// <summary>The paths of a job's tasks; the empty prefix is for the single-task shape.</summary>
    private static readonly string[] Tasks = ["", "tasks[*].", "tasks[*].for_each_task.task."];

    /// <summary>References in cluster settings.</summary>
    private static readonly (string Path, string To)[] InCluster =
    [
        .. PoolFields.All.Select(pool => (pool, "instance-pools")),
        (PolicyFields.OfCluster, "cluster-policies"),
    ];

    /// <summary>References in a task.</summary>
    private static readonly (string Path, string To)[] InTask =
    [
        ("existing_cluster_id", "clusters"),
        ("notebook_task.warehouse_id", "warehouses"),
        ("sql_task.warehouse_id", "warehouses"),
        ("sql_task.query.query_id", "queries"),
        ("sql_task.alert.alert_id", "legacy-alerts"),
        ("sql_task.alert.subscriptions[*].destination_id", "notification-destinations"),
        ("sql_task.dashboard.dashboard_id", "dashboards"),
        ("sql_task.dashboard.subscriptions[*].destination_id", "notification-destinations"),
        ("dbt_task.warehouse_id", "warehouses"),
        ("alert_task.alert_id", "alerts"),
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

    /// <summary>The ends of fields that name what is installed.</summary>
    private static readonly string[] Installed = [.. LibraryFiles.Types.Select(type => $"libraries[*].{type}"), "dependencies[*]"];

    /// <summary>The files and folders that a task names: below <c>notebooks/</c> in Git.</summary>
    /// <remarks>Not <c>dbt_task.profiles_directory</c>, which is relative to the project.</remarks>
    private static readonly FileField[] FilesInTask =
    [
        new("notebook_task.notebook_path", PathForm.InSource(""), PathTarget.Notebook),
        new("spark_python_task.python_file", PathForm.InSource(WorkspacePath.Root), PathTarget.File),
        new("sql_task.file.path", PathForm.InSource(WorkspacePath.Root), PathTarget.File),
        new("dbt_task.project_directory", PathForm.InSource(WorkspacePath.Root), PathTarget.Folder),
        new("gen_ai_compute_task.training_script_path", PathForm.InSource(WorkspacePath.Root), PathTarget.File),
        new("gen_ai_compute_task.yaml_parameters_file_path", PathForm.InSource(WorkspacePath.Root), PathTarget.File),
        new("spark_jar_task.jar_uri", PathForm.Text, PathTarget.File),
        .. LibraryFiles.Types.Select(library => new FileField($"libraries[*].{library}", PathForm.Text, PathTarget.File)),
    ];

    /// <summary>The notebooks, files and folders that a pipeline names.</summary>
    private static readonly FileField[] FilesInPipeline =
    [
        new("libraries[*].notebook.path", PathForm.Plain, PathTarget.Notebook),
        new("libraries[*].file.path", PathForm.Text, PathTarget.File),
        new("libraries[*].glob.include", PathForm.AllOf, PathTarget.Folder),
        .. LibraryFiles.OfPipelines.Select(library => new FileField($"libraries[*].{library}", PathForm.Text, PathTarget.File)),
        new("root_path", PathForm.Text, PathTarget.Folder),
        new("environment.dependencies[*]", PathForm.Requirement, PathTarget.File | PathTarget.Folder),
    ];

    /// <summary>The files and folders that an environment of a job names.</summary>
    private static readonly FileField[] FilesInEnvironment =
    [
        new("dependencies[*]", PathForm.Requirement, PathTarget.File | PathTarget.Folder),
        new("java_dependencies[*]", PathForm.Ending(".jar"), PathTarget.File),
        new("base_environment", PathForm.Ending(".yml", ".yaml"), PathTarget.File),
    ];

    public static readonly IReadOnlyList<ReferenceRule> Rules =
    [
        .. InCluster.Select(place => new ReferenceRule("clusters", place.Path, place.To)),
        .. Tasks.SelectMany(task => InTask.Select(place => new ReferenceRule("jobs", task + place.Path, place.To))),
        .. InCluster.Select(place => new ReferenceRule("jobs", $"job_clusters[*].new_cluster.{place.Path}", place.To)),
        .. InCluster.Select(place => new ReferenceRule("pipelines", $"clusters[*].{place.Path}", place.To)),
        new ReferenceRule("pipelines", "ingestion_definition.ingestion_gateway_id", "pipelines"),
        .. PoolsInPolicy(),
        new ReferenceRule("queries", "warehouse_id", "warehouses"),
        new ReferenceRule("queries", "parameters[*].query_backed_value.query_id", "queries"),
        new ReferenceRule("legacy-alerts", "query_id", "queries"),
        new ReferenceRule("alerts", "warehouse_id", "warehouses"),
        new ReferenceRule("alerts", "evaluation.notification.subscriptions[*].destination_id", "notification-destinations"),
        new ReferenceRule("dashboards", "warehouse_id", "warehouses"),
        new ReferenceRule("publish", "publish.warehouse_id", "warehouses"),
        .. Targets.Select(target => Own("permissions", target.Name)),
        Own("publish", "dashboards"),
        Own("cluster-libraries", "clusters"),
        Own("secrets", "secret-scopes"),
        Own("secret-acls", "secret-scopes"),
    ];

    /// <summary>Fields with the places of files.</summary>
    public static readonly IReadOnlyList<PathRule> Paths =
    [
        InitScripts("clusters", ""),
        InitScripts("jobs", "job_clusters[*].new_cluster."),
        InitScripts("pipelines", "clusters[*]."),
        .. Tasks.Select(task => InitScripts("jobs", task + "new_cluster.")),
        .. Tasks.SelectMany(task => FilesInTask.Select(file => OfJob(file with { Path = task + file.Path }))),
        .. LibraryFiles.Types.Select(library => Library("cluster-libraries", $"libraries.*.{library}", "CLU010")),
        .. LibraryFiles.Types.Select(library => Library("cluster-policies", $"libraries[*].{library}", "CPL006")),
        .. FilesInPipeline.Select(file => Of("pipelines", file, missing: "PPL005", unfit: "PPL006")),
        .. FilesInEnvironment.Select(file => OfJob(file with { Path = $"environments[*].spec.{file.Path}" })),
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

    private static ReferenceRule Own(string part, string of) => new(part, of, of) { IsOwn = true };

    /// <summary>A rule about a pool names pools; one with a pattern does not.</summary>
    private static IEnumerable<ReferenceRule> PoolsInPolicy() =>
        from rules in PolicyFields.Documents
        from attribute in PoolFields.All
        from value in new[] { "value", "values[*]", "defaultValue" }
        select new ReferenceRule("cluster-policies", $"{rules}.{attribute}.{value}", "instance-pools");

    private static PathRule InitScripts(string kind, string cluster) =>
        new(kind, cluster + "init_scripts[*]", "init-scripts", PathForm.InitScript, PathTarget.File)
        {
            Missing = "CLU001",
            Unfit = "CLU001",
        };

    private static PathRule Library(string kind, string path, string code) =>
        new(kind, path, "notebooks", PathForm.Text, PathTarget.File)
        {
            OrLibrary = true,
            Missing = code,
            Unfit = code,
        };

    private static PathRule OfJob(FileField field) => Of("jobs", field, missing: "JOB001", unfit: "JOB020");

    private static PathRule Of(string kind, FileField field, string missing, string unfit) =>
        new(kind, field.Path, "notebooks", field.Form, field.Wanted)
        {
            OrLibrary = Installed.Any(installed => field.Path.EndsWith(installed, StringComparison.Ordinal)),
            Missing = missing,
            Unfit = unfit,
        };

    private readonly record struct FileField(string Path, PathForm Form, PathTarget Wanted);

    [GeneratedRegex(@"\{\{secrets/(?<name>[A-Za-z0-9_.@-]+)/[A-Za-z0-9_.-]+\}\}")]
    private static partial Regex SecretText();

    [GeneratedRegex("^(dbfs:)?/Volumes/(?<catalog>[^/]+)/(?<schema>[^/]+)/(?<name>[^/]+)")]
    private static partial Regex VolumePath();
}

/// <summary>A field in which declarations refer to another object.</summary>
/// <param name="Kind">The kind whose declarations have the field.</param>
/// <param name="Path">The path, with <c>[*]</c> for every entry of a list and <c>*</c> for every member of an object.</param>
/// <param name="To">The kind of the referenced object.</param>
public sealed record ReferenceRule(string Kind, string Path, string To)
{
    /// <summary>
    /// It says which object an asset is a part of. Nobody wrote it: it is the object's name in a declaration and its id in a state,
    /// whatever it looks like.
    /// </summary>
    public bool IsOwn { get; init; }
}
