using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests.Apis;

public sealed class RunsApiTests
{
    private readonly Bench bench = new();
    private readonly RunsApi runs;

    public RunsApiTests() => runs = new RunsApi(bench.Client);

    [Fact]
    public async Task A_start_whose_answer_was_lost_is_sent_again_with_the_same_token()
    {
        bench.Service.ThenThrow(new HttpRequestException("reset")).Then(200, """{ "run_id": 7 }""");

        Assert.Equal(7, await runs.SubmitAsync(new JObject { ["run_name"] = "t" }, "token-1", CancellationToken.None));

        Assert.Equal(2, bench.Service.Requests.Count);
        Assert.All(bench.Service.Requests, request => Assert.Equal("token-1", (string?)request.Json["idempotency_token"]));
    }

    [Fact]
    public async Task A_job_is_run_with_what_is_given_besides()
    {
        bench.Service.Then(200, """{ "run_id": 7 }""");

        await runs.RunNowAsync(
            620194837465120123,
            new JObject { ["job_parameters"] = new JObject { ["a"] = "1" } },
            "t",
            CancellationToken.None
        );

        Assert.Equal(
            """{"job_parameters":{"a":"1"},"job_id":620194837465120123,"idempotency_token":"t"}""",
            bench.Service.Requests[0].Text
        );
    }

    [Fact]
    public async Task A_run_with_more_tasks_than_a_page_is_read_whole()
    {
        bench
            .Service.Then(200, """{ "run_id": 1, "tasks": [{ "task_key": "a" }], "has_more": true, "next_page_token": "2" }""")
            .Then(200, """{ "run_id": 1, "tasks": [{ "task_key": "b" }], "iterations": [{ "run_id": 3 }] }""");

        var run = await runs.GetAsync(1, CancellationToken.None);

        Assert.Equal(
            """{"run_id":1,"tasks":[{"task_key":"a"},{"task_key":"b"}],"iterations":[{"run_id":3}]}""",
            run.ToString(Newtonsoft.Json.Formatting.None)
        );
    }

    [Fact]
    public async Task A_list_follows_its_pages()
    {
        bench
            .Service.Then(200, """{ "runs": [{ "run_id": 1 }], "has_more": true, "next_page_token": "x" }""")
            .Then(200, """{ "has_more": false }""");

        Assert.Single(await runs.ListAsync(5, activeOnly: true, CancellationToken.None).ToListAsync());
        Assert.Equal("GET /api/2.2/jobs/runs/list?limit=25&job_id=5&active_only=true&page_token=x", bench.Service.Requests[1].ToString());
    }

    [Fact]
    public async Task A_repair_names_the_one_before_it_and_is_not_repeated()
    {
        bench.Service.Then(200, """{ "repair_id": 9 }""").ThenThrow(new HttpRequestException("reset"));

        Assert.Equal(9, await runs.RepairAsync(1, null, CancellationToken.None));
        await Assert.ThrowsAsync<WorkspaceApiException>(() => runs.RepairAsync(1, 9, CancellationToken.None));

        Assert.Equal(
            """{"run_id":1,"rerun_all_failed_tasks":true,"rerun_dependent_tasks":true,"latest_repair_id":9}""",
            bench.Service.Requests[1].Text
        );
        Assert.Equal(2, bench.Service.Requests.Count);
    }
}
