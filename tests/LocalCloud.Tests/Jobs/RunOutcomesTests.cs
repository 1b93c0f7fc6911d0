using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Jobs;

/// <remarks>A task takes 30 s, and 10 s more to get a cluster.</remarks>
public sealed class RunOutcomesTests
{
    private const string Outcomes = "/_admin/run-outcomes";

    private readonly JobsBench bench = new();

    [Fact]
    public void What_is_said_beforehand_comes_of_a_task_until_it_is_taken_back()
    {
        bench.Post(Outcomes, """{"task": "j/a", "result_state": "INTERNAL_ERROR", "error": "The disk is full", "duration_ms": 1000}""");
        var job = bench.Create("""{"name": "j", "tasks": [{"task_key": "a", "notebook_task": {"notebook_path": "/n"}}]}""");
        var run = bench.RunNow(job);
        bench.Pass(1);

        Assert.Equal("INTERNAL_ERROR/FAILED: a=INTERNAL_ERROR/FAILED", bench.States(run));
        Assert.Equal("Task a failed with message: The disk is full", (string?)bench.Run(run)["state"]!["state_message"]);
        Assert.Equal("INTERNAL_ERROR", (string?)bench.Run(run)["status"]!["termination_details"]!["code"]);
        Assert.Equal("INTERNAL_ERROR", (string?)bench.Get(Outcomes)["j/a"]!["result_state"]);

        bench.Call("DELETE", Outcomes);
        var next = bench.RunNow(job);
        bench.Pass(30);
        Assert.Equal("TERMINATED/SUCCESS: a=TERMINATED/SUCCESS", bench.States(next));
    }

    [Theory]
    [InlineData("""{"task": "j"}""", "task is job name/task_key, or * for all.")]
    [InlineData("""{"task": "*", "result": "FAILED"}""", "There is no field result; known are ")]
    [InlineData("""{"task": "*", "result_state": "BROKEN"}""", "result_state is one of: SUCCESS, FAILED, ")]
    public void What_cannot_be_meant_is_refused(string outcome, string message) =>
        Assert.StartsWith(message, JobsBench.Message(() => bench.Post(Outcomes, outcome)), StringComparison.Ordinal);

    [Fact]
    public void A_loop_runs_its_task_for_each_input_and_as_many_at_once_as_it_says()
    {
        var id = bench.RunNow(
            bench.Create(
                """
                {
                  "name": "j",
                  "tasks": [
                    {
                      "task_key": "loop",
                      "for_each_task": {
                        "inputs": "[\"x\", {\"k\": 2}, 3]",
                        "concurrency": 2,
                        "task": {
                          "task_key": "each",
                          "notebook_task": {"notebook_path": "/n", "base_parameters": {"i": "{{input}}", "k": "{{input.k}}"}}
                        }
                      }
                    }
                  ]
                }
                """
            )
        );
        bench.Pass(30);

        var loop = bench.Run((long)bench.Run(id)["tasks"]![0]!["run_id"]!);

        Assert.Equal(
            ["TERMINATED", "TERMINATED", "RUNNING"],
            loop["iterations"]!.Select(iteration => (string?)iteration["state"]!["life_cycle_state"])
        );
        Assert.Equal(
            ["x", """{"k":2}""", "3"],
            loop["iterations"]!.Select(iteration => (string?)iteration["notebook_task"]!["base_parameters"]!["i"])
        );
        Assert.Equal("2", (string?)loop["iterations"]![1]!["notebook_task"]!["base_parameters"]!["k"]);
        var statistics = bench.Run(id)["tasks"]![0]!["for_each_task"]!["stats"]!["task_run_stats"]!;
        Assert.Equal(
            (3, 2, 1),
            ((int)statistics["total_iterations"]!, (int)statistics["succeeded_iterations"]!, (int)statistics["active_iterations"]!)
        );

        bench.Pass(30);
        Assert.Equal("TERMINATED/SUCCESS: loop=TERMINATED/SUCCESS", bench.States(id));
    }

    [Fact]
    public void A_cancelled_loop_starts_no_more_iterations()
    {
        var id = bench.RunNow(
            bench.Create(
                """
                {
                  "tasks": [
                    {
                      "task_key": "loop",
                      "for_each_task": {
                        "inputs": "[1, 2]",
                        "task": {"task_key": "each", "notebook_task": {"notebook_path": "/n"}}
                      }
                    }
                  ]
                }
                """
            )
        );
        bench.Pass(10);
        bench.Post("/api/2.2/jobs/runs/cancel", new JObject { ["run_id"] = id });
        bench.Pass(5);

        var loop = bench.Run((long)bench.Run(id)["tasks"]![0]!["run_id"]!);

        Assert.Equal("TERMINATED/CANCELED: loop=TERMINATED/CANCELED", bench.States(id));
        Assert.All(loop["iterations"]!, iteration => Assert.Equal("CANCELED", (string?)iteration["state"]!["result_state"]));
        Assert.Equal([10_000L, 0L], loop["iterations"]!.Select(iteration => (long)iteration["execution_duration"]!));
    }

    [Fact]
    public void A_loop_over_what_is_no_list_fails()
    {
        var id = bench.RunNow(
            bench.Create(
                """
                {
                  "tasks": [
                    {
                      "task_key": "loop",
                      "for_each_task": {
                        "inputs": "3",
                        "task": {"task_key": "each", "notebook_task": {"notebook_path": "/n"}}
                      }
                    }
                  ]
                }
                """
            )
        );
        bench.Pass(30);

        Assert.Equal("TERMINATED/FAILED: loop=TERMINATED/FAILED", bench.States(id));
    }

    [Fact]
    public void What_a_task_says_decides_conditions_after_it()
    {
        bench.Post(Outcomes, """{"task": "j/first", "task_values": {"rows": 12}}""");
        var id = bench.RunNow(
            bench.Create(
                """
                {"name": "j", "tasks": [
                  {"task_key": "first", "notebook_task": {"notebook_path": "/n"}},
                  {
                    "task_key": "if",
                    "depends_on": [{"task_key": "first"}],
                    "condition_task": {"op": "GREATER_THAN", "left": "{{tasks.first.values.rows}}", "right": "9"}
                  },
                  {"task_key": "yes", "depends_on": [{"task_key": "if", "outcome": "true"}], "notebook_task": {"notebook_path": "/n"}},
                  {"task_key": "no", "depends_on": [{"task_key": "if", "outcome": "false"}], "notebook_task": {"notebook_path": "/n"}}]}
                """
            )
        );
        bench.Pass(300);

        Assert.Equal(
            "TERMINATED/SUCCESS: first=TERMINATED/SUCCESS if=TERMINATED/SUCCESS yes=TERMINATED/SUCCESS no=TERMINATED/EXCLUDED",
            bench.States(id)
        );
        Assert.Equal(90_000L, (long)bench.Run(id)["run_duration"]!);
    }
}
