using System.Globalization;
using System.Text.RegularExpressions;
using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Support;

/// <summary>
/// A workspace as teams have one after some years: objects of all kinds made by hand, and jobs of all sorts that name them.
/// </summary>
/// <remarks>In the settings <c>@KIND:name@</c> stands for an id.</remarks>
public sealed partial class UsedWorkspace(TestWorkspace workspace)
{
    private const string Git =
        """ "git_source": { "git_url": "https://example.com/r.git", "git_provider": "gitHub", "git_branch": "main" } """;

    /// <summary>
    /// Pools, and what Layercake does not deploy: policies, warehouses and the like, which are there already wherever the jobs go.
    /// </summary>
    private static readonly (string Kind, string Path, string IdField, string Spec)[] Surroundings =
    [
        (
            "instance-pools",
            "instance-pools/create",
            "instance_pool_id",
            """{ "instance_pool_name": "small", "node_type_id": "Standard_D4ds_v5" }"""
        ),
        (
            "instance-pools",
            "instance-pools/create",
            "instance_pool_id",
            """{ "instance_pool_name": "__odd__", "node_type_id": "Standard_D4ds_v5" }"""
        ),
        ("cluster-policies", "policies/clusters/create", "policy_id", """{ "name": "team policy", "definition": "{}" }"""),
        ("warehouses", "sql/warehouses", "id", """{ "name": "Starter", "cluster_size": "2X-Small" }"""),
        ("warehouses", "sql/warehouses", "id", """{ "name": "Größe L", "cluster_size": "Large" }"""),
        ("pipelines", "pipelines", "pipeline_id", """{ "name": "bronze → silver", "catalog": "main" }"""),
        ("queries", "sql/queries", "id", """{ "query": { "display_name": "late orders", "query_text": "select 1" } }"""),
        ("alerts", "sql/alerts", "id", """{ "alert": { "display_name": "too late", "query_id": "@queries:late orders@" } }"""),
        ("dashboards", "lakeview/dashboards", "dashboard_id", """{ "display_name": "Trips" }"""),
        (
            "notification-destinations",
            "notification-destinations",
            "id",
            """{ "display_name": "on call", "config": { "email": { "addresses": [ "ops@contoso.example" ] } } }"""
        ),
    ];

    private static readonly string[] Clusters =
    [
        """
        {
          "cluster_name": "ETL",
          "spark_version": "16.4.x-scala2.12",
          "node_type_id": "Standard_D4ds_v5",
          "num_workers": 1,
          "autotermination_minutes": 20
        }
        """,
        """
        {
          "cluster_name": "12345",
          "spark_version": "16.4.x-scala2.12",
          "node_type_id": "Standard_D4ds_v5",
          "autoscale": { "min_workers": 1, "max_workers": 3 }
        }
        """,
        """
        {
          "cluster_name": "pooled / one",
          "spark_version": "16.4.x-scala2.12",
          "num_workers": 1,
          "instance_pool_id": "@instance-pools:small@",
          "driver_instance_pool_id": "@instance-pools:__odd__@",
          "policy_id": "@cluster-policies:team policy@"
        }
        """,
    ];

