using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Engine.Tests.Support;

namespace Layercake.Engine.Tests.Kinds.Abilities;

/// <summary>Objects that hold data go only where the run allows it.</summary>
public sealed class DataLossTests : IAsyncLifetime
{
    private const string File = "things/a.json";

    private readonly MemoryService service = new();

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync();
        workspace.Kinds = [new FilledObjects(service)];
        await workspace
            .With(File, """{ "name": "a", "size": 1 }""")
            .With("things/b, c.json", """{ "name": "b, c", "size": 1 }""")
            .DeployAsync();
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_recreate_is_refused_with_what_would_be_lost()
    {
        var planned = await workspace.With(File, """{ "name": "a", "size": 2 }""").TryPlanAsync();

        Assert.Equal(
            "things/a.json: error PRN004: things.a: it would be deleted and made anew (size changed, and the service has no call that "
                + "changes it), and the notes in it would be lost. If that is what you want, allow it for this run: "
                + "--allow-data-loss=things.a.",
            Assert.Single(planned.Refusals).ToString()
        );
        await Assert.ThrowsAsync<InvalidOperationException>(() => workspace.TryDeployAsync());
        Assert.Equal(["create a", "create b, c"], service.Calls.Order());
    }

    [Theory]
    [InlineData("things.a")]
    [InlineData("things.b, c,things.a")]
    public async Task A_recreate_that_is_allowed_is_carried_out(string allowed)
    {
        workspace.DataLoss = new AllowedDataLoss([allowed]);

        await workspace.With(File, """{ "name": "a", "size": 2 }""").DeployAsync();

        Assert.Equal(3, service.Calls.Count(call => call.StartsWith("create", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_prune_is_refused_and_one_that_is_allowed_is_carried_out()
    {
        workspace.Without("things/b, c.json");

        var refusal = Assert.Single((await workspace.PlanPruneAsync()).Refusals);
        Assert.Equal(
            "error PRN004: things.b, c: it would be deleted, and the notes in it would be lost. If that is what you want, allow it for "
                + "this run: --allow-data-loss=things.b, c.",
            refusal.ToString()
        );

        await workspace.PruneAsync(new PruneOptions { DataLoss = new AllowedDataLoss(["things.b, c"]) });
        Assert.Equal(1, service.Calls.Count(call => call.StartsWith("delete", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_deployment_that_prunes_is_refused_too()
    {
        workspace.Environment = workspace.Environment with { Prune = true };
        workspace.Without("things/b, c.json");

        Assert.Equal("PRN004", Assert.Single((await workspace.TryPlanAsync()).Refusals).Code);
        workspace.DataLoss = new AllowedDataLoss(["things.b, c"]);
        Assert.Empty((await workspace.TryPlanAsync()).Refusals);
    }

    [Fact]
    public async Task What_nothing_would_delete_needs_no_permission_and_is_told()
    {
        workspace.DataLoss = new AllowedDataLoss(["things.aa", "things.b, c"]);

        var findings = (await workspace.With(File, """{ "name": "a", "size": 2 }""").TryPlanAsync()).Findings;
        var pruned = await workspace.PlanPruneAsync(new PruneOptions { DataLoss = new AllowedDataLoss(["things.a"]) });

        Assert.Equal(
            [
                "warning PRN005: --allow-data-loss=things.aa allows nothing: this plan does not delete it. Did you mean things.a? Take it "
                    + "away, so that it allows nothing later.",
                "warning PRN005: --allow-data-loss=things.b, c allows nothing: this plan does not delete it. Take it away, so that it "
                    + "allows nothing later.",
            ],
            findings.Select(finding => finding.ToString())
        );
        Assert.Equal((Severity.Warning, "PRN005"), Assert.Single(pruned.Findings) is var told ? (told.Severity, told.Code) : default);
    }
}
