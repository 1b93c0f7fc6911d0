using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Sealing;

/// <summary>Tests about the sealed plans of one workspace.</summary>
public abstract class SealedTests : IAsyncLifetime
{
    protected SelfAdvancingClock Clock { get; } = new();

    protected TestWorkspace Workspace { get; private set; } = null!;

    /// <summary>Seals plans of the workspace, and applies them.</summary>
    private protected SealedWorkspace Release { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Workspace = await TestWorkspace.StartAsync(Clock);
        Release = new SealedWorkspace(Workspace);
        await PrepareAsync();
    }

    public async Task DisposeAsync()
    {
        Release.Dispose();
        await Workspace.DisposeAsync();
    }

    /// <summary>What there is before each test: a cluster and a job in Git, and nothing in the workspace.</summary>
    protected virtual Task PrepareAsync()
    {
        Workspace
            .With("clusters/etl.json", Samples.Cluster("etl"))
            .With("jobs/nightly.json", Samples.Job("nightly", """ "timeout_seconds": 60 """));
        return Task.CompletedTask;
    }
}