    private static readonly string[] Jobs =
    [
        Job("plain", Notebook("a")),
        Job(
            "multi: a/b \\\"c\\\" 🚀",
            $$"""
            {
              "task_key": "z",
              "run_if": "AT_LEAST_ONE_SUCCESS",
              "notebook_task": { "notebook_path": "/Shared/x" },
              "existing_cluster_id": "@clusters:12345@",
              "depends_on": [{ "task_key": "b" }, { "task_key": "a" }]
            },
            {{Notebook("b")}},
            {{Notebook("a")}}
            """
        ),
        Job("Load", Notebook("a", """ "max_retries": 0 """)),
        Job("load", Notebook("a", """ "max_retries": 2 """)),
        Job("CON", Notebook("a")),
        Job(
            "branches",
            """{ "task_key": "if", "condition_task": { "op": "GREATER_THAN", "left": "{{job.parameters.n}}", "right": "3" } }, """
                + Notebook("then", """ "depends_on": [ { "task_key": "if", "outcome": "true" } ] """),
            """ "parameters": [ { "name": "n", "default": "5" } ] """
        ),
        Job(
            "loops",
            """
            {
              "task_key": "loop",
              "for_each_task": {
                "inputs": "[1,2]",
                "concurrency": 2,
                "task": { "task_key": "one", "run_job_task": { "job_id": @jobs:plain@, "job_parameters": { "i": "{{input}}" } } }
              }
            }
            """
        ),
        Job(
            "loops over queries",
            """
            {
              "task_key": "loop",
              "for_each_task": {
                "inputs": "[1]",
                "task": {
                  "task_key": "one",
                  "sql_task": {
                    "warehouse_id": "@warehouses:Starter@",
                    "query": { "query_id": "@queries:late orders@" }
                  }
                }
              }
            }
            """
        ),
        Job(
            "own clusters",
            """{ "task_key": "a", "job_cluster_key": "main", "notebook_task": { "notebook_path": "/Shared/x" } }""",
            """
            "job_clusters": [{
              "job_cluster_key": "main",
              "new_cluster": {
                "spark_version": "16.4.x-scala2.12",
                "num_workers": 2,
                "instance_pool_id": "@instance-pools:small@",
                "driver_instance_pool_id": "@instance-pools:__odd__@",
                "policy_id": "@cluster-policies:team policy@",
                "spark_conf": { "spark.speculation": "true" }
              }
            }]
            """
        ),
        Job(
            "new cluster",
            """
            {
              "task_key": "a",
              "spark_jar_task": { "main_class_name": "M" },
              "new_cluster": {
                "spark_version": "16.4.x-scala2.12",
                "node_type_id": "Standard_D4ds_v5",
                "num_workers": 0,
                "policy_id": "@cluster-policies:team policy@",
                "init_scripts": [{ "workspace": { "destination": "/Workspace/Shared/app/init-scripts/install.sh" } }]
              }
            }
            """
        ),
        Job(
            "tells people",
            Notebook("a", """ "webhook_notifications": { "on_start": [ { "id": "@notification-destinations:on call@" } ] } """),
            """
            "webhook_notifications": {
              "on_failure": [{ "id": "@notification-destinations:on call@" }],
              "on_success": [{ "id": "@notification-destinations:on call@" }]
            },
            "email_notifications": { "on_failure": ["ops@contoso.example"], "no_alert_for_skipped_runs": true }
            """
        ),
        Job(
            "watches",
            """
            {
              "task_key": "alert",
              "sql_task": {
                "warehouse_id": "@warehouses:Größe L@",
                "alert": {
                  "alert_id": "@alerts:too late@",
                  "subscriptions": [
                    { "destination_id": "@notification-destinations:on call@" },
                    { "user_name": "ops@contoso.example" }
                  ]
                }
              }
            }
            """
        ),
        Job(
            "draws",
            """
            {
              "task_key": "board",
              "dashboard_task": {
                "dashboard_id": "@dashboards:Trips@",
                "warehouse_id": "@warehouses:Starter@",
                "subscription": { "subscribers": [{ "destination_id": "@notification-destinations:on call@" }] }
              }
            }
            """
        ),
        Job(
            "streams",
            """{ "task_key": "p", "pipeline_task": { "pipeline_id": "@pipelines:bronze → silver@", "full_refresh": false } }""",
            """ "continuous": { "pause_status": "PAUSED" } """
        ),
        Job(
            "builds",
            """
            {
              "task_key": "dbt",
              "environment_key": "e",
              "dbt_task": {
                "commands": ["dbt run"],
                "warehouse_id": "@warehouses:Starter@",
                "project_directory": "dbt"
              }
            }
            """,
            $$"""
            {{Git}},
            "environments": [{ "environment_key": "e", "spec": { "client": "2", "dependencies": ["dbt-databricks"] } }]
            """
        ),
        Job("as someone else", Notebook("a"), """ "run_as": { "user_name": "etl@contoso.example" } """),
        Job("circle a", Runs("circle b")),
        Job("circle b", Runs("circle c")),
        Job("circle c", $$"""{{Runs("circle a")}}, {{Notebook("own")}}"""),
        Job("itself", Runs("itself")),
        Job("2024", Notebook("a")),
        Job(
            "runs 2024",
            Runs("2024"),
            """ "schedule": { "quartz_cron_expression": "0 0 3 * * ?", "timezone_id": "UTC", "pause_status": "UNPAUSED" } """
        ),
    ];

    private static readonly string[] Dead =
    [
        Job(
            "on what is gone",
            """
            {
              "task_key": "a",
              "existing_cluster_id": "0101-000000-gone1234",
              "notebook_task": { "notebook_path": "/Shared/x" }
            },
            {
              "task_key": "b",
              "sql_task": { "warehouse_id": "00000000dead0000", "query": { "query_id": "@queries:late orders@" } }
            },
            { "task_key": "c", "run_job_task": { "job_id": 404404404 } }
            """
        ),
    ];

    private readonly Dictionary<(string Kind, string Name), string> ids = [];

    public static int JobCount => Jobs.Length + Dead.Length;

    public static int ClusterCount => Clusters.Length;

    public static int PoolCount => Surroundings.Count(one => one.Kind == "instance-pools");

    public string Id(string kind, string name) => ids[(kind, name)];

