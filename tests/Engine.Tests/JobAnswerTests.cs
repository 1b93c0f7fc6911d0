using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>Files in <c>jobs/</c> that hold the whole answer of <c>jobs/get</c>.</summary>
public sealed class JobAnswerTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync();
        await workspace.HasPrincipalAsync("someone");
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task The_answer_of_jobs_get_is_a_declaration_too()
    {
        await Answer(""" "path": "/Jobs/j", "effective_budget_policy_id": "b", "has_more": false """).DeployAsync();

        Assert.Equal("someone", (string?)(await JobAsync())["run_as_user_name"]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_is_declared_beside_the_settings_is_deployed_too()
    {
        await Answer(
                """
                "access_control_list": [ { "group_name": "users", "permission_level": "CAN_VIEW" } ],
                "max_concurrent_runs": 4
                """
            )
            .DeployAsync();

        var job = await workspace.JobAsync("j");
        var permissions = await workspace.Cloud.GetAsync($"/api/2.0/permissions/jobs/{job["job_id"]}");
        Assert.Equal(4, (int?)job.SelectToken("settings.max_concurrent_runs"));
        Assert.Contains(permissions["access_control_list"]!, entry => (string?)entry["group_name"] == "users");
    }

    [Fact]
    public void What_stands_in_the_settings_and_beside_them_with_another_value_is_an_error()
    {
        const string List = """ "access_control_list": [{ "group_name": "users", "permission_level": "LEVEL" }] """;
        var inside = List.Replace("LEVEL", "CAN_MANAGE_RUN", StringComparison.Ordinal);
        workspace.With(
            "jobs/j.json",
            $$"""
            {
              "settings": { "name": "j", {{inside}} },
              {{List.Replace("LEVEL", "CAN_VIEW", StringComparison.Ordinal)}}
            }
            """
        );

        Assert.Equal(
            "jobs/j.json(3,4): error DEC014: jobs.j: access_control_list stands in settings and beside it, and says two things. Keep one "
                + "of them.",
            Assert.Single(workspace.Check(), finding => finding.Contains("DEC014", StringComparison.Ordinal))
        );
        workspace.With("jobs/j.json", $$"""{ "settings": { "name": "j", {{inside}} }, {{inside}} }""");
        Assert.DoesNotContain(workspace.Check(), finding => finding.Contains("DEC014", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_field_that_no_job_has_is_told_by_the_place_where_it_stands()
    {
        var finding = Assert.Single(await Answer(""" "max_concurent_runs": 4 """).FindingsAsync());

        Assert.StartsWith("jobs/j.json(6,", finding, StringComparison.Ordinal);
        Assert.Contains("max_concurrent_runs", finding, StringComparison.Ordinal);
    }

    private async Task<JObject> JobAsync() =>
        await workspace.Cloud.GetAsync($"/api/2.2/jobs/get?job_id={(await workspace.JobAsync("j"))["job_id"]}");

    private TestWorkspace Answer(string beside = """ "run_as_owner": false """) =>
        workspace.With(
            "jobs/j.json",
            $$"""
            {
              "job_id": 7,
              "creator_user_name": "someone",
              "settings": {{Samples.Job("j", compute: "\"environment_key\": \"e\"")}},
              "run_as_user_name": "someone",
              {{beside}}
            }
            """
        );
}
