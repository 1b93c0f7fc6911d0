using Layercake.Engine.Exporting;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>What was exported deploys to an empty workspace as the same content, and changes nothing where it came from.</summary>
public sealed class RoundTripTests : IAsyncLifetime
{
    private static readonly string[] Odd =
    [
        """{ "name": "plain", "tasks": [ { "task_key": "a", "notebook_task": { "notebook_path": "/Shared/app/notebooks/load" } } ] }""",
        """
        {
          "name": "paused: a/b \"c\" 🚀",
          "max_concurrent_runs": 7,
          "queue": { "enabled": false },
          "timeout_seconds": 60,
          "schedule": { "quartz_cron_expression": "0 0 3 * * ?", "timezone_id": "UTC", "pause_status": "PAUSED" },
          "tasks": [
            {
              "task_key": "z",
              "run_if": "AT_LEAST_ONE_SUCCESS",
              "notebook_task": { "notebook_path": "/Shared/x", "source": "WORKSPACE" },
              "depends_on": [{ "task_key": "b" }, { "task_key": "a" }]
            },
            { "task_key": "b", "spark_jar_task": { "main_class_name": "M" }, "existing_cluster_id": "ETL" },
            {
              "task_key": "a",
              "existing_cluster_id": "ETL",
              "spark_python_task": { "python_file": "/Workspace/Shared/app/notebooks/lib/tool.py" },
              "max_retries": 0
            }
          ]
        }
        """,
        """
        {
          "name": "scheduled",
          "schedule": { "quartz_cron_expression": "0 0 3 * * ?", "timezone_id": "UTC", "pause_status": "UNPAUSED" },
          "tasks": [{
            "task_key": "a",
            "existing_cluster_id": "ETL",
            "notebook_task": { "notebook_path": "/Shared/x" }
          }]
        }
        """,
        """
        {
          "name": "streaming",
          "continuous": { "pause_status": "UNPAUSED" },
          "tasks": [{ "task_key": "a", "notebook_task": { "notebook_path": "/Shared/x" } }]
        }
        """,
        """
        {
          "name": "clustered",
          "tags": { "team": "core", "zero": "" },
          "job_clusters": [{
            "job_cluster_key": "main",
            "new_cluster": {
              "spark_version": "16.4.x-scala2.12",
              "node_type_id": "Standard_D4ds_v5",
              "num_workers": 0,
              "spark_conf": { "spark.master": "local[*]" },
              "azure_attributes": { "availability": "SPOT_WITH_FALLBACK_AZURE", "first_on_demand": 1 },
              "init_scripts": [{ "workspace": { "destination": "/Workspace/Shared/app/init-scripts/install.sh" } }]
            }
          }],
          "tasks": [{
            "task_key": "a",
            "job_cluster_key": "main",
            "notebook_task": {
              "notebook_path": "/Shared/x",
              "base_parameters": { "name": "x", "when": "2026-01-02T03:04:05Z" }
            }
          }]
        }
        """,
        """
        {
          "name": "from git",
          "git_source": { "git_url": "https://example.com/r.git", "git_provider": "gitHub", "git_branch": "main" },
          "tasks": [{ "task_key": "a", "existing_cluster_id": "ETL", "notebook_task": { "notebook_path": "src/x" } }]
        }
        """,
        """
        {
          "name": "each",
          "parameters": [{ "name": "b", "default": "" }, { "name": "a", "default": "{{job.id}}" }],
          "tasks": [{
            "task_key": "loop",
            "for_each_task": {
              "inputs": "[1,2]",
              "concurrency": 2,
              "task": {
                "task_key": "one",
                "existing_cluster_id": "ETL",
                "notebook_task": { "notebook_path": "/Shared/x" }
              }
            }
          }]
        }
        """,
        """
        {
          "name": "text that Git would read",
          "description": "${secret.none} and $${x} and ${plain}",
          "tasks": [{ "task_key": "a", "notebook_task": { "notebook_path": "/Shared/x" } }]
        }
        """,
    ];

    private TestWorkspace origin = null!;
    private TestWorkspace copy = null!;

    public async Task InitializeAsync() => (origin, copy) = (await StartAsync(), await StartAsync());

    /// <summary>Clusters stay as they are made: one that runs shows sizes that one which starts does not.</summary>
    private static Task<TestWorkspace> StartAsync() => TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync()
    {
        await origin.DisposeAsync();
        await copy.DisposeAsync();
    }

    [Fact]
    public async Task An_exported_workspace_deploys_to_an_empty_one_as_the_same_content()
    {
        await FillAsync();
        await origin.ExportAsync();
        foreach (var file in origin.Files())
            copy.With(file, await File.ReadAllBytesAsync(origin.Assets[file]));

        await copy.DeployAsync();

        var (was, comes) = (await ContentAsync(origin), await ContentAsync(copy));
        Assert.True(was.SequenceEqual(comes), string.Join('\n', was.Except(comes).Append("became").Concat(comes.Except(was))));
    }

    [Fact]
    public async Task A_plan_of_the_export_where_it_came_from_says_nothing_to_do()
    {
        await FillAsync();
        await origin.ExportAsync();

        var plan = await origin.PlanAsync();

        Assert.Equal(Odd.Length + 2 + 4, plan.Changes.Count);
        Assert.True(
            plan.IsEmpty,
            string.Join(
                '\n',
                plan.Writes.SelectMany(change => change.Fields.Select(field => $"{change.Asset} {field.Path}: {field.Old} → {field.New}"))
            )
        );
    }

