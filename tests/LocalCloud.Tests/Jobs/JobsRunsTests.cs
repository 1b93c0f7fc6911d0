using Layercake.LocalCloud.State;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Jobs;

/// <remarks>A task takes 10 s to get its cluster and 30 s to run; a cancelled one lets go within 5 s.</remarks>
public sealed class JobsRunsTests
{
    private const string Chain = """
        {
          "name": "orders", "parameters": [{"name": "env", "default": "test"}],
          "job_clusters": [
            {
              "job_cluster_key": "main",
              "new_cluster": {"spark_version": "x", "node_type_id": "Standard_DS3_v2", "num_workers": 1}
            }
          ],
          "tasks": [
            {
              "task_key": "report",
              "depends_on": [{"task_key": "ingest"}],
              "job_cluster_key": "main",
              "notebook_task": {"notebook_path": "/report"}
            },
            {
              "task_key": "ingest",
              "job_cluster_key": "main",
              "spark_python_task": {"python_file": "/i.py", "parameters": ["--env", "{{job.parameters.env}}"]}
            }
          ]
        }
        """;

    private readonly JobsBench bench = new();

    public JobsRunsTests() => bench.HasCluster("c-1");

    [Fact]
    public void Tasks_run_after_what_they_depend_on()
    {
        var run = bench.RunNow(bench.Create(Chain));
        var states = new List<string> { bench.States(run) };
        foreach (var seconds in new[] { 10, 30, 10, 30 })
        {
            bench.Pass(seconds);
            states.Add(bench.States(run));
        }

        Assert.Equal(
            [
                "PENDING: report=BLOCKED ingest=PENDING",
                "RUNNING: report=BLOCKED ingest=RUNNING",
                "RUNNING: report=PENDING ingest=TERMINATED/SUCCESS",
                "RUNNING: report=RUNNING ingest=TERMINATED/SUCCESS",
                "TERMINATED/SUCCESS: report=TERMINATED/SUCCESS ingest=TERMINATED/SUCCESS",
            ],
            states
        );
    }

    [Fact]
    public void A_run_shows_its_times_its_parameters_and_its_cluster()
    {
        var job = bench.Create(Chain);
        var run = bench.RunNow(job, """{"job_parameters": {"env": "prod"}}""");
        Assert.Equal((0, 0), ((long)bench.Run(run)["end_time"]!, (long)bench.Run(run)["tasks"]![0]!["start_time"]!));
        bench.Pass(80);

        var seen = bench.Run(run);

        Assert.Equal((job, run, run), ((long)seen["job_id"]!, (long)seen["run_id"]!, (long)seen["number_in_job"]!));
        Assert.Equal((80_000, 0, 0), ((long)seen["run_duration"]!, (long)seen["setup_duration"]!, (long)seen["execution_duration"]!));
        Assert.Equal((long)seen["start_time"]! + 80_000, (long)seen["end_time"]!);
        Assert.Equal(
            """[{"name":"env","default":"test","value":"prod"}]""",
            seen["job_parameters"]!.ToString(Newtonsoft.Json.Formatting.None)
        );
        Assert.Equal("prod", (string?)seen["tasks"]![1]!["spark_python_task"]!["parameters"]![1]);
        Assert.Equal((10_000, 30_000), ((long)seen["tasks"]![1]!["setup_duration"]!, (long)seen["tasks"]![1]!["execution_duration"]!));
        Assert.Equal(seen["tasks"]![0]!["cluster_instance"]!["cluster_id"], seen["tasks"]![1]!["cluster_instance"]!["cluster_id"]);
        Assert.Equal(JTokenType.String, seen["tasks"]![0]!["cluster_instance"]!["spark_context_id"]!.Type);
        Assert.Equal($"http://127.0.0.1:1/?o=5921840376612093#job/{job}/run/{run}", (string?)seen["run_page_url"]);
        Assert.Equal(
            ("JOB_RUN", "ONE_TIME", "MULTI_TASK", "orders"),
            ((string?)seen["run_type"], (string?)seen["trigger"], (string?)seen["format"], (string?)seen["run_name"])
        );
        Assert.Equal("SUCCESS", (string?)seen["status"]!["termination_details"]!["code"]);
    }

