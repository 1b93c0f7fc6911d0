using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Jobs;

/// <remarks>A run of the one task takes 30 s; a cancelled one lets go within 5 s.</remarks>
public sealed class JobsQueueTests
{
    private const string Settings =
        """{"name": "j", "max_concurrent_runs": 2, "tasks": [{"task_key": "a", "notebook_task": {"notebook_path": "/n"}}]}""";

    private readonly JobsBench bench = new();

    [Fact]
    public void A_run_too_many_waits_and_begins_at_the_moment_a_place_gets_free()
    {
        var job = bench.Create(Settings);
        bench.RunNow(job);
        bench.Pass(10);
        bench.RunNow(job);
        var waiting = bench.RunNow(job);

        Assert.Equal("QUEUED: a=BLOCKED", bench.States(waiting));
        Assert.Equal("MAX_CONCURRENT_RUNS_REACHED", (string?)bench.Run(waiting)["status"]!["queue_details"]!["code"]);
        bench.Pass(45);

        var run = bench.Run(waiting);
        Assert.Equal(20_000, (long)run["queue_duration"]!);
        Assert.Equal((long)run["start_time"]! + 20_000, (long)run["tasks"]![0]!["start_time"]!);
        Assert.Equal("RUNNING: a=RUNNING", bench.States(waiting));
    }

    [Fact]
    public void Cancelling_a_run_makes_room_for_the_next_and_a_waiting_run_can_be_cancelled()
    {
        var job = bench.Create(Settings);
        var runs = Enumerable.Range(0, 4).Select(_ => bench.RunNow(job)).ToList();

        bench.Post("/api/2.2/jobs/runs/cancel", $$$"""{"run_id": {{{runs[0]}}}}""");
        bench.Post("/api/2.2/jobs/runs/cancel", $$$"""{"run_id": {{{runs[2]}}}}""");
        Assert.Equal("TERMINATED/CANCELED: a=TERMINATED/CANCELED", bench.States(runs[2]));
        bench.Pass(6);

        Assert.Equal("RUNNING: a=RUNNING", bench.States(runs[3]));
    }

    [Fact]
    public void A_long_queue_goes_on_in_order_though_nobody_looked()
    {
        var job = bench.Create(Settings);
        var runs = Enumerable.Range(0, 200).Select(_ => bench.RunNow(job)).ToList();
        bench.Post("/api/2.2/jobs/runs/cancel", $$$"""{"run_id": {{{runs[50]}}}}""");

        bench.Pass(3000);

        runs.RemoveAt(50);
        var began = runs.Select(run => (long)bench.Run(run)["tasks"]![0]!["start_time"]!).ToList();
        Assert.Equal(Enumerable.Range(0, runs.Count).Select(place => began[0] + place / 2 * 30_000L), began);
        Assert.All(runs, run => Assert.Equal("TERMINATED", LifeCycle(run)));
    }

    [Fact]
    public void A_queue_outlives_a_restart()
    {
        var job = bench.Create(Settings);
        var runs = Enumerable.Range(0, 5).Select(_ => bench.RunNow(job)).ToList();
        bench.Pass(31);
        Assert.Equal(["TERMINATED", "TERMINATED", "RUNNING", "RUNNING", "QUEUED"], runs.Select(LifeCycle));

        var restarted = new JobsBench(bench.State, bench.Clock);
        bench.Pass(40);

        Assert.Equal("RUNNING: a=RUNNING", restarted.States(runs[4]));
        Assert.Equal(60_000, (long)restarted.Run(runs[4])["queue_duration"]!);
    }

    [Fact]
    public void Without_a_queue_a_run_too_many_is_skipped()
    {
        var job = bench.Create(Settings, "2.1");
        bench.RunNow(job);
        bench.RunNow(job);
        var skipped = bench.RunNow(job);

        Assert.Equal("SKIPPED/MAXIMUM_CONCURRENT_RUNS_REACHED:", bench.States(skipped));
        Assert.Equal(
            ("TERMINATED", "MAX_CONCURRENT_RUNS_EXCEEDED"),
            ((string?)bench.Run(skipped)["status"]!["state"], (string?)bench.Run(skipped)["status"]!["termination_details"]!["code"])
        );
        var waiting = bench.RunNow(job, """{"queue": {"enabled": true}}""");
        Assert.StartsWith("QUEUED", bench.States(waiting), StringComparison.Ordinal);
        bench.Pass(31);
        Assert.Equal(30_000, (long)bench.Run(waiting)["queue_duration"]!);
    }