    [Fact]
    public async Task A_second_export_writes_no_file()
    {
        await FillAsync();
        var first = await origin.ExportAsync();
        Assert.NotEmpty(first.Files);
        Assert.All(first.Files, file => Assert.Equal(ExportAction.Added, file.Action));
        var before = Snapshot();

        var second = await origin.ExportAsync();

        Assert.Equal(first.Files.Count, second.Files.Count);
        Assert.All(second.Files, file => Assert.Equal(ExportAction.Unchanged, file.Action));
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task An_export_after_a_deployment_leaves_the_hand_written_files_as_they_are()
    {
        await origin.HasPrincipalAsync("x");
        origin
            .With("init-scripts/install.sh", "echo 1\r\n")
            .With(
                "clusters/any.json",
                """
                {
                  "num_workers": 1, /* small */
                  "cluster_name": "ETL",
                  "spark_version": "16.4.x-scala2.12",
                  "node_type_id": "Standard_D4ds_v5",
                  "init_scripts": [ "install.sh" ]
                }
                """
            )
            .With("notebooks/load.py", "# Databricks notebook source\r\nprint(1)")
            .With(
                "notebooks/two.ipynb",
                """{ "nbformat": 4, "nbformat_minor": 0, "metadata": { "language_info": { "name": "python" } }, "cells": [] }"""
            )
            .With("jobs/old.json", """{ "name": "single", "existing_cluster_id": "ETL", "notebook_task": { "notebook_path": "load" } }""")
            .With(
                "jobs/wrapped.json",
                """
                {
                  "settings": {
                    "name": "wrapped",
                    "max_concurrent_runs": 1,
                    "tasks": [{
                      "task_key": "a",
                      "existing_cluster_id": "ETL",
                      "notebook_task": { "notebook_path": "load.py" }
                    }]
                  },
                  "run_as_user_name": "x"
                }
                """
            );
        await origin.DeployAsync();

        var result = await origin.ExportAsync();

        Assert.All(result.Files, file => Assert.Equal((file.Asset, ExportAction.Unchanged), (file.Asset, file.Action)));
        Assert.Equal(6, result.Files.Count);
    }

    private async Task FillAsync()
    {
        await origin.HasFileAsync("/Shared/app/notebooks/load", "print(1)", "SOURCE", "PYTHON");
        await origin.HasFileAsync("/Shared/app/notebooks/sub/counts", "select 1", "SOURCE", "SQL");
        await origin.HasFileAsync("/Shared/app/notebooks/lib/tool.py", "print(2)\n");
        await origin.HasFileAsync("/Shared/app/init-scripts/install.sh", "echo 1\n");
        var etl = await origin.HasClusterAsync(
            """
            {
              "cluster_name": "ETL",
              "spark_version": "16.4.x-scala2.12",
              "node_type_id": "Standard_D4ds_v5",
              "num_workers": 1,
              "autotermination_minutes": 20
            }
            """
        );
        await origin.HasClusterAsync(
            """
            {
              "cluster_name": "spot",
              "spark_version": "16.4.x-scala2.12",
              "node_type_id": "Standard_D4ds_v5",
              "driver_node_type_id": "Standard_D8ds_v5",
              "autoscale": { "min_workers": 1, "max_workers": 3 },
              "azure_attributes": { "availability": "SPOT_AZURE", "first_on_demand": 1, "spot_bid_max_price": -1 },
              "data_security_mode": "USER_ISOLATION",
              "spark_env_vars": { "A": "1" }
            }
            """
        );
        foreach (var job in Odd)
            await origin.HasJobAsync(job.Replace("\"ETL\"", $"\"{etl}\"", StringComparison.Ordinal));
    }

    /// <summary>All jobs, clusters and files, with names for what differs from workspace to workspace.</summary>
    private static async Task<IReadOnlyList<string>> ContentAsync(TestWorkspace workspace)
    {
        var clusters = ((JArray)(await workspace.Cloud.GetAsync("/api/2.1/clusters/list"))["clusters"]!).OfType<JObject>().ToList();
        var jobs = ((JArray)(await workspace.Cloud.GetAsync("/api/2.2/jobs/list?expand_tasks=true"))["jobs"]!)
            .OfType<JObject>()
            .Select(job => job["settings"]!.ToString())
            .ToList();
        string[] set =
        [
            "cluster_name",
            "spark_version",
            "node_type_id",
            "driver_node_type_id",
            "num_workers",
            "autoscale",
            "autotermination_minutes",
            "azure_attributes",
            "data_security_mode",
            "spark_env_vars",
            "enable_elastic_disk",
            "enable_local_disk_encryption",
        ];
        var texts = jobs.Select(job =>
                clusters.Aggregate(
                    job,
                    (text, cluster) =>
                        text.Replace((string)cluster["cluster_id"]!, (string)cluster["cluster_name"]!, StringComparison.Ordinal)
                )
            )
            .Concat(
                clusters.Select(cluster =>
                    new JObject(set.Where(cluster.ContainsKey).Select(field => new JProperty(field, cluster[field]))).ToString()
                )
            );
        var files = new[]
        {
            "/Shared/app/notebooks/load",
            "/Shared/app/notebooks/sub/counts",
            "/Shared/app/notebooks/lib/tool.py",
            "/Shared/app/init-scripts/install.sh",
        };
        var sources = await Task.WhenAll(
            files.Select(async file =>
                $"{file}: {(string?)(await workspace.StatusAsync(file))["object_type"]} {await workspace.SourceAsync(file)}"
            )
        );
        return [.. texts.Select(Sorted).Concat(sources).Order(StringComparer.Ordinal)];
    }

    private static string Sorted(string json) => JsonValues.Canonical(JObject.Parse(json));

    private IReadOnlyList<string> Snapshot() =>
        [
            .. origin
                .Files()
                .Append(".layercake-export.json")
                .Select(file => $"{file} {File.GetLastWriteTimeUtc(origin.Assets[file]):O} {origin.Text(file)}"),
        ];
}
