using System.Diagnostics;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Jobs.Notebooks;

/// <summary>Notebooks that do not end by themselves, and what is left of them: nothing.</summary>
public sealed class NotebookEndTests : IDisposable
{
    /// <summary>Writes who it is, with a child, and then never ends.</summary>
    private const string Endless =
        "import os, subprocess, sys, time\nchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3600)'])\nwith "
        + "open(r'{0}', 'w') as f: f.write(f'{os.getpid()} {child.pid}\\n')\nwhile True: time.sleep(0.01)";

    private readonly TempDirectory folder = new();

    private string Who => folder["who.txt"];

    public void Dispose() => folder.Dispose();

    [PythonFact]
    public async Task Cancelling_the_run_ends_the_process_and_what_it_started()
    {
        await using var bench = await NotebookBench.StartAsync();
        var (id, processes) = await StartEndlessAsync(bench);

        await bench.Cloud.PostAsync("/api/2.2/jobs/runs/cancel", new JObject { ["run_id"] = id });

        Assert.Equal("TERMINATED/CANCELED", NotebookBench.Result(await bench.EndAsync(id)));
        await AssertGoneAsync(processes);
    }

    [PythonFact]
    public async Task The_end_of_the_cloud_is_the_end_of_its_notebooks()
    {
        IReadOnlyList<Process> processes;
        await using (var bench = await NotebookBench.StartAsync())
            (_, processes) = await StartEndlessAsync(bench);

        await AssertGoneAsync(processes);
    }

    [PythonFact]
    public async Task What_a_stopped_cloud_was_executing_is_an_internal_error_to_the_next_one()
    {
        long id;
        var options = new LocalCloudOptions { StateDirectory = folder["state"] };
        await using (var bench = await NotebookBench.StartAsync(options))
            (id, _) = await StartEndlessAsync(bench);

        await using var next = await NotebookBench.StartAsync(options);
        var run = await next.RunAsync(id);

        Assert.Equal("INTERNAL_ERROR/FAILED", NotebookBench.Result(run));
        Assert.Contains(
            "The local cloud ended while this notebook was running.",
            (string?)run["state"]!["state_message"],
            StringComparison.Ordinal
        );
    }

    [PythonFact]
    public async Task A_task_that_takes_too_long_times_out_and_its_process_ends()
    {
        await using var bench = await NotebookBench.StartAsync();
        var (id, processes) = await StartEndlessAsync(bench, timeout: 3600);

        await bench.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 3_700_000 });

        Assert.Equal("TERMINATED/TIMEDOUT", NotebookBench.Result(await bench.EndAsync(id)));
        await AssertGoneAsync(processes);
    }

    [PythonFact]
    public async Task A_process_that_ends_itself_is_a_failure_with_its_exit_code()
    {
        await using var bench = await NotebookBench.StartAsync();
        await bench.NotebookAsync("/t/exits", "import os\nos._exit(7)");

        Assert.Equal("The Python process ended by itself with exit code 7.", (string?)(await bench.OutputAsync("/t/exits"))["error"]);
    }

    [PythonFact]
    public async Task A_notebook_that_speaks_in_its_runners_place_ends_the_run_and_nothing_else()
    {
        await using var bench = await NotebookBench.StartAsync();
        await bench.NotebookAsync(
            "/t/speaks",
            "import os\nfor fd in range(3, 20):\n    try: os.write(fd, b'no json\\n')\n    except OSError: pass"
        );
        await bench.NotebookAsync("/t/next", "dbutils.notebook.exit('fine')");

        var output = await bench.OutputAsync("/t/speaks");

        Assert.Equal("INTERNAL_ERROR/FAILED", NotebookBench.Result(output["metadata"]!));
        Assert.Equal("fine", (string?)(await bench.OutputAsync("/t/next"))["notebook_output"]!["result"]);
    }

    [PythonFact]
    public async Task A_notebook_sees_nothing_of_the_variables_and_the_home_of_who_runs_the_cloud()
    {
        await using var bench = await NotebookBench.StartAsync();
        await bench.NotebookAsync(
            "/t/sees",
            "import os, json\ndbutils.notebook.exit(json.dumps([sorted(os.environ), os.path.expanduser('~'), os.getcwd()]))"
        );
        Environment.SetEnvironmentVariable("LAYERCAKE_TEST_SECRET", "hunter2");

        var seen = JArray.Parse((string)(await bench.OutputAsync("/t/sees"))["notebook_output"]!["result"]!);

        Assert.DoesNotContain("LAYERCAKE_TEST_SECRET", seen[0].Values<string>());
        Assert.NotEqual(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), (string?)seen[1]);
        Assert.False(Directory.Exists((string)seen[2]!), "The notebook's folder is removed with it.");
    }

    [PythonFact]
    public async Task A_run_that_waits_in_line_is_executed_when_the_one_before_it_is_cancelled()
    {
        await using var bench = await NotebookBench.StartAsync();
        await bench.NotebookAsync("/t/endless", Endless.Replace("{0}", Who, StringComparison.Ordinal));
        var job = (long)
            (
                await bench.Cloud.PostAsync(
                    "/api/2.2/jobs/create",
                    JObject.Parse(
                        """
                        {
                          "name": "j",
                          "queue": {"enabled": true},
                          "tasks": [{"task_key": "main", "notebook_task": {"notebook_path": "/t/endless"}}]
                        }
                        """
                    )
                )
            )["job_id"]!;
        var first = (long)(await bench.Cloud.PostAsync("/api/2.2/jobs/run-now", new JObject { ["job_id"] = job }))["run_id"]!;
        await ProcessesAsync();
        var second = (long)(await bench.Cloud.PostAsync("/api/2.2/jobs/run-now", new JObject { ["job_id"] = job }))["run_id"]!;
        Assert.Equal("QUEUED", (string?)(await bench.RunAsync(second))["state"]!["life_cycle_state"]);

        await bench.NotebookAsync("/t/endless", "dbutils.notebook.exit('second')");
        await bench.Cloud.PostAsync("/api/2.2/jobs/runs/cancel", new JObject { ["run_id"] = first });

        var run = await bench.EndAsync(second);
        Assert.Equal("second", (string?)(await bench.OutputAsync(run, "main"))["notebook_output"]!["result"]);
    }

    private async Task<(long Run, IReadOnlyList<Process> Processes)> StartEndlessAsync(NotebookBench bench, int timeout = 0)
    {
        await bench.NotebookAsync("/t/endless", Endless.Replace("{0}", Who, StringComparison.Ordinal));
        var id = await bench.SubmitAsync(
            $$$"""{"tasks": [{"task_key": "main", "timeout_seconds": {{{timeout}}}, "notebook_task": {"notebook_path": "/t/endless"}}]}"""
        );
        return (id, await ProcessesAsync());
    }

    private async Task<IReadOnlyList<Process>> ProcessesAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        while (!File.Exists(Who) || !(await File.ReadAllTextAsync(Who, limit.Token)).EndsWith('\n'))
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);

        return [.. (await File.ReadAllTextAsync(Who, limit.Token)).Split(' ').Select(id => Process.GetProcessById(int.Parse(id, null)))];
    }

    private static async Task AssertGoneAsync(IReadOnlyList<Process> processes)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        foreach (var process in processes)
            await process.WaitForExitAsync(limit.Token);
    }
}
