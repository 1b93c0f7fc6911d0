using System.Text;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Jobs.Notebooks;

/// <summary>A cloud that executes notebooks, and short ways to have them executed.</summary>
internal sealed class NotebookBench : IAsyncDisposable
{
    private NotebookBench(LocalCloudFixture cloud) => Cloud = cloud;

    public LocalCloudFixture Cloud { get; }

    public static async Task<NotebookBench> StartAsync(LocalCloudOptions? options = null) =>
        new(await LocalCloudFixture.StartAsync(options ?? new LocalCloudOptions()));

    /// <summary>Imports a Python notebook of these cells.</summary>
    public Task NotebookAsync(string path, params string[] cells) =>
        ImportAsync(path, "SOURCE", "PYTHON", $"# Databricks notebook source\n{string.Join("\n\n# COMMAND ----------\n\n", cells)}\n");

    public async Task ImportAsync(string path, string format, string? language, string text)
    {
        await Cloud.PostAsync("/api/2.0/workspace/mkdirs", new JObject { ["path"] = path[..path.LastIndexOf('/')] });
        await Cloud.PostAsync(
            "/api/2.0/workspace/import",
            new JObject
            {
                ["path"] = path,
                ["format"] = format,
                ["language"] = language,
                ["overwrite"] = true,
                ["content"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
            }
        );
    }

    /// <summary>Runs one notebook and gives what became of it.</summary>
    public async Task<JObject> OutputAsync(string path, string parameters = "{}")
    {
        var run = await EndAsync(
            await SubmitAsync(
                $$"""
                {
                  "tasks": [
                    {
                      "task_key": "main",
                      "notebook_task": {
                        "notebook_path": "{{path}}",
                        "base_parameters": {{parameters}}
                      }
                    }
                  ]
                }
                """
            )
        );
        return await OutputAsync(run, "main");
    }

    public async Task<long> SubmitAsync(string body) =>
        (long)(await Cloud.PostAsync("/api/2.2/jobs/runs/submit", JObject.Parse(body)))["run_id"]!;

    public Task<JObject> RunAsync(long id) => Cloud.GetAsync($"/api/2.2/jobs/runs/get?run_id={id}");

    public Task<JObject> OutputAsync(JObject run, string task) =>
        Cloud.GetAsync($"/api/2.2/jobs/runs/get-output?run_id={TaskOf(run, task)["run_id"]}");

    public static JToken TaskOf(JObject run, string task) => run["tasks"]!.Single(entry => (string?)entry["task_key"] == task);

    public Task<JObject> EndAsync(long id) =>
        WhenAsync(id, run => (string?)run["state"]!["life_cycle_state"] is "TERMINATED" or "SKIPPED" or "INTERNAL_ERROR");

    /// <summary>The run as soon as it is so.</summary>
    public async Task<JObject> WhenAsync(long id, Func<JObject, bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        while (true)
        {
            var run = await RunAsync(id);
            if (isSo(run))
                return run;

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }
    }

    public static string Result(JToken run) => $"{run["state"]!["life_cycle_state"]}/{run["state"]!["result_state"]}";

    public ValueTask DisposeAsync() => Cloud.DisposeAsync();
}