    [Fact]
    public void A_scripted_failure_fails_the_run_and_what_depends_on_the_task()
    {
        Script("orders/ingest", """{"result_state": "FAILED", "error": "ValueError: missing column", "error_trace": "Traceback"}""");
        var run = bench.RunNow(bench.Create(Chain));
        bench.Pass(40);

        var seen = bench.Run(run);

        Assert.Equal("TERMINATED/FAILED: report=TERMINATED/UPSTREAM_FAILED ingest=TERMINATED/FAILED", bench.States(run));
        Assert.Equal(
            "Task ingest failed with message: Workload failed, see run output for details.",
            (string?)seen["state"]!["state_message"]
        );
        Assert.Equal("RUN_EXECUTION_ERROR", (string?)seen["status"]!["termination_details"]!["code"]);
        var output = bench.Get($"/api/2.2/jobs/runs/get-output?run_id={seen["tasks"]![1]!["run_id"]}");
        Assert.Equal(("ValueError: missing column", "Traceback"), ((string?)output["error"], (string?)output["error_trace"]));
        Assert.Equal("ingest", (string?)output["metadata"]!["run_name"]);
        Assert.Null(output["metadata"]!["task"]);
    }

    [Theory]
    [InlineData("ALL_DONE", "TERMINATED/SUCCESS_WITH_FAILURES: a=TERMINATED/FAILED b=TERMINATED/SUCCESS")]
    [InlineData("AT_LEAST_ONE_FAILED", "TERMINATED/SUCCESS_WITH_FAILURES: a=TERMINATED/FAILED b=TERMINATED/SUCCESS")]
    [InlineData("NONE_FAILED", "TERMINATED/FAILED: a=TERMINATED/FAILED b=TERMINATED/UPSTREAM_FAILED")]
    public void Run_if_decides_what_follows_a_failure(string runIf, string states)
    {
        Script("j/a", """{"result_state": "FAILED"}""");
        var run = bench.RunNow(
            bench.Create(
                $$$"""
                {
                  "name": "j",
                  "tasks": [
                    {"task_key": "a", "notebook_task": {"notebook_path": "/n"}},
                    {"task_key": "b", "depends_on": [{"task_key": "a"}], "run_if": "{{{runIf}}}", "notebook_task": {"notebook_path": "/n"}}
                  ]
                }
                """
            )
        );
        bench.Pass(100);

        Assert.Equal(states, bench.States(run));
    }

    [Fact]
    public void A_condition_chooses_the_branch_that_runs()
    {
        var run = bench.RunNow(
            bench.Create(
                """
                {"parameters": [{"name": "n", "default": "10"}], "tasks": [
                  {"task_key": "if", "condition_task": {"op": "GREATER_THAN", "left": "{{job.parameters.n}}", "right": "9"}},
                  {"task_key": "yes", "depends_on": [{"task_key": "if", "outcome": "true"}], "notebook_task": {"notebook_path": "/n"}},
                  {"task_key": "no", "depends_on": [{"task_key": "if", "outcome": "false"}], "notebook_task": {"notebook_path": "/n"}}]}
                """
            )
        );
        bench.Pass(100);

        Assert.Equal("TERMINATED/SUCCESS: if=TERMINATED/SUCCESS yes=TERMINATED/SUCCESS no=TERMINATED/EXCLUDED", bench.States(run));
        Assert.Equal("true", (string?)bench.Run(run)["tasks"]![0]!["condition_task"]!["outcome"]);
    }

