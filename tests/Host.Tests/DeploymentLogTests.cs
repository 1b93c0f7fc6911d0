using Layercake.Host.Tests.Support;

namespace Layercake.Host.Tests;

/// <summary>What a deployment did to each asset can be read afterwards, in a file of its own.</summary>
public sealed class DeploymentLogTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private User user = null!;

    public async Task InitializeAsync() => user = (await shared.StartOverAsync()).WithSmallProject();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Each_log_holds_the_plan_the_requests_about_this_asset_and_how_it_ended()
    {
        Assert.Equal(0, (await user.RunAsync()).ExitCode);

        var job = await user.LogAsync("deploy/local/jobs/nightly.json.log");
        Assert.EndsWith(" jobs.nightly in local", job[0], StringComparison.Ordinal);
        Assert.Equal("plan: create: not in the workspace", job[1]);
        Assert.Single(job, line => line.StartsWith("POST /api/2.2/jobs/create answered 200 in ", StringComparison.Ordinal));
        Assert.DoesNotContain(job, line => line.Contains("/clusters/", StringComparison.Ordinal));
        Assert.StartsWith("created, id ", job[^1], StringComparison.Ordinal);
        Assert.Contains(
            await user.LogAsync("deploy/local/clusters/etl.json.log"),
            line => line.StartsWith("POST /api/2.1/clusters/create answered 200 in ", StringComparison.Ordinal)
        );
    }

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task The_log_of_a_failure_says_what_the_service_said_and_the_next_run_replaces_it()
    {
        await user.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.2/jobs/create", "status": 403, "times": 0 }""");
        Assert.Equal(1, (await user.RunAsync()).ExitCode);
        Assert.Contains(
            await user.LogAsync("deploy/local/jobs/nightly.json.log"),
            line => line.Contains(": jobs.nightly: cannot create: POST /api/2.2/jobs/create answered 403", StringComparison.Ordinal)
        );

        await user.Cloud.AdminAsync("DELETE", "/faults");
        Assert.Equal(0, (await user.RunAsync()).ExitCode);
        Assert.DoesNotContain(
            await user.LogAsync("deploy/local/jobs/nightly.json.log"),
            line => line.Contains("answered 403", StringComparison.Ordinal)
        );
    }

    [Trait("Extent", "Whole")]
    [Fact]
    public async Task A_deletion_is_logged_too_and_a_folder_that_cannot_be_written_fails_nothing()
    {
        Assert.Equal(0, (await user.RunAsync()).ExitCode);
        File.Delete(Path.Combine(user.Assets, "jobs/nightly.json"));
        Assert.Equal(0, (await user.RunAsync("--target=Prune")).ExitCode);
        Assert.Contains(
            await user.LogAsync("deploy/local/jobs/nightly.json.log"),
            line => line.StartsWith("POST /api/2.2/jobs/delete answered 200 in ", StringComparison.Ordinal)
        );

        Directory.Delete(user.Logs, recursive: true);
        await File.WriteAllTextAsync(user.Logs, "a file where a folder is wanted");
        user.WithSmallProject();
        var run = await user.RunAsync();
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            run.Lines,
            line => line.StartsWith("  warning: the logs of single assets could not be written to ", StringComparison.Ordinal)
        );
        File.Delete(user.Logs);
    }
}
