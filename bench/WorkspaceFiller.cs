using Newtonsoft.Json.Linq;

namespace Layercake.Bench;

/// <summary>Makes jobs by hand in a workspace, as teams do in the UI, with ids of clusters, warehouses and each other.</summary>
internal sealed class WorkspaceFiller(Cloud cloud, JobsSize size)
{
    /// <summary>What jobs name and no deployment makes.</summary>
    public async Task<IReadOnlyList<string>> WarehousesAsync(CancellationToken ct)
    {
        var ids = new List<string>();
        for (var i = 0; i < size.Warehouses; i++)
            ids.Add(
                (string)
                    (
                        await cloud.CallAsync(
                            "/api/2.0/sql/warehouses",
                            new JObject { ["name"] = $"warehouse-{i:00}", ["cluster_size"] = "2X-Small" },
                            ct
                        )
                    )["id"]!
            );

        return ids;
    }

    public async Task FillAsync(CancellationToken ct)
    {
        var warehouses = await WarehousesAsync(ct);
        var clusters = new List<string>();
        for (var i = 0; i < size.Clusters; i++)
            clusters.Add((string)(await cloud.CallAsync("/api/2.1/clusters/create", Cluster(i), ct))["cluster_id"]!);

        JToken? before = null;
        for (var i = 0; i < size.Jobs; i++)
            before = (
                await cloud.CallAsync(
                    "/api/2.2/jobs/create",
                    Job(i, warehouses[i % size.Warehouses], clusters[i % size.Clusters], i % 5 == 0 ? null : before),
                    ct
                )
            )["job_id"];
    }

    private static JObject Cluster(int i) =>
        new()
        {
            ["cluster_name"] = $"cluster-{i:00}",
            ["spark_version"] = "16.4.x-scala2.12",
            ["node_type_id"] = "Standard_D4ds_v5",
            ["autoscale"] = new JObject { ["min_workers"] = 1, ["max_workers"] = 2 + (i % 4) },
        };

    /// <summary>A notebook on a cluster, then a query on a warehouse; four of five then run the job before.</summary>
    private static JObject LoadTask(string cluster) =>
        new()
        {
            ["task_key"] = "load",
            ["existing_cluster_id"] = cluster,
            ["notebook_task"] = new JObject { ["notebook_path"] = "/Shared/load" },
        };

    private static JObject SumTask(string warehouse) =>
        new()
        {
            ["task_key"] = "sum",
            ["depends_on"] = After("load"),
            ["sql_task"] = new JObject
            {
                ["warehouse_id"] = warehouse,
                ["file"] = new JObject { ["path"] = "/Shared/sum.sql" },
            },
        };

    private static JObject Job(int i, string warehouse, string cluster, JToken? before)
    {
        var tasks = new JArray(LoadTask(cluster), SumTask(warehouse));
        if (before is not null)
            tasks.Add(
                new JObject
                {
                    ["task_key"] = "next",
                    ["depends_on"] = After("sum"),
                    ["run_job_task"] = new JObject { ["job_id"] = before },
                }
            );

        return new JObject
        {
            ["name"] = $"job-{i:0000}",
            ["schedule"] = new JObject
            {
                ["quartz_cron_expression"] = $"0 {i % 60} * * * ?",
                ["timezone_id"] = "UTC",
                ["pause_status"] = "PAUSED",
            },
            ["tasks"] = tasks,
        };
    }

    private static JArray After(string task) => new(new JObject { ["task_key"] = task });
}
