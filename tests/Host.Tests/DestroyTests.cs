using Layercake.Host.Tests.Support;

namespace Layercake.Host.Tests;

public sealed class DestroyTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private User user = null!;

    public async Task InitializeAsync() => user = (await shared.StartOverAsync()).WithSmallProject();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task Destroy_shows_what_this_deployment_made_and_deletes_it_when_the_environment_is_named()
    {
        Assert.Equal(0, (await user.RunAsync()).ExitCode);
        user.With("jobs/nightly.json", "no json, and no declaration is read");
        await user.Cloud.ForgetRequestsAsync();

        var planned = await user.RunAsync("--target=Destroy");
        Assert.Equal(0, planned.ExitCode);
        Assert.Contains(planned.Lines, line => line.StartsWith("  - delete   jobs.nightly ", StringComparison.Ordinal));
        Assert.Contains(
            "Destroy: 4 to delete, 0 left alone. Nothing was deleted: to delete what is shown, add --confirm=local.",
            planned.Lines
        );
        Assert.Equal(3, (await user.RunAsync("--target=Destroy", "--confirm=prod")).ExitCode);
        Assert.Empty(await user.WritesAsync());

        // The plan is applied by whoever confirms it.
        var file = Path.Combine(user.Home, "all.plan");
        Assert.Equal(0, (await user.RunAsync("--target=Destroy", $"--out={file}")).ExitCode);
        var destroyed = await user.RunWithoutAssetsAsync(null, $"--plan={file}", "--confirm=local");
        Assert.Equal(0, destroyed.ExitCode);
        Assert.Contains(destroyed.Lines, line => line.StartsWith("Deleted what was deployed to local in ", StringComparison.Ordinal));
        Assert.Contains("  - deleted   clusters.etl", destroyed.Lines);
        Assert.Contains("Nothing of this deployment is left in local, and its record is deleted.", destroyed.Lines);
        Assert.Equal(0, await user.CountAsync("/api/2.2/jobs/list", "jobs"));

        Assert.Contains(
            "Nothing to destroy: local has nothing that this deployment made.",
            (await user.RunAsync("--target=Destroy", "--confirm=local")).Lines
        );
    }
}
