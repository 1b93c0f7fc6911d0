namespace Layercake.Engine.Tests.Support;

/// <summary>Small declarations that the service accepts.</summary>
public static class Samples
{
    /// <summary>For a job whose task names no cluster, so that none need be there.</summary>
    public const string Free = """ "max_retries": 1 """;

    /// <summary>What sample jobs run. Workspaces do not have it.</summary>
    public const string NotebookPath = "/Shared/x";

    public static string Cluster(string name, string more = "") =>
        $$"""{ "cluster_name": "{{name}}", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5","""
        + $$""" "num_workers": 1{{(more.Length == 0 ? "" : ", " + more)}} }""";

    public static string Job(string name, string more = "", string compute = """ "existing_cluster_id": "etl" """) =>
        $$"""{ "name": "{{name}}"{{(more.Length == 0 ? "" : ", " + more)}}, "tasks": [ """
        + $$"""{ "task_key": "main", {{compute}}, "notebook_task": { "notebook_path": "{{NotebookPath}}" } } ] }""";

    public static string Alert(string name, string warehouse = "bi", string more = "") =>
        $$"""
        {
          "display_name": "{{name}}",
          "query_text": "select count(*) as late from orders",
          "warehouse_id": "{{warehouse}}",
          "evaluation": {
            "source": { "name": "late" },
            "comparison_operator": "GREATER_THAN",
            "threshold": { "value": { "double_value": 10 } }
          },
          "schedule": { "quartz_cron_schedule": "0 0 7 * * ?", "timezone_id": "UTC" }{{(more.Length == 0 ? "" : "," + more)}}
        }
        """;

    public static string Notebook(string body = "print(1)") => $"# Databricks notebook source\n{body}\n";
}
