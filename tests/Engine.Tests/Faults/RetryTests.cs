using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Faults;

/// <summary>A service that says "not now" or loses an answer costs time, and neither a failure nor a second object.</summary>
public sealed class RetryTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public static TheoryData<string, string> Listings =>
        Calls("GET /api/2.0/workspace/export", "GET /api/2.0/workspace/list", "GET /api/2.1/clusters/list", "GET /api/2.2/jobs/list");

    public static TheoryData<string, string> Writes =>
        Calls(
            "POST /api/2.0/workspace/mkdirs",
            "POST /api/2.0/workspace/import",
            "POST /api/2.1/clusters/create",
            "POST /api/2.1/clusters/delete",
            "POST /api/2.2/jobs/create"
        );

    public static TheoryData<string> Updates =>
        new("POST /api/2.0/workspace/import", "POST /api/2.1/clusters/edit", "POST /api/2.1/clusters/delete", "POST /api/2.2/jobs/reset");

    public async Task InitializeAsync() => workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock())).WithOneOfEachKind();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [MemberData(nameof(Listings))]
    [MemberData(nameof(Writes))]
    public async Task A_call_that_fails_for_a_moment_is_made_again(string call, string fault)
    {
        await GoesWrongAsync(call, fault);

        await workspace.DeployAsync();

        await workspace.AssertDeployedOnceAsync();
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task An_update_whose_answer_is_lost_takes_effect(string call)
    {
        await workspace.DeployAsync();
        await GoesWrongAsync(call, """ "action": "drop_after" """);
        await GoesWrongAsync(call, """ "action": "drop_before" """);

        await workspace.WithEachChanged().DeployAsync();

        await workspace.AssertDeployedOnceAsync();
    }

    [Fact]
    public async Task Retry_After_in_either_form_is_waited_out()
    {
        var start = workspace.Clock.GetUtcNow();
        await GoesWrongAsync("GET /api/2.1/clusters/list", """ "status": 429, "retry_after": "40" """);
        await GoesWrongAsync(
            "POST /api/2.2/jobs/create",
            $$""" "status": 429, "headers": { "Retry-After": "{{start.AddSeconds(100):R}}" } """
        );

        await workspace.DeployAsync();

        Assert.InRange(workspace.Clock.GetUtcNow(), start.AddSeconds(100), start.AddSeconds(200));
        await workspace.AssertDeployedOnceAsync();
    }

    [Fact]
    public async Task A_service_that_takes_only_so_many_requests_a_second_gets_no_more_and_all_is_deployed()
    {
        for (var i = 0; i < 30; i++)
            workspace.With($"notebooks/many/n{i}.py", Samples.Notebook($"print({i})"));

        // The service's limit passes by while the lease waits, too.
        workspace.LeaseClock.Waited = ((SelfAdvancingClock)workspace.Clock).Advance;
        await workspace.Cloud.AddFaultAsync("""{ "path": "/api/*", "action": "throttle", "rate": 10, "burst": 4, "retry_after": "1" }""");
        await workspace.DeployAsync();

        Assert.Contains(await workspace.Cloud.AdminAsync("GET", "/requests"), request => (int)request["status"]! == 429);
        await workspace.AssertDeployedOnceAsync();
    }

    private static TheoryData<string, string> Calls(params string[] calls)
    {
        var data = new TheoryData<string, string>();
        foreach (var call in calls)
            foreach (
                var fault in new[]
                {
                """ "status": 429, "retry_after": "7" """,
                """ "status": 429, "headers": { "Retry-After": "Sun, 01 Mar 2026 12:00:20 GMT" } """,
                """ "status": 429, "times": 2 """,
                """ "status": 503 """,
                """ "status": 504 """,
                """ "action": "drop_before" """,
                """ "action": "drop_after" """,
                }
            )
                data.Add(call, fault);

        return data;
    }

    private Task GoesWrongAsync(string call, string fault)
    {
        var parts = call.Split(' ');
        // The first imports are the lease and the record; an asset's comes after them.
        var skip = call.EndsWith("/import", StringComparison.Ordinal) ? 4 : 0;
        return workspace.Cloud.AddFaultAsync($$"""{ "method": "{{parts[0]}}", "path": "{{parts[1]}}", "skip": {{skip}}, {{fault}} }""");
    }
}