    [Fact]
    public void Cancel_all_stops_a_jobs_runs_or_only_those_that_wait()
    {
        var job = bench.Create(Settings);
        var runs = Enumerable.Range(0, 3).Select(_ => bench.RunNow(job)).ToList();

        bench.Post("/api/2.2/jobs/runs/cancel-all", """{"all_queued_runs": true}""");
        Assert.Equal(["RUNNING", "RUNNING", "TERMINATED"], runs.Select(LifeCycle));

        bench.Post("/api/2.2/jobs/runs/cancel-all", $$$"""{"job_id": {{{job}}}}""");
        bench.Pass(5);
        Assert.All(runs, run => Assert.Equal("TERMINATED", LifeCycle(run)));
    }

    [Fact]
    public void Runs_are_listed_newest_first_by_job_state_and_time()
    {
        var (one, two) = (bench.Create(Settings), bench.Create(Settings));
        var old = bench.RunNow(one);
        bench.Pass(60);
        var now = bench.State.Now;
        var (active, other) = (bench.RunNow(one), bench.RunNow(two));

        Assert.Equal([other, active, old], Ids("?limit=0"));
        Assert.Equal([active, old], Ids($"?job_id={one}"));
        Assert.Equal([other, active], Ids("?active_only=true"));
        Assert.Equal([old], Ids("?completed_only=true"));
        Assert.Equal([other, active], Ids($"?start_time_from={now}"));
        Assert.Equal([old], Ids($"?start_time_to={now - 1}"));
        Assert.Empty(Ids("?run_type=SUBMIT_RUN"));
        Assert.Equal("""{"has_more":false}""", bench.Get("/api/2.2/jobs/runs/list?job_id=1").ToString(Newtonsoft.Json.Formatting.None));
        JobsBench.Message(() => Ids("?active_only=true&completed_only=true"));
        JobsBench.Message(() => Ids("?limit=27"));
    }

    [Fact]
    public void A_list_of_runs_is_paged_and_shows_tasks_only_when_asked()
    {
        var job = bench.Create(Settings);
        var ids = Enumerable.Range(0, 3).Select(_ => bench.RunNow(job)).Reverse().ToList();

        var first = bench.Get("/api/2.2/jobs/runs/list?limit=2");
        var second = bench.Get($"/api/2.2/jobs/runs/list?limit=2&expand_tasks=true&page_token={first["next_page_token"]}");

        Assert.Equal(ids, first["runs"]!.Concat(second["runs"]!).Select(run => (long)run["run_id"]!));
        Assert.Null(first["runs"]![0]!["tasks"]);
        Assert.Single(second["runs"]![0]!["tasks"]!);
        Assert.False((bool)second["has_more"]!);
        Assert.Equal(ids[1..], Ids("?offset=1"));
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("delete")]
    [InlineData("repair")]
    public void A_missing_run_is_an_invalid_parameter(string call)
    {
        Assert.Equal("Run 17 does not exist.", JobsBench.Message(() => bench.Post($"/api/2.2/jobs/runs/{call}", """{"run_id": 17}""")));
        Assert.Equal("Run 17 does not exist.", JobsBench.Message(() => bench.Run(17)));
        Assert.Equal("Job 17 does not exist.", JobsBench.Message(() => bench.RunNow(17)));
    }

    [Fact]
    public void An_active_run_cannot_be_deleted_and_a_finished_one_can()
    {
        var run = bench.RunNow(bench.Create(Settings));
        JobsBench.Message(() => bench.Post("/api/2.2/jobs/runs/delete", $$$"""{"run_id": {{{run}}}}"""));
        bench.Pass(60);

        bench.Post("/api/2.2/jobs/runs/delete", $$$"""{"run_id": {{{run}}}}""");

        JobsBench.Message(() => bench.Run(run));
        Assert.Empty(Ids(""));
    }

    [Fact]
    public void Old_and_new_kinds_of_parameters_do_not_mix()
    {
        var job = bench.Create(Settings);

        Assert.Contains(
            "job_parameters",
            JobsBench.Message(() => bench.RunNow(job, """{"job_parameters": {"a": "1"}, "notebook_params": {"b": "2"}}""")),
            StringComparison.Ordinal
        );
        JobsBench.Message(() =>
            bench.Post("/api/2.1/jobs/run-now", new JObject { ["job_id"] = job, ["python_params"] = new JArray(new string('x', 10_000)) })
        );
        var run = bench.RunNow(job, """{"notebook_params": {"b": "2"}}""");
        Assert.Equal("2", (string?)bench.Run(run)["overriding_parameters"]!["notebook_params"]!["b"]);
    }

    private string LifeCycle(long run) => (string)bench.Run(run)["state"]!["life_cycle_state"]!;

    private IEnumerable<long> Ids(string query) =>
        [.. (bench.Get("/api/2.2/jobs/runs/list" + query)["runs"] ?? new JArray()).Select(run => (long)run["run_id"]!)];
}
