using System.Runtime.InteropServices;
using Layercake.Host.Tests.Support;

namespace Layercake.Host.Tests;

public sealed class LeaseTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private const string Path = "/Shared/.layercake/default/local/lease-7.json";

    private User user = null!;

    public async Task InitializeAsync() => user = await shared.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Trait("Extent", "Whole")]
    [Fact]
    public async Task A_second_deployment_is_refused_with_3_and_told_whose_turn_it_is()
    {
        // The job's answer never comes, so the first deployment is in the middle of it.
        await user.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.2/jobs/create", "action": "delay", "ms": 600000 }""");
        using var first = user.WithSmallProject().Start();
        await first.WhenPrintedAsync("created   notebooks.load.py");

        var second = await user.RunAsync();

        Assert.Equal(3, second.ExitCode);
        var finding = Assert.Single(second.Lines, line => line.Contains("error LCK001: environment local: ", StringComparison.Ordinal));
        Assert.Contains($" on {Environment.MachineName} is deploying to this environment, since ", finding, StringComparison.Ordinal);
        Assert.EndsWith("or remove the lease with --target=Unlock.", finding, StringComparison.Ordinal);
        Assert.Contains("Error: Another deployment comes first. Nothing was written.", second.Lines);
        Assert.DoesNotContain("   at ", second.Text, StringComparison.Ordinal);

        first.Signal(PosixSignal.SIGINT);
        Assert.Equal(130, (await first.EndAsync()).ExitCode);
        await user.Cloud.AdminAsync("DELETE", "/faults");
        Assert.Equal(0, (await user.RunAsync()).ExitCode);
        Assert.Equal(1, await user.CountAsync("/api/2.2/jobs/list", "jobs"));
    }

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task A_lease_of_a_killed_run_elsewhere_is_shown_and_removed_by_Unlock()
    {
        Assert.Contains("Nothing to unlock: nobody deploys to local.", (await user.RunAsync("--target=Unlock")).Lines);
        await PutAsync(
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

        var unlocked = await user.RunAsync("--target=Unlock");

        Assert.Equal(0, unlocked.ExitCode);
        Assert.Contains(
            "Removed the lease of client 7b21 on agent-2 on local, taken at 2026-03-01 12:00:00 UTC. If that deployment still runs, "
                + "it sees this within seconds and stops; the next one waits for that.",
            unlocked.Lines
        );

        await PutAsync(
            """
            {
              "nonce": "0123456789abcdef0123456789abcdef",
              "owner": "client 7b21 on agent-2",
              "taken_at": "2026-03-01T12:00:00.0000000+00:00",
              "state": "ended",
              "beat": 4
            }
            """
        );
        Assert.Equal(0, (await user.WithSmallProject().RunAsync()).ExitCode);
    }

    private async Task PutAsync(string lease)
    {
        await user.Cloud.PostAsync("/api/2.0/workspace/mkdirs", new() { ["path"] = Path[..Path.LastIndexOf('/')] });
        await user.Cloud.PostAsync(
            "/api/2.0/workspace/import",
            new()
            {
                ["path"] = Path,
                ["format"] = "AUTO",
                ["overwrite"] = true,
                ["content"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(lease)),
            }
        );
    }
}
