using Layercake.Host.Tests.Support;

namespace Layercake.Host.Tests;

public sealed class LockTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private const string Folder = "/Shared/.layercake/default/local";

    private User user = null!;

    public async Task InitializeAsync() => user = (await shared.StartOverAsync()).WithSmallProject();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task A_locked_environment_is_planned_and_not_deployed_to_until_it_is_unlocked()
    {
        var locked = await user.RunAsync("--target=Lock", $"--message=audit {user.Cloud.Description.Token}", "--until=2099-12-24T18:00Z");
        Assert.Equal(0, locked.ExitCode);
        Assert.Contains(locked.Lines, line => line.StartsWith("Locked local, by ", StringComparison.Ordinal));
        Assert.DoesNotContain(user.Cloud.Description.Token, await LockAsync(), StringComparison.Ordinal);

        var planned = await user.RunAsync("--target=Plan");
        Assert.Equal(0, planned.ExitCode);
        var shown = Assert.Single(planned.Lines, line => line.StartsWith("local is locked by ", StringComparison.Ordinal));
        Assert.EndsWith(
            ", until 2099-12-24 18:00:00 UTC: \"audit ***\". Nothing is deployed meanwhile; --target=Unlock ends the lock.",
            shown,
            StringComparison.Ordinal
        );
        Assert.Contains("is locked by", await File.ReadAllTextAsync(Path.Combine(user.Report, "summary.md")), StringComparison.Ordinal);

        await user.Cloud.ForgetRequestsAsync();
        var refused = await user.RunAsync();
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains(refused.Lines, line => line.Contains("error LCK002: environment local: locked by ", StringComparison.Ordinal));
        Assert.Contains("Error: The environment is locked. Nothing was written.", refused.Lines);
        Assert.Empty(await user.WritesAsync());

        Assert.Contains(
            (await user.RunAsync("--target=Unlock")).Lines,
            line => line.StartsWith("Ended the lock on local of ", StringComparison.Ordinal)
        );
        Assert.Equal(0, (await user.RunAsync()).ExitCode);
    }

    [Fact]
    public async Task A_time_that_is_over_is_an_error_that_says_the_time_now()
    {
        var run = await user.RunAsync("--target=Lock", "--message=audit", "--until=2026-01-01");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(
            run.Lines,
            line =>
                line.StartsWith("Error: --until=2026-01-01 is over: it is ", StringComparison.Ordinal)
                && line.EndsWith(" now. Give a later time. Nothing was written.", StringComparison.Ordinal)
        );
    }

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task Ending_a_lock_that_is_over_leaves_the_lease_of_a_deployment_alone()
    {
        await PutAsync(
            "lock.json",
            """
            {
              "format": 1,
              "owner": "ann on agent-2",
              "since": "2026-02-28T08:00:00.0000000+00:00",
              "until": "2026-02-28T09:00:00.0000000+00:00",
              "message": "audit"
            }
            """
        );
        await PutAsync(
            "lease-7.json",
            """
            {
              "nonce": "0123456789abcdef0123456789abcdef",
              "owner": "client 7b21 on agent-2",
              "taken_at": "2026-03-01T12:00:00.0000000+00:00",
              "state": "live",
              "beat": 3
            }
            """
        );

        var once = await user.RunAsync("--target=Unlock");
        Assert.Contains(once.Lines, line => line.StartsWith("Removed a lock on local that was over", StringComparison.Ordinal));
        Assert.DoesNotContain("the lease", once.Text, StringComparison.Ordinal);

        var again = await user.RunAsync("--target=Unlock");
        Assert.Contains(
            again.Lines,
            line => line.StartsWith("Removed the lease of client 7b21 on agent-2 on local", StringComparison.Ordinal)
        );
    }

    private async Task PutAsync(string file, string content)
    {
        await user.Cloud.PostAsync("/api/2.0/workspace/mkdirs", new() { ["path"] = Folder });
        await user.Cloud.PostAsync(
            "/api/2.0/workspace/import",
            new()
            {
                ["path"] = $"{Folder}/{file}",
                ["format"] = "AUTO",
                ["overwrite"] = true,
                ["content"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(content)),
            }
        );
    }

    private async Task<string> LockAsync() =>
        System.Text.Encoding.UTF8.GetString(
            Convert.FromBase64String(
                (string)
                    (
                        await user.Cloud.GetAsync(
                            $"/api/2.0/workspace/export?format=SOURCE&path={Folder}/lock.json"
                        )
                    )["content"]!
            )
        );
}
