using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Pruning;

/// <summary>A listing of the state folder that lags is no proof that nothing was deployed.</summary>
public sealed class LateRecordTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock()))
            .With("notebooks/a.py", Samples.Notebook())
            .With("notebooks/b.py", Samples.Notebook());
        await workspace.DeployAsync();
        workspace.Without("notebooks/b.py");
        await workspace.Cloud.AddFaultAsync(
            new JObject
            {
                ["method"] = "GET",
                ["path"] = "/api/2.0/workspace/list",
                ["query"] = workspace.Environment.StateFolder,
                ["status"] = 200,
                ["body"] = new JObject(),
                ["times"] = 2,
            }.ToString()
        );
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_prune_looks_again() =>
        Assert.Equal(["notebooks.b.py"], (await workspace.PlanPruneAsync()).Plan.Deletions.Select(change => change.Asset));

    [Fact]
    public async Task Forgetting_looks_again() =>
        Assert.Empty((await workspace.Session().PlanForgetAsync("notebooks.b.py", CancellationToken.None)).Findings);
}