    /// <summary>
    /// Everything that jobs and clusters need and that is not deployed, in another order each time, so that no id is the same by chance.
    /// </summary>
    /// <param name="called">What something is called here; null keeps the name.</param>
    public async Task SurroundAsync(Func<string, string?>? called = null)
    {
        foreach (var (kind, path, idField, spec) in Surroundings)
        {
            var body = JObject.Parse(Filled(spec));
            var name = body.DescendantsAndSelf()
                .OfType<JObject>()
                .SelectMany(part => part.Properties())
                .First(field => field.Name is "name" or "display_name" or "instance_pool_name");
            name.Value = called?.Invoke((string)name.Value!) ?? (string)name.Value!;
            ids[(kind, (string)name.Value!)] = (string)(await workspace.Cloud.PostAsync($"/api/2.0/{path}", body))[idField]!;
        }
    }

    /// <summary>All that people made here.</summary>
    public async Task FillAsync()
    {
        await SurroundAsync();
        await workspace.HasFileAsync("/Shared/app/notebooks/load", "print(1)", "SOURCE", "PYTHON");
        await workspace.HasFileAsync("/Shared/app/notebooks/sub/counts", "select 1", "SOURCE", "SQL");
        await workspace.HasFileAsync("/Shared/app/init-scripts/install.sh", "echo 1\n");
        foreach (var cluster in Clusters)
            ids[("clusters", (string)JObject.Parse(cluster)["cluster_name"]!)] = await workspace.HasClusterAsync(Filled(cluster));

        // Jobs that run others are made as the UI does it: the others first, and what they run afterwards.
        var all = Jobs.Concat(Dead).Select(job => (Name: (string)JObject.Parse(Unfilled(job))["name"]!, Text: job)).ToList();
        foreach (var (name, text) in all)
            ids[("jobs", name)] = (
                await workspace.HasJobAsync(
                    text.Contains("@jobs:", StringComparison.Ordinal) ? new JObject { ["name"] = name }.ToString() : Filled(text)
                )
            ).ToString(CultureInfo.InvariantCulture);
        foreach (var (name, text) in all.Where(job => job.Text.Contains("@jobs:", StringComparison.Ordinal)))
        {
            var settings = JObject.Parse(Filled(text));
            settings["queue"] = new JObject { ["enabled"] = true };
            await workspace.Cloud.PostAsync(
                "/api/2.2/jobs/reset",
                new JObject { ["job_id"] = long.Parse(Id("jobs", name), CultureInfo.InvariantCulture), ["new_settings"] = settings }
            );
        }
    }

    /// <summary>All jobs and clusters as the service gives them, with names for ids wherever they stand in the text.</summary>
    public async Task<IReadOnlyList<string>> ContentAsync()
    {
        var clusters = Listed(await workspace.Cloud.GetAsync("/api/2.1/clusters/list"), "clusters");
        var jobs = Listed(await workspace.Cloud.GetAsync("/api/2.2/jobs/list?expand_tasks=true&limit=100"), "jobs");
        string[] set =
        [
            "cluster_name",
            "spark_version",
            "node_type_id",
            "num_workers",
            "autoscale",
            "autotermination_minutes",
            "instance_pool_id",
            "driver_instance_pool_id",
            "policy_id",
        ];
        var known = ids.Select(entry => (Id: entry.Value, Name: $"{entry.Key.Kind} {entry.Key.Name}"))
            .Concat(clusters.Select(cluster => (Id: (string)cluster["cluster_id"]!, Name: $"clusters {cluster["cluster_name"]}")))
            .Concat(jobs.Select(job => (Id: job["job_id"]!.ToString(), Name: $"jobs {job["settings"]!["name"]}")))
            .Distinct()
            .ToList();
        return
        [
            .. jobs.Select(job => (JObject)job["settings"]!)
                .Concat(
                    clusters.Select(cluster => new JObject(
                        set.Where(cluster.ContainsKey).Select(field => new JProperty(field, cluster[field]))
                    ))
                )
                .Select(content =>
                    known.Aggregate(JsonValues.Canonical(content), (text, id) => text.Replace(id.Id, id.Name, StringComparison.Ordinal))
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<JObject> Listed(JObject answer, string field) => ((JArray)answer[field]!).OfType<JObject>();

    private static string Job(string name, string tasks, string more = "") =>
        $$"""{ "name": "{{name}}"{{(more.Length == 0 ? "" : ", " + more)}}, "tasks": [ {{tasks}} ] }""";

    private static string Notebook(string key, string more = "") =>
        $$"""
        {
          "task_key": "{{key}}",
          "existing_cluster_id": "@clusters:ETL@",
          "notebook_task": { "notebook_path": "/Shared/app/notebooks/load" }{{(more.Length == 0 ? "" : ", " + more)}}
        }
        """;

    private static string Runs(string job) => $$"""{ "task_key": "next", "run_job_task": { "job_id": @jobs:{{job}}@ } }""";

    private static string Unfilled(string text) => Placeholder().Replace(text, "0");

    private string Filled(string text) => Placeholder().Replace(text, match => ids[(match.Groups[1].Value, match.Groups[2].Value)]);

    [GeneratedRegex("@([a-z-]+):([^@]+)@")]
    private static partial Regex Placeholder();
}
