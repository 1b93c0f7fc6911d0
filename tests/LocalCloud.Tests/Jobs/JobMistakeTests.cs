namespace Layercake.LocalCloud.Tests.Jobs;

/// <summary>What a file or a tool gets wrong about a job itself is refused.</summary>
public sealed class JobMistakeTests(SharedCloud shared) : IClassFixture<SharedCloud>
{
    private readonly JobCalls calls = new(shared);

    [Theory]
    [InlineData(""" "tags": { "a": { "b": 1 } } """)]
    [InlineData(""" "schedule": { "quartz_cron_expression": "0 0 1 * * ?", "timezone_id": "Mars/One" } """)]
    [InlineData(""" "tasks": [null] """)]
    [InlineData(""" "tasks": ["a"] """)]
    [InlineData(""" "timeout_seconds": -1 """)]
    [InlineData(""" "max_concurrent_runs": 1001 """)]
    [InlineData(""" "trigger": { "periodic": { "interval": "often", "unit": "DAYS" } } """)]
    public async Task A_wrong_setting_is_refused(string settings) =>
        Assert.All(
            await calls.SendAsync($$"""{ "name": "j", {{settings}} }""", alsoSubmit: false),
            answer => Assert.Equal(400, answer.Status)
        );

    /// <remarks>With which status is not known of all of them.</remarks>
    [Theory]
    [InlineData(""" "run_as": { "service_principal_name": "11111111-2222-3333-4444-555555555555" } """)]
    [InlineData(""" "run_as": { "user_name": "nobody@example.com" } """)]
    public async Task An_unknown_principal_to_run_as_is_refused(string settings) =>
        Assert.All(
            await calls.SendAsync(
                $$"""{ "name": "j", {{settings}}, "tasks": [{ "task_key": "a", "notebook_task": { "notebook_path": "/n" } }] }""",
                alsoSubmit: true
            ),
            answer => Assert.InRange(answer.Status, 400, 499)
        );

    [Theory]
    [InlineData("create")]
    [InlineData("runs/submit")]
    public async Task An_unknown_principal_in_a_list_of_permissions_is_refused(string call)
    {
        var list = """[{ "user_name": "nobody@example.com", "permission_level": "CAN_VIEW" }]""";
        var task = """{ "task_key": "a", "notebook_task": { "notebook_path": "/n" } }""";

        var refusal = await shared.PostAsync($"/api/2.2/jobs/{call}", $$"""{ "access_control_list": {{list}}, "tasks": [{{task}}] }""");

        Assert.InRange(refusal.Status, 400, 499);
    }

    [Theory]
    [InlineData(""" "schedule": { "quartz_cron_expression": "0 0 1 * * ?", "timezone_id": "America/Los_Angeles" } """)]
    [InlineData(""" "schedule": { "quartz_cron_expression": "0 0 1 * * ?", "timezone_id": "GMT+01:00" } """)]
    [InlineData(""" "run_as": { "user_name": "developer@layercake.example" } """)]
    [InlineData(""" "access_control_list": [{ "group_name": "users", "permission_level": "CAN_VIEW" }] """)]
    public async Task A_right_one_is_taken(string settings) =>
        Assert.All(
            await calls.SendAsync($$"""{ "name": "j", {{settings}} }""", alsoSubmit: false),
            answer => Assert.True(answer.Status == 200, answer.Message)
        );
}
