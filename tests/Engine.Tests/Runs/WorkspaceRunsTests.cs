using Layercake.Engine.Runs;
using Layercake.Engine.Tests.Support;
using Layercake.Rest.Apis;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Runs;

/// <summary>Runs of the local cloud whose outcomes are said beforehand, on a clock that does not wait.</summary>
public sealed class WorkspaceRunsTests : IAsyncLifetime
{
    private readonly SelfAdvancingClock clock = new();
    private readonly RecordedRuns watch = new();
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(clock);

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("SUCCESS", RunEnd.Succeeded, "t succeeded.")]
    [InlineData("FAILED", RunEnd.Failed, "t failed: ValueError: no rows")]
    [InlineData("TIMEDOUT", RunEnd.TimedOut, "t took longer than its timeout allows, and was stopped.")]
    [InlineData("CANCELED", RunEnd.Cancelled, "t was cancelled in the workspace, by somebody or by the service.")]
    [InlineData(
        "INTERNAL_ERROR",
        RunEnd.InternalError,
        "t ended in an internal error: Task notebook failed with message: ValueError: no rows"
    )]
    public async Task Every_end_has_a_sentence_of_its_own(string outcome, RunEnd end, string sentence)
    {
        await ScriptAsync(
            $$"""
            {
              "task": "*",
              "result_state": "{{outcome}}",
              "error": "ValueError: no rows",
              "error_trace": "\u001b[31mTraceback\u001b[0m",
              "exit_value": "7"
            }
            """
        );

        var result = await RunAsync(Order());

        Assert.Equal((end, sentence), (result.State.End, RunMessages.Of(result)));
        Assert.Equal(end == RunEnd.Succeeded, result.Succeeded);
        Assert.Equal(end == RunEnd.Succeeded ? "7" : null, result.Tasks[0].ExitValue);
        Assert.Equal(end == RunEnd.Succeeded ? null : "Traceback", result.Tasks[0].Trace);
    }

    [Fact]
    public async Task Tasks_that_failed_before_the_last_ones_succeeded_are_named()
    {
        await ScriptAsync("""{"task": "*"}""");
        await ScriptAsync("""{"task": "t/a", "result_state": "FAILED"}""");

        var result = await RunAsync(
            Order(
                new JObject
                {
                    ["run_name"] = "t",
                    ["tasks"] = JArray.Parse(
                        """
                        [
                          { "task_key": "a", "notebook_task": { "notebook_path": "/n" } },
                          {
                            "task_key": "b",
                            "depends_on": [{ "task_key": "a" }],
                            "run_if": "ALL_DONE",
                            "notebook_task": { "notebook_path": "/n" }
                          }
                        ]
                        """
                    ),
                }
            )
        );

        Assert.Equal("t ended well although tasks failed: a. It counts as failed, since not all of it succeeded.", RunMessages.Of(result));
        Assert.False(result.Succeeded);
    }

    [Fact]
    public async Task A_run_that_the_job_has_no_place_for_was_skipped()
    {
        await ScriptAsync("""{"task": "*", "duration_ms": 3600000}""");
        var job = (long)
            (
                await workspace.Cloud.PostAsync(
                    "/api/2.2/jobs/create",
                    JObject.Parse(
                        """
                        {
                          "name": "j",
                          "queue": { "enabled": false },
                          "tasks": [{ "task_key": "a", "notebook_task": { "notebook_path": "/n" } }]
                        }
                        """
                    )
                )
            )["job_id"]!;
        await workspace.Cloud.PostAsync("/api/2.2/jobs/run-now", new JObject { ["job_id"] = job });

        var result = await RunAsync(
            new RunOrder
            {
                Subject = "j",
                JobId = job,
                Body = [],
            }
        );

        Assert.StartsWith(
            "j was skipped: as many runs of the job as max_concurrent_runs allows were active.",
            RunMessages.Of(result),
            StringComparison.Ordinal
        );
        Assert.Empty(result.Tasks);
    }

    [Fact]
    public async Task A_lost_answer_starts_no_second_run()
    {
        await ScriptAsync("""{"task": "*"}""");
        await workspace.Cloud.AddFaultAsync("""{"method": "POST", "path": "/api/2.2/jobs/runs/submit", "action": "drop_after"}""");

        var result = await RunAsync(Order());

        Assert.True(result.Succeeded);
        Assert.Equal(2, (await workspace.Cloud.RequestsAsync()).Count(request => request == "POST /api/2.2/jobs/runs/submit"));
        Assert.Single(await RunsAsync());
    }

    [Fact]
    public async Task Waiting_asks_often_at_first_and_then_every_ten_seconds()
    {
        await ScriptAsync("""{"task": "*", "duration_ms": 60000}""");
        clock.Delays.Clear();

        await RunAsync(Order());

        Assert.Equal(TimeSpan.FromMilliseconds(250), clock.Delays[0]);
        Assert.Equal(TimeSpan.FromSeconds(10), clock.Delays[^1]);
        Assert.Equal(clock.Delays.Order(), clock.Delays);
        Assert.InRange(clock.Delays.Count, 10, 16);
    }

    [Fact]
    public async Task A_run_that_nobody_waits_for_any_more_is_cancelled()
    {
        await ScriptAsync("""{"task": "*", "duration_ms": 3600000}""");
        using var stop = new CancellationTokenSource();
        var leaving = new RecordedRuns { OnSeen = _ => stop.Cancel() };

        var result = await Runs.RunAsync(Order(), leaving, stop.Token);

        Assert.Equal("t was cancelled with the pipeline.", RunMessages.Of(result));
        Assert.False(result.Succeeded);
        Assert.Contains("cancelled ", leaving.Told);
        Assert.True(
            (bool)(await RunAsync())["state"]!["user_cancelled_or_timedout"]!
                || (string?)(await RunAsync())["state"]!["life_cycle_state"] == "TERMINATING"
        );
    }

    [Fact]
    public async Task A_run_whose_start_was_cut_off_is_found_by_its_token_and_cancelled()
    {
        await ScriptAsync("""{"task": "*", "duration_ms": 3600000}""");
        await workspace.Cloud.AddFaultAsync("""{"method": "GET", "path": "/api/2.2/jobs/runs/get", "status": 503, "times": 0}""");
        using var stop = new CancellationTokenSource();
        clock.Delays.Clear();
        var order = Order();
        var waiting = Runs.RunAsync(order, watch, stop.Token);
        await stop.CancelAsync();

        Assert.Equal(RunEnd.Interrupted, (await waiting).State.End);

        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        Assert.Contains("cancelled ", watch.Told);
        Assert.Single(await RunsAsync());
    }

    [Fact]
    public async Task What_was_over_before_the_pipeline_was_cancelled_is_kept_and_what_waited_is_never_started()
    {
        await ScriptAsync("""{"task": "first/notebook"}""");
        await ScriptAsync("""{"task": "second/notebook", "duration_ms": 3600000}""");
        using var stop = new CancellationTokenSource();
        var leaving = new RecordedRuns
        {
            OnStarted = order =>
            {
                if (order.Subject == "second")
                    stop.Cancel();
            },
        };

        var results = await Runs.RunAllAsync([Named("first"), Named("second"), Named("third")], atOnce: 1, leaving, stop.Token);

        Assert.Equal(
            [
                "first succeeded.",
                "second was cancelled with the pipeline.",
                "third was not run: the pipeline was cancelled before its turn came.",
            ],
            results.Select(RunMessages.Of)
        );
        Assert.Equal(2, (await RunsAsync()).Count);
    }

    [Fact]
    public async Task A_run_whose_turn_comes_after_the_pipeline_was_cancelled_is_not_started()
    {
        await ScriptAsync("""{"task": "*"}""");

        var result = await Runs.RunAsync(Order(), watch, new CancellationToken(canceled: true));

        Assert.Equal(RunEnd.Interrupted, result.State.End);
        Assert.Empty(await RunsAsync());
    }

    [Fact]
    public async Task What_the_workspace_refuses_becomes_a_result_and_the_others_go_on()
    {
        await ScriptAsync("""{"task": "*"}""");
        var wrong = Order(
            new JObject { ["run_name"] = "w", ["tasks"] = JArray.Parse("""[{"task_key": "a", "depends_on": [{"task_key": "nowhere"}]}]""") }
        );

        var results = await Runs.RunAllAsync([wrong, Order()], atOnce: 2, watch, CancellationToken.None);

        Assert.StartsWith(
            "t could not be started: POST /api/2.2/jobs/runs/submit answered 400",
            RunMessages.Of(results[0]),
            StringComparison.Ordinal
        );
        Assert.True(results[1].Succeeded);
    }

    [Fact]
    public async Task The_failed_iterations_of_a_loop_are_told()
    {
        await ScriptAsync("""{"task": "t/each", "result_state": "FAILED", "error": "ValueError: no"}""");

        var result = await RunAsync(
            Order(
                new JObject
                {
                    ["run_name"] = "t",
                    ["tasks"] = JArray.Parse(
                        """
                        [
                          {
                            "task_key": "loop",
                            "for_each_task": {
                              "inputs": "[1, 2, 3]",
                              "task": { "task_key": "each", "notebook_task": { "notebook_path": "/n" } }
                            }
                          }
                        ]
                        """
                    ),
                }
            )
        );

        Assert.Equal("t failed: 3 of 3 iterations did not succeed.", RunMessages.Of(result));
        Assert.Contains("Iteration 2: ValueError: no", result.Tasks[0].Trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_the_run_is_told_at_its_start()
    {
        await ScriptAsync("""{"task": "*"}""");

        var result = await RunAsync(Order());

        Assert.True(watch.Told.TryPeek(out var first));
        Assert.Equal($"started t {result.PageUrl}", first);
        Assert.EndsWith($"/run/{result.RunId}", result.PageUrl, StringComparison.Ordinal);
    }

    private WorkspaceRuns Runs => new(new RunsApi(workspace.Client()), clock);

    private static RunOrder Order(JObject? body = null) =>
        new()
        {
            Subject = "t",
            Body = body ?? RunOrders.Notebook("t", "/n", "t", new Dictionary<string, string>(), null, null, TimeSpan.Zero).Body,
        };

    private static RunOrder Named(string name) =>
        RunOrders.Notebook(name, "/n", name, new Dictionary<string, string>(), null, null, TimeSpan.Zero);

    private Task<RunResult> RunAsync(RunOrder order) => Runs.RunAsync(order, watch, CancellationToken.None);

    private Task ScriptAsync(string outcome) => workspace.Cloud.AdminAsync("POST", "/run-outcomes", JObject.Parse(outcome));

    private async Task<JArray> RunsAsync() => (JArray)((await workspace.Cloud.GetAsync("/api/2.2/jobs/runs/list"))["runs"] ?? new JArray());

    private async Task<JToken> RunAsync() => Assert.Single(await RunsAsync());
}
