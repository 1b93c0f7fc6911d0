using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Moves;

/// <summary>Two objects swap their names over two deployments, as docs/renames.md says.</summary>
public sealed class SwapTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task Two_jobs_swap_their_names_by_names_in_between()
    {
        await DeployAsync("a", "b", Moved());
        var (a, b) = (await IdAsync("a"), await IdAsync("b"));

        await DeployAsync("b-next", "a-next", Moved(("a", "b-next"), ("b", "a-next")));
        await DeployAsync("b", "a", Moved(("b-next", "b"), ("a-next", "a")));

        Assert.NotEqual(a, b);
        Assert.Equal((b, a), (await IdAsync("a"), await IdAsync("b")));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    private async Task DeployAsync(string first, string second, string moved) =>
        await workspace
            .With("jobs/x.json", Samples.Job(first, compute: Samples.Free))
            .With("jobs/y.json", Samples.Job(second, compute: Samples.Free))
            .With("deployment/moved.json", moved)
            .DeployAsync();

    private async Task<string> IdAsync(string job) => (string)(await workspace.JobAsync(job))["job_id"]!;

    private static string Moved(params (string From, string To)[] moves)
    {
        var entries = moves.Select(move => $$"""{ "from": "jobs.{{move.From}}", "to": "jobs.{{move.To}}" }""");
        return $$"""{ "moved": [{{string.Join(", ", entries)}}] }""";
    }
}