    [Fact]
    public void The_exit_value_of_a_notebook_is_its_output()
    {
        Script("*", """{"exit_value": "{\"rows\": 3}"}""");
        var run = bench.RunNow(bench.Create(Chain));
        bench.Pass(80);
        var tasks = bench.Run(run)["tasks"]!;

        var notebook = bench.Get($"/api/2.1/jobs/runs/get-output?run_id={tasks[0]!["run_id"]}");

        Assert.Equal(
            """{"result":"{\"rows\": 3}","truncated":false}""",
            notebook["notebook_output"]!.ToString(Newtonsoft.Json.Formatting.None)
        );
        Assert.Equal("NOTEBOOK", (string?)bench.Get($"/api/2.1/jobs/runs/export?run_id={tasks[0]!["run_id"]}")["views"]![0]!["type"]);
        Assert.NotNull(bench.Get($"/api/2.1/jobs/runs/get-output?run_id={tasks[1]!["run_id"]}")["logs"]);
        JobsBench.Message(() => bench.Get($"/api/2.1/jobs/runs/export?run_id={tasks[1]!["run_id"]}"));
        Assert.Equal(
            "Retrieving the output of runs with multiple tasks is not supported. Please retrieve the output of each individual task "
                + "run instead.",
            JobsBench.Message(() => bench.Get($"/api/2.1/jobs/runs/get-output?run_id={run}"))
        );
    }

    [Fact]
    public void A_cancelled_run_terminates_first_and_cancelling_it_again_does_nothing()
    {
        var run = bench.RunNow(bench.Create(Chain));
        bench.Pass(20);

        bench.Post("/api/2.2/jobs/runs/cancel", $$$"""{"run_id": {{{run}}}}""");
        Assert.Equal("TERMINATING: report=BLOCKED ingest=TERMINATING", bench.States(run));
        bench.Pass(5);

        Assert.Equal("TERMINATED/CANCELED: report=TERMINATED/CANCELED ingest=TERMINATED/CANCELED", bench.States(run));
        Assert.True((bool)bench.Run(run)["state"]!["user_cancelled_or_timedout"]!);
        Assert.Equal("USER_CANCELED", (string?)bench.Run(run)["status"]!["termination_details"]!["code"]);
        Assert.Empty(bench.Post("/api/2.2/jobs/runs/cancel", $$"""{"run_id": "{{run}}"}"""));
    }

    [Theory]
    [InlineData("""{"timeout_seconds": 20, "tasks": [{"task_key": "a", "notebook_task": {"notebook_path": "/n"}}]}""")]
    [InlineData("""{"tasks": [{"task_key": "a", "timeout_seconds": 20, "notebook_task": {"notebook_path": "/n"}}]}""")]
    public void A_run_that_takes_too_long_times_out(string settings)
    {
        var run = bench.RunNow(bench.Create(settings));
        bench.Pass(21);

        Assert.Equal("TERMINATED/TIMEDOUT: a=TERMINATED/TIMEDOUT", bench.States(run));
    }

