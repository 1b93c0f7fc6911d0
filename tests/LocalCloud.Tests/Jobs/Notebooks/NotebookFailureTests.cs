using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Jobs.Notebooks;

/// <summary>Whatever fails in the cloud itself, a run ends, and says where the reason is. Here the disk lost what a file held.</summary>
public sealed class NotebookFailureTests : IAsyncLifetime
{
    private readonly TempDirectory folder = new();

    private NotebookBench bench = null!;

    public async Task InitializeAsync() =>
        bench = await NotebookBench.StartAsync(new LocalCloudOptions { StateDirectory = folder["state"] });

    public async Task DisposeAsync()
    {
        await bench.DisposeAsync();
        folder.Dispose();
    }

    [PythonFact]
    public async Task A_notebook_that_cannot_be_executed_ends_its_run_as_an_internal_error()
    {
        await bench.NotebookAsync("/Shared/t/one", "print(1)");
        await bench.ImportAsync("/Shared/t/lib.py", "AUTO", null, "x = 1");
        LoseWhatFilesHold();
        await bench.NotebookAsync("/Shared/t/one", "print(2)");

        var run = await bench.EndAsync(
            await bench.SubmitAsync("""{"tasks": [{"task_key": "main", "notebook_task": {"notebook_path": "/Shared/t/one"}}]}""")
        );

        AssertNamesTheLog(run);
    }

    [Fact]
    public async Task A_task_whose_turn_cannot_be_prepared_ends_its_run_as_an_internal_error()
    {
        await bench.NotebookAsync("/Shared/t/one", "print(1)");
        await bench.Cloud.AdminAsync("POST", "/run-outcomes", JObject.Parse("""{"task":"r/first","task_values":{"day":"monday"}}"""));
        LoseWhatFilesHold();

        var run = await bench.EndAsync(
            await bench.SubmitAsync(
                """
                {
                  "run_name": "r",
                  "tasks": [
                    {"task_key": "first", "notebook_task": {"notebook_path": "/Shared/t/one"}},
                    {
                      "task_key": "main",
                      "depends_on": [{"task_key": "first"}],
                      "notebook_task": {
                        "notebook_path": "/Shared/t/one",
                        "base_parameters": {"day": "{{tasks.first.values.day}}"}
                      }
                    }
                  ]
                }
                """
            )
        );

        AssertNamesTheLog(run);
    }

    /// <summary>The stack trace is in the log alone.</summary>
    private void AssertNamesTheLog(JObject run)
    {
        var log = folder["state/cloud.log"];
        var message = (string?)run["state"]!["state_message"];
        Assert.Equal("INTERNAL_ERROR/FAILED", NotebookBench.Result(run));
        Assert.Equal("INTERNAL_ERROR", (string?)run["status"]!["termination_details"]!["code"]);
        Assert.Contains($"The whole reason is in {log}.", message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            $"Run {NotebookBench.TaskOf(run, "main")["run_id"]} failed: System.IO.FileNotFoundException",
            File.ReadAllText(log),
            StringComparison.Ordinal
        );
        Assert.Contains("   at Layercake.LocalCloud.", File.ReadAllText(log), StringComparison.Ordinal);
    }

    private void LoseWhatFilesHold()
    {
        foreach (var blob in Directory.GetFiles(folder["state/blobs"]))
            File.Delete(blob);
    }
}
