using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Kinds.Abilities;

/// <summary>What is in the trash of a workspace counts as deleted.</summary>
public sealed class TrashTests : IAsyncLifetime
{
    private const string File = "queries/a.json";

    private readonly MemoryService service = new() { KeepsTrash = true };

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        workspace.Kinds =
        [
            new RestorableObjects(service, new MemoryKind("queries", "query")),
            new UpdatableObjects(service, new MemoryKind("jobs", "job")),
        ];
        await workspace.With(File, """{ "name": "a", "text": "select 1" }""").DeployAsync("queries");
        service.Delete("1");
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task What_was_deleted_by_hand_is_created_again_and_the_plan_says_that_it_can_be_restored()
    {
        var change = Assert.Single((await workspace.PlanAsync("queries")).Changes);
        Assert.Equal(
            (
                ChangeAction.Create,
                "deleted in the workspace since the last deployment; the query 1 of that name is in the trash and can be restored in the UI"
            ),
            (change.Action, change.Reason)
        );

        var made = Assert.Single((await workspace.DeployAsync("queries")).Changes);

        Assert.Equal("2", made.Id);
        Assert.True((await workspace.PlanAsync("queries")).IsEmpty);
    }

    [Fact]
    public async Task The_same_holds_when_no_listing_shows_the_trash()
    {
        service.HidesAll = true;

        Assert.EndsWith(
            "the query 1 of that name is in the trash and can be restored in the UI",
            Assert.Single((await workspace.PlanAsync("queries")).Changes).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_nobody_remembers_is_not_adopted_from_the_trash()
    {
        await workspace.ForgetAsync();

        Assert.Equal(
            "not in the workspace; the query 1 of that name is in the trash and can be restored in the UI",
            Assert.Single((await workspace.PlanAsync("queries")).Changes).Reason
        );
    }

    [Fact]
    public async Task A_prune_does_not_delete_it_again()
    {
        await workspace.Without(File).PruneAsync();

        Assert.Equal(["create a", "delete 1"], service.Calls);
        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Forgotten);
    }

    [Fact]
    public async Task What_a_deployment_that_was_cut_short_made_and_someone_deleted_is_created_again()
    {
        service.LosesNextAnswer = true;
        Assert.False((await workspace.TryDeployAsync("queries")).Succeeded);
        service.Delete("2");

        var made = Assert.Single((await workspace.DeployAsync("queries")).Changes);

        Assert.Equal("3", made.Id);
        Assert.True((await workspace.PlanAsync("queries")).IsEmpty);
    }

    [Fact]
    public async Task Nothing_can_name_it()
    {
        workspace.Without(File).With("jobs/b.json", """{ "name": "b", "sql_task": { "query": { "query_id": "a" } } }""");

        Assert.Contains(
            await workspace.FindingsAsync("jobs"),
            finding => finding.Contains("error REF001", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task It_is_not_exported()
    {
        var result = await workspace.Without(File).ExportAsync("queries");

        Assert.Empty(result.Files);
    }
}