    [Fact]
    public void A_token_starts_one_run_however_often_it_is_sent()
    {
        var job = bench.Create(Chain);
        var run = bench.RunNow(job, """{"idempotency_token": "t-1"}""");

        Assert.Equal(run, bench.RunNow(job, """{"idempotency_token": "t-1"}"""));
        Assert.NotEqual(run, bench.RunNow(job, """{"idempotency_token": "t-2"}"""));

        bench.Pass(100);
        bench.Post("/api/2.2/jobs/runs/delete", $$$"""{"run_id": {{{run}}}}""");
        Assert.Contains(
            "deleted",
            JobsBench.Message(() => bench.RunNow(job, """{"idempotency_token": "t-1"}""")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_one_time_run_needs_no_job()
    {
        const string body = """
            {
              "run_name": "once",
              "idempotency_token": "t",
              "tasks": [{"task_key": "a", "existing_cluster_id": "c-1", "notebook_task": {"notebook_path": "/n"}}]
            }
            """;
        var run = (long)bench.Post("/api/2.1/jobs/runs/submit", body)["run_id"]!;
        bench.Pass(40);

        Assert.Equal(run, (long)bench.Post("/api/2.1/jobs/runs/submit", body)["run_id"]!);
        Assert.Equal("TERMINATED/SUCCESS: a=TERMINATED/SUCCESS", bench.States(run));
        Assert.Equal("SUBMIT_RUN", (string?)bench.Run(run)["run_type"]);
        Assert.Equal("c-1", (string?)bench.Run(run)["tasks"]![0]!["cluster_instance"]!["cluster_id"]);
        JobsBench.Message(() => bench.Settings((long)bench.Run(run)["job_id"]!));
    }

    [Fact]
    public void Shared_job_clusters_are_refused_for_one_time_runs() =>
        Assert.Equal(
            "Shared job cluster feature is not supported in runs/submit API.",
            JobsBench.Message(() =>
                bench.Post(
                    "/api/2.2/jobs/runs/submit",
                    """{"tasks": [{"task_key": "a", "job_cluster_key": "main", "notebook_task": {"notebook_path": "/n"}}]}"""
                )
            )
        );

    [Fact]
    public void A_repair_runs_the_failed_tasks_again_and_needs_the_latest_repair_id_the_second_time()
    {
        Script("orders/ingest", """{"result_state": "FAILED"}""");
        var run = bench.RunNow(bench.Create(Chain));
        JobsBench.Message(() => bench.Post("/api/2.2/jobs/runs/repair", $$"""{"run_id": {{run}}, "rerun_all_failed_tasks": true}"""));
        bench.Pass(100);

        var first = bench.Post(
            "/api/2.2/jobs/runs/repair",
            $$"""{"run_id": {{run}}, "rerun_tasks": ["ingest"], "rerun_dependent_tasks": true}"""
        )["repair_id"]!;
        Assert.Equal("PENDING: report=BLOCKED ingest=PENDING", bench.States(run));
        bench.Pass(100);
        Assert.StartsWith("TERMINATED/FAILED", bench.States(run), StringComparison.Ordinal);

        Script("orders/ingest", "{}");
        JobsBench.Message(() => bench.Post("/api/2.2/jobs/runs/repair", $$"""{"run_id": {{run}}, "rerun_all_failed_tasks": true}"""));
        bench.Post("/api/2.2/jobs/runs/repair", $$"""{"run_id": {{run}}, "rerun_all_failed_tasks": true, "latest_repair_id": {{first}}}""");
        bench.Pass(100);

        Assert.Equal("TERMINATED/SUCCESS: report=TERMINATED/SUCCESS ingest=TERMINATED/SUCCESS", bench.States(run));
        Assert.Equal(2, (long)bench.Run(run)["tasks"]![0]!["attempt_number"]!);
        var history = bench.Get($"/api/2.2/jobs/runs/get?run_id={run}&include_history=true")["repair_history"]!;
        Assert.Equal(["ORIGINAL", "REPAIR", "REPAIR"], history.Select(entry => (string)entry["type"]!));
        Assert.Equal(["FAILED", "FAILED", "SUCCESS"], history.Select(entry => (string)entry["state"]!["result_state"]!));
    }

    [Fact]
    public void Only_the_named_tasks_run_when_asked()
    {
        var job = bench.Create(Chain);
        var run = bench.RunNow(job, """{"only": ["report"]}""");
        bench.Pass(100);

        Assert.Equal("TERMINATED/SUCCESS: report=TERMINATED/SUCCESS", bench.States(run));
        Assert.Contains("'nobody'", JobsBench.Message(() => bench.RunNow(job, """{"only": ["nobody"]}""")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_goes_on_in_a_cloud_that_was_started_again()
    {
        using var directory = new TempDirectory();
        var clock = new ManualClock();
        long run,
            queued;
        using (var state = CloudState.In(directory["state"], clock))
        {
            var before = new JobsBench(state, clock);
            var job = before.Create(Chain);
            (run, queued) = (before.RunNow(job), before.RunNow(job));
        }

        clock.Advance(TimeSpan.FromSeconds(100));
        using var again = CloudState.In(directory["state"], clock);
        var after = new JobsBench(again, clock);

        Assert.StartsWith("TERMINATED/SUCCESS", after.States(run), StringComparison.Ordinal);
        Assert.StartsWith("RUNNING", after.States(queued), StringComparison.Ordinal);
    }

    private void Script(string key, string outcome) => bench.State.Table("run-outcomes").Put(key, JobsBench.Parse(outcome));
}
