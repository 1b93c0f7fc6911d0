using Layercake.Engine.Applying;
using Layercake.Engine.Memory;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Memory;

/// <summary>One deployment at a time writes to an environment.</summary>
public sealed class LeaseTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock())).WithOneOfEachKind();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_deployment_that_comes_while_another_is_under_way_is_refused_and_nothing_is_made_twice()
    {
        workspace.Owner = "client one on agent-1";
        LeaseHeldException? refused = null;
        IReadOnlyList<string>? written = null;
        workspace.Before = async (request, _) =>
        {
            if (request.RequestUri!.AbsolutePath != "/api/2.2/jobs/create")
                return;

            workspace.Before = null;
            var second = await workspace.TryPlanAsync();
            Assert.Contains(second.Plan.Writes, change => change.Asset == "jobs.nightly");
            written = await workspace.WritesDuringAsync(async () =>
                refused = await Assert.ThrowsAsync<LeaseHeldException>(() => ApplyAsync(second))
            );
        };

        await workspace.DeployAsync();

        Assert.StartsWith(
            "client one on agent-1 is deploying to this environment, since 2026-03-01 12:",
            refused!.Message,
            StringComparison.Ordinal
        );
        Assert.Empty(written!);
        await workspace.AssertDeployedOnceAsync();
    }

    [Fact]
    public async Task Of_two_deployments_that_start_together_one_writes_and_nothing_is_made_twice()
    {
        var plans = await Task.WhenAll(workspace.TryPlanAsync(), workspace.TryPlanAsync());

        var ends = await Task.WhenAll(plans.Select(plan => Record.ExceptionAsync(() => ApplyAsync(plan))));

        var refused = Assert.Single(ends.OfType<Exception>());
        Assert.True(refused is LeaseHeldException or PlanOutOfDateException, refused.ToString());
        await workspace.AssertDeployedOnceAsync();
    }

    [Fact]
    public async Task A_deployment_with_nothing_to_do_waits_for_nobody_and_names_the_lease_it_finds()
    {
        await workspace.DeployAsync();
        await workspace.PutLeaseAsync(workspace.Foreign(7));

        var session = workspace.Session();
        Outcome? outcome = null;
        Assert.Empty(
            await workspace.WritesDuringAsync(async () =>
                outcome = await session.ApplyAsync(await workspace.TryPlanAsync(session), stop: true, new Quiet(), CancellationToken.None)
            )
        );

        Assert.StartsWith(
            "client two on agent-2 has had the lease of this environment since 2026-03-01 12:",
            Assert.Single(outcome!.Warnings),
            StringComparison.Ordinal
        );
        Assert.EndsWith("there was nothing to write, so nobody was waited for", outcome.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployment_with_nothing_to_do_lists_the_folder_of_the_lease_once_and_reads_each_file_once()
    {
        await workspace.DeployAsync();
        var reads = new List<string>();
        workspace.Before = (request, _) =>
        {
            lock (reads)
                if (request.RequestUri!.Query.Contains(".layercake", StringComparison.Ordinal))
                    reads.Add(request.RequestUri.AbsolutePath);

            return Task.CompletedTask;
        };

        await workspace.DeployAsync();

        Assert.Equal(
            ["/api/2.0/workspace/export", "/api/2.0/workspace/export", "/api/2.0/workspace/list"],
            reads.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_deployment_writes_that_it_ended_cancelled_or_not()
    {
        await workspace.DeployAsync();
        Assert.Equal((1, LeaseState.Ended), ((await workspace.LeaseAsync())!.Number, (await workspace.LeaseAsync())!.State));

        using var stop = new CancellationTokenSource();
        workspace.Before = (request, _) =>
            request.RequestUri!.AbsolutePath == "/api/2.2/jobs/reset" ? stop.CancelAsync() : Task.CompletedTask;
        var outcome = await workspace.ApplyAsync(await workspace.WithEachChanged().TryPlanAsync(), new Quiet(), stop.Token);

        Assert.True(outcome.Cancelled);
        workspace.Before = null;
        Assert.Equal((2, LeaseState.Ended), ((await workspace.LeaseAsync())!.Number, (await workspace.LeaseAsync())!.State));
    }

    [Fact]
    public async Task What_no_run_reads_any_more_is_tidied_by_one_that_writes()
    {
        await workspace.PutAsync([1], $"{LeaseFiles.Folder}/lease-0123456789abcdef0123456789abcdef.json");
        await workspace.DeployAsync();
        await workspace.WithEachChanged().DeployAsync();

        Assert.Equal(
            ["lease-1.json", "lease-2.json", "manifest-2.json.gz", "manifest.json.gz"],
            (await workspace.MemoryAsync()).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_plan_is_not_applied_when_another_deployment_ended_since()
    {
        var planned = await workspace.TryPlanAsync();
        await workspace.DeployAsync();

        var written = await workspace.AssetWritesDuringAsync(() => Assert.ThrowsAsync<PlanOutOfDateException>(() => ApplyAsync(planned)));

        Assert.Empty(written);
        await workspace.AssertDeployedOnceAsync();
    }

    [Theory]
    [InlineData(""" "action": "drop_after" """)]
    [InlineData(""" "action": "drop_before" """)]
    [InlineData(""" "status": 429, "retry_after": "7" """)]
    [InlineData(""" "status": 503 """)]
    public async Task Taking_the_lease_survives_a_call_that_fails_for_a_moment(string fault)
    {
        await workspace.DeployAsync();
        await workspace.Cloud.AddFaultAsync($$"""{ "method": "POST", "path": "/api/2.0/workspace/import", {{fault}} }""");

        await workspace.WithEachChanged().DeployAsync();

        await workspace.AssertDeployedOnceAsync();
        Assert.Equal(LeaseState.Ended, (await workspace.LeaseAsync())!.State);
    }

    [Fact]
    public async Task Who_may_not_take_the_lease_writes_nothing_else()
    {
        await workspace.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.0/workspace/import", "status": 403, "times": 0 }""");

        var written = await workspace.WritesDuringAsync(async () =>
            Assert.True((await Assert.ThrowsAsync<Rest.WorkspaceApiException>(() => workspace.DeployAsync())).IsForbidden)
        );

        Assert.Equal(["POST /api/2.0/workspace/import"], written);
    }

    [Fact]
    public async Task A_lease_that_cannot_be_given_back_is_said_and_taken_over_by_the_next()
    {
        workspace.Before = async (request, ct) =>
        {
            if (
                request.Content is { } content
                && (await content.ReadAsStringAsync(ct)) is var text
                && text.Contains("lease-1.json", StringComparison.Ordinal)
                && Content(text).Contains("\"ended\"", StringComparison.Ordinal)
            )
                throw new HttpRequestException("no way");
        };
        var outcome = await workspace.TryDeployAsync();
        Assert.StartsWith(
            "The lease of this environment could not be given back",
            Assert.Single(outcome.Failures),
            StringComparison.Ordinal
        );

        workspace.Before = null;
        await workspace.WithEachChanged().DeployAsync();
        Assert.Contains(workspace.Notes, note => note.StartsWith("Took over the lease of client one on agent-1", StringComparison.Ordinal));
        await workspace.AssertDeployedOnceAsync();
    }

    private static string Content(string body) =>
        System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)Newtonsoft.Json.Linq.JObject.Parse(body)["content"]!));

    private Task<Outcome> ApplyAsync(PlannedDeployment planned) => workspace.ApplyAsync(planned, new Quiet(), CancellationToken.None);
}
