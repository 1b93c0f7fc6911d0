using Layercake.Rest.Apis;
using Layercake.Rest.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests.Apis;

public sealed class JobsApiTests
{
    private readonly Bench bench = new();
    private readonly JobsApi jobs;

    public JobsApiTests() => jobs = new JobsApi(bench.Client);

    [Fact]
    public async Task A_job_with_more_tasks_than_a_list_shows_is_read_whole()
    {
        bench
            .Service.Then(
                200,
                """{ "jobs": [{ "job_id": 1, "settings": {} }, { "job_id": 620194837465120123, "has_more": true }], "has_more": false }"""
            )
            .Then(
                200,
                """
                {
                  "job_id": 620194837465120123,
                  "settings": { "name": "big", "tasks": [{ "task_key": "a" }] },
                  "has_more": true,
                  "next_page_token": "2"
                }
                """
            )
            .Then(
                200,
                """
                {
                  "job_id": 620194837465120123,
                  "settings": { "name": "big", "tasks": [{ "task_key": "a" }], "parameters": [{ "name": "p" }] }
                }
                """
            );

        var all = await jobs.ListAsync(null, CancellationToken.None).ToListAsync();

        Assert.Equal(2, all.Count);
        Assert.Equal(
            """{"job_id":620194837465120123,"settings":{"name":"big","tasks":[{"task_key":"a"},{"task_key":"a"}],"parameters":"""
                + """[{"name":"p"}]}}""",
            all[1].ToString(Newtonsoft.Json.Formatting.None)
        );
        Assert.Equal(
            [
                "GET /api/2.2/jobs/list?limit=100&expand_tasks=true",
                "GET /api/2.2/jobs/get?job_id=620194837465120123",
                "GET /api/2.2/jobs/get?job_id=620194837465120123&page_token=2",
            ],
            bench.Service.Requests.Select(r => r.ToString())
        );
    }

    [Fact]
    public async Task A_list_follows_pages_and_may_ask_for_one_name()
    {
        bench
            .Service.Then(200, """{ "jobs": [{ "job_id": 1 }], "has_more": true, "next_page_token": "x" }""")
            .Then(200, """{ "has_more": false }""");

        Assert.Single(await jobs.ListAsync("Grüße & more", CancellationToken.None).ToListAsync());

        Assert.Equal(
            "GET /api/2.2/jobs/list?limit=100&expand_tasks=true&name=Gr%C3%BC%C3%9Fe%20%26%20more&page_token=x",
            bench.Service.Requests[1].ToString()
        );
    }

    [Fact]
    public async Task A_create_is_sent_once()
    {
        bench.Service.Then(502);

        var failure = await Assert.ThrowsAsync<WorkspaceApiException>(() =>
            jobs.CreateAsync(new JObject { ["name"] = "etl" }, CancellationToken.None)
        );

        Assert.True(failure.OutcomeUnknown);
        Assert.Single(bench.Service.Requests);
    }

    [Fact]
    public async Task Writes_go_to_the_version_of_the_file()
    {
        bench.Service.Then(200, """{ "job_id": 5 }""").Then(200, """{ "job_id": 6 }""");
        var settings = new JObject { ["name"] = "etl" };

        Assert.Equal(5, await jobs.CreateAsync(settings, CancellationToken.None));
        Assert.Equal(6, await jobs.CreateAsync(settings, JobsVersion.V20, CancellationToken.None));
        await jobs.ResetAsync(5, settings, CancellationToken.None);
        await jobs.ResetAsync(6, settings, JobsVersion.V20, CancellationToken.None);
        await jobs.DeleteAsync(6, CancellationToken.None);

        Assert.Equal(
            [
                """POST /api/2.2/jobs/create {"name":"etl"}""",
                """POST /api/2.0/jobs/create {"name":"etl"}""",
                """POST /api/2.2/jobs/reset {"job_id":5,"new_settings":{"name":"etl"}}""",
                """POST /api/2.0/jobs/reset {"job_id":6,"new_settings":{"name":"etl"}}""",
                """POST /api/2.2/jobs/delete {"job_id":6}""",
            ],
            bench.Service.Requests.Select(r => $"{r} {r.Text}")
        );
    }
}
