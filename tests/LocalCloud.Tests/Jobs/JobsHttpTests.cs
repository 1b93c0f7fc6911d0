using System.Net;
using System.Text;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Jobs;

public sealed class JobsHttpTests : IAsyncLifetime
{
    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task A_job_sent_as_plain_curl_sends_it_is_found_by_its_name()
    {
        using var form = new StringContent(
            """{"name": "Über nacht +1", "git_source": null, "at": "2026-01-01T00:00:00Z"}""",
            Encoding.UTF8,
            "application/x-www-form-urlencoded"
        );
        using var created = await cloud.Workspace.PostAsync(new Uri("/api/2.1/jobs/create?o=17", UriKind.Relative), form);
        var id = (long)JObject.Parse(await created.Content.ReadAsStringAsync())["job_id"]!;

        var listed = await cloud.GetAsync($"/api/2.2/jobs/list?name={Uri.EscapeDataString("Über nacht +1")}");
        using var raw = await cloud.Workspace.GetAsync(new Uri($"/api/2.0/jobs/get?job_id={id}", UriKind.Relative));
        var text = await raw.Content.ReadAsStringAsync();

        Assert.Equal(id, (long)Assert.Single(listed["jobs"]!)["job_id"]!);
        Assert.Contains("\"at\":\"2026-01-01T00:00:00Z\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"o\":", text, StringComparison.Ordinal);
        Assert.Equal("developer@layercake.example", (string?)listed["jobs"]![0]!["creator_user_name"]);
    }

    [Fact]
    public async Task A_missing_job_answers_400_with_the_services_body()
    {
        using var answer = await cloud.Workspace.GetAsync(new Uri("/api/2.2/jobs/get?job_id=17", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(
            """{"error_code":"INVALID_PARAMETER_VALUE","message":"Job 17 does not exist."}""",
            await answer.Content.ReadAsStringAsync()
        );
    }

    [Fact]
    public async Task A_run_links_to_the_workspace_it_is_in()
    {
        var job = (await cloud.PostAsync("/api/2.2/jobs/create", JobsBench.Tasks(1)))["job_id"];
        var run = (await cloud.PostAsync("/api/2.2/jobs/run-now", new JObject { ["job_id"] = job }))["run_id"];

        var seen = await cloud.GetAsync($"/api/2.2/jobs/runs/get?run_id={run}&include_history=false&include_resolved_values=false");

        Assert.Equal(
            $"{cloud.Description.WorkspaceHttp}/?o={cloud.Description.WorkspaceId}#job/{job}/run/{run}",
            (string?)seen["run_page_url"]
        );
    }
}
