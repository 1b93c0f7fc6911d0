namespace Layercake.Engine.Tests.Support;

/// <summary>What people made in a workspace over some years: objects of all kinds, and jobs of all sorts that name them.</summary>
/// <remarks>In the settings <c>@KIND:name@</c> stands for an id.</remarks>
internal static class UsedObjects
{
    private const string Git =
        """ "git_source": { "git_url": "https://example.com/r.git", "git_provider": "gitHub", "git_branch": "main" } """;

    /// <summary>
    /// Pools, policies, warehouses and the like, which are there already wherever the jobs go.
    /// </summary>
    internal static readonly (string Kind, string Path, string IdField, string Spec)[] Surroundings =
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
        ("legacy-alerts", "sql/alerts", "id", """{ "alert": { "display_name": "too late", "query_id": "@queries:late orders@" } }"""),
        ("alerts", "alerts", "id", Samples.Alert("too many", "@warehouses:Größe L@")),
        ("dashboards", "lakeview/dashboards", "dashboard_id", """{ "display_name": "Trips" }"""),
        (
            "notification-destinations",
            "notification-destinations",
            "id",
            """{ "display_name": "on call", "config": { "email": { "addresses": [ "ops@contoso.example" ] } } }"""
        ),
    ];

    /// <summary>Whom jobs run as, and not only the jobs that are made here.</summary>
    internal static readonly string[] People = ["etl@contoso.example", "robot@contoso.example"];

    internal static readonly string[] Clusters =
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

    internal static readonly string[] Jobs =
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
                  "alert_id": "@legacy-alerts:too late@",
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
            "warns",
            """
            { "task_key": "alert", "alert_task": { "alert_id": "@alerts:too many@", "warehouse_id": "@warehouses:Starter@" } }
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

    /// <summary>Jobs on a cluster and a warehouse that were deleted afterwards.</summary>
    internal static readonly string[] Dead =
    [
        Job(
            "on what is gone",
            """
            {
              "task_key": "a",
              "existing_cluster_id": "@clusters:gone@",
              "notebook_task": { "notebook_path": "/Shared/x" }
            },
            {
              "task_key": "b",
              "sql_task": { "warehouse_id": "@warehouses:gone@", "query": { "query_id": "@queries:late orders@" } }
            },
            { "task_key": "c", "run_job_task": { "job_id": 404404404 } }
            """
        ),
    ];

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
}
