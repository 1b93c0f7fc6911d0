using Newtonsoft.Json.Linq;

namespace Layercake.Bench;

/// <summary>Writes a repository's worth of assets that look like real ones.</summary>
internal static class AssetsGenerator
{
    private const int LinesInNotebook = 40;

    public static void Write(string root, Size size)
    {
        Text(root, "init-scripts/install.sh", "#!/bin/bash\nset -e\necho installed\n");
        for (var i = 0; i < size.Clusters; i++)
            Json(root, $"clusters/{Cluster(i)}.json", ClusterSettings(i));

        for (var i = 0; i < size.Notebooks; i++)
            Text(root, $"notebooks/{Notebook(i, size)}.py", Source(i));

        for (var i = 0; i < size.Jobs; i++)
            Json(root, $"jobs/job-{i:0000}.json", Job(i, size));
    }

    /// <summary>Adds a permission list to the file of each job.</summary>
    public static void AddPermissionLists(string root, Size size)
    {
        for (var i = 0; i < size.Jobs; i++)
        {
            var job = Job(i, size);
            job["access_control_list"] = new JArray(new JObject { ["group_name"] = "users", ["permission_level"] = "CAN_VIEW" });
            Json(root, $"jobs/job-{i:0000}.json", job);
        }
    }

    private static JObject ClusterSettings(int i) =>
        new()
        {
            ["cluster_name"] = Cluster(i),
            ["spark_version"] = "16.4.x-scala2.12",
            ["node_type_id"] = "Standard_D4ds_v5",
            ["autoscale"] = new JObject { ["min_workers"] = 1, ["max_workers"] = 2 + (i % 4) },
            ["autotermination_minutes"] = 30,
            ["custom_tags"] = new JObject { ["team"] = $"team-{i % 5}" },
            ["init_scripts"] = new JArray("install.sh"),
        };

    /// <summary>Three tasks in a row, on clusters by name when there are any.</summary>
    private static JObject Job(int i, Size size) =>
        new()
        {
            ["name"] = $"job-{i:0000}",
            ["max_concurrent_runs"] = 1,
            ["schedule"] = new JObject
            {
                ["quartz_cron_expression"] = $"0 {i % 60} * * * ?",
                ["timezone_id"] = "UTC",
                ["pause_status"] = "PAUSED",
            },
            ["tasks"] = new JArray(Enumerable.Range(0, 3).Select(step => Task(i, step, size))),
        };

    private static JObject Task(int i, int step, Size size)
    {
        var task = new JObject { ["task_key"] = $"step-{step}" };
        if (step > 0)
            task["depends_on"] = new JArray(new JObject { ["task_key"] = $"step-{step - 1}" });
        if (size.Clusters > 0)
            task["existing_cluster_id"] = Cluster((i + step) % size.Clusters);
        if (size.Notebooks > 0)
            task["notebook_task"] = new JObject { ["notebook_path"] = Notebook((i + step) % size.Notebooks, size) };

        return task;
    }

    private static string Source(int i) =>
        "# Databricks notebook source\n"
        + string.Concat(Enumerable.Range(0, LinesInNotebook).Select(line => $"print('notebook {i}, line {line}')\n"));

    private static string Cluster(int i) => $"cluster-{i:0000}";

    private static string Notebook(int i, Size size) => $"folder-{i % size.Folders:000}/notebook-{i:0000}";

    private static void Json(string root, string path, JObject document) => Text(root, path, document + "\n");

    private static void Text(string root, string path, string text)
    {
        var full = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
