using Layercake.Engine.Applying;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Ownership;

/// <summary>What was sent is compared with what the service holds afterwards.</summary>
public sealed class WriteVerificationTests : IAsyncLifetime
{
    private const string Compute = """ "environment_key": "default" """;

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        await workspace.With("jobs/nightly.json", Job("")).DeployAsync();
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task When_nothing_of_an_update_shows_it_failed_and_the_next_run_tries_again()
    {
        workspace.With("jobs/nightly.json", Job(""" "timeout_seconds": 60 """));
        Send("/api/2.2/jobs/reset", body => body.Replace("\"timeout_seconds\":60", "\"timeout_seconds\":0", StringComparison.Ordinal));

        var outcome = await workspace.TryDeployAsync();

        Assert.Equal(ChangeStatus.Failed, Assert.Single(outcome.Changes).Status);
        Assert.Contains("nothing of it shows", outcome.Changes[0].Message, StringComparison.Ordinal);
        Assert.Equal("timeout_seconds", Assert.Single(Assert.Single((await workspace.PlanAsync()).Writes).Fields).Path);
    }

    [Fact]
    public async Task A_read_that_lags_for_some_seconds_is_no_failure()
    {
        workspace.With("jobs/nightly.json", Job(""" "timeout_seconds": 60 """));
        await workspace.Cloud.AddFaultAsync("""{ "method": "GET", "path": "/api/2.2/jobs/get", "action": "stale", "times": 3 }""");

        await workspace.DeployAsync();

        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task An_exact_field_of_another_value_fails_and_both_values_are_said()
    {
        workspace.With("jobs/nightly.json", Job(""" "timeout_seconds": 60, "description": "new" """));
        Send("/api/2.2/jobs/reset", body => body.Replace("\"timeout_seconds\":60", "\"timeout_seconds\":61", StringComparison.Ordinal));

        var outcome = await workspace.TryDeployAsync();

        Assert.Contains("timeout_seconds is 61, and 60 was sent", Assert.Single(outcome.Changes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_other_field_of_another_value_is_a_warning_once_and_is_taken_as_it_is()
    {
        workspace
            .With("jobs/nightly.json", Job(""" "description": "new" """))
            .With("jobs/late.json", Job(""" "description": "new" """).Replace("nightly", "late", StringComparison.Ordinal));
        Send("/api/2.2/jobs/", body => body.Replace("\"description\":\"new\"", "\"description\":\"NEW\"", StringComparison.Ordinal));

        var outcome = await workspace.DeployAsync();

        var warning = Assert.Single(outcome.Warnings);
        Assert.Contains("the service keeps its own value of description", warning, StringComparison.Ordinal);
        Assert.Contains("and 1 more", warning, StringComparison.Ordinal);
        workspace.Before = null;
        Assert.Empty(await workspace.WritesDuringAsync(() => workspace.DeployAsync()));
    }

    private static string Job(string more) => Samples.Job("nightly", more, Compute);

    /// <summary>The service as it would be if it took another value for the one that is sent.</summary>
    private void Send(string path, Func<string, string> change) =>
        workspace.Before = async (request, ct) =>
        {
            if (request.Content is not null && request.RequestUri!.AbsolutePath.StartsWith(path, StringComparison.Ordinal))
                request.Content = new StringContent(
                    change(await request.Content.ReadAsStringAsync(ct)),
                    System.Text.Encoding.UTF8,
                    "application/json"
                );
        };
}
