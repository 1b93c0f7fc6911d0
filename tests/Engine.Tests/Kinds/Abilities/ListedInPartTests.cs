using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Kinds.Abilities;

/// <summary>Of a kind whose listing shows only names and ids, what is compared is read one by one, and nothing else is.</summary>
public sealed class ListedInPartTests : IAsyncLifetime
{
    private readonly MemoryService service = new();

    private TestWorkspace workspace = null!;
    private ObjectsListedInPart queries = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        queries = new ObjectsListedInPart(service, new MemoryKind("queries", "query"));
        workspace.Kinds = [queries];
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task Of_all_that_the_workspace_has_only_what_Git_declares_is_read()
    {
        foreach (var name in new[] { "a", "b", "c" })
            service.Create(new JObject { ["name"] = name, ["size"] = 1 }, name);

        var change = Assert.Single((await With("b", 1).PlanAsync()).Changes);

        Assert.Equal((ChangeAction.None, true), (change.Action, change.Adopts));
        Assert.Equal([change.Id], queries.Reads);
    }

    [Fact]
    public async Task What_was_deployed_is_compared_whole()
    {
        await With("a", 1).DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        service.Update(service.Id, new JObject { ["name"] = "a", ["size"] = 7 });

        var change = Assert.Single((await workspace.PlanAsync()).Changes);
        Assert.Equal((ChangeAction.Update, true), (change.Action, change.Drift));
        Assert.Equal(["size"], change.Fields.Select(field => field.Path));
        await workspace.DeployAsync();
        Assert.Equal(1, (int)service.Get(service.Id)["size"]!);
    }

    [Fact]
    public async Task What_was_renamed_in_the_workspace_is_read_by_its_id_and_keeps_it()
    {
        var made = Assert.Single((await With("a", 1).DeployAsync()).Changes);
        service.Update(made.Id!, new JObject { ["name"] = "z", ["size"] = 1 });

        var change = Assert.Single((await workspace.PlanAsync()).Changes);

        Assert.Equal((ChangeAction.Update, made.Id), (change.Action, change.Id));
        Assert.Equal(["name"], change.Fields.Select(field => field.Path));
    }

    [Fact]
    public async Task What_a_listing_still_shows_and_no_read_does_is_created()
    {
        await With("a", 1).DeployAsync();
        service.Ghost = service.Get(service.Id);
        service.Delete(service.Id);

        var change = Assert.Single((await workspace.PlanAsync()).Changes);

        Assert.Equal(
            (ChangeAction.Create, "deleted in the workspace since the last deployment"),
            (change.Action, change.Reason)
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_may_not_be_read_is_neither_changed_nor_made_a_second_time(bool isRemembered)
    {
        await With("a", 1).DeployAsync();
        if (!isRemembered)
            await workspace.ForgetAsync();
        queries.Forbidden = service.Id;

        var change = Assert.Single((await With("a", 2).PlanAsync()).Changes);

        Assert.Equal((ChangeAction.None, service.Id), (change.Action, change.Id));
        Assert.StartsWith($"its query {service.Id} may not be looked at: not yours", change.HeldBack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_only_named_is_not_read()
    {
        workspace.Kinds = [queries, new UpdatableObjects(new MemoryService(), new MemoryKind("jobs", "job"))];
        await With("a", 1).DeployAsync("queries");
        queries.Reads.Clear();

        workspace.With("jobs/b.json", """{ "name": "b", "sql_task": { "query": { "query_id": "a" } } }""");
        var made = Assert.Single((await workspace.DeployAsync("jobs")).Changes);

        Assert.NotNull(made.Id);
        Assert.Empty(queries.Reads);
    }

    [Fact]
    public async Task Many_that_were_written_are_read_back_without_a_listing()
    {
        for (var i = 0; i < 8; i++)
            With($"q{i}", i);

        await workspace.DeployAsync();

        Assert.Equal(1, queries.Listings);
        Assert.Equal(8, queries.Reads.Count);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task An_export_reads_what_it_writes()
    {
        service.Create(new JObject { ["name"] = "a", ["size"] = 3 }, "a");

        await workspace.ExportAsync();

        Assert.Equal(3, (int)JObject.Parse(workspace.Text("queries/a.json"))["size"]!);
    }

    [Fact]
    public async Task A_prune_sees_what_an_object_refers_to_although_no_listing_shows_it()
    {
        var tables = new MemoryService();
        workspace.Kinds = [new UpdatableObjects(tables, new MemoryKind("warehouses", "warehouse")), queries];
        await workspace.With("warehouses/w.json", """{ "name": "w" }""").DeployAsync();
        service.Create(new JObject { ["name"] = "by-hand", ["warehouse_id"] = tables.Id }, "by-hand");

        var planned = await workspace.Without("warehouses/w.json").PlanPruneAsync();

        var kept = Assert.Single(planned.Plan.Changes);
        Assert.Equal(ChangeAction.None, kept.Action);
        Assert.Contains("queries.by-hand", kept.HeldBack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prune_compares_what_it_deletes_with_all_that_was_deployed()
    {
        await With("a", 1).DeployAsync();
        await With("b", 1).DeployAsync();
        workspace.Without("queries/a.json");
        service.Update("1", new JObject { ["name"] = "a", ["size"] = 7 });
        Assert.Contains("size", Assert.Single((await workspace.PlanPruneAsync()).Plan.Changes).HeldBack, StringComparison.Ordinal);

        service.Update("1", new JObject { ["name"] = "a", ["size"] = 1 });
        await workspace.PruneAsync();

        Assert.Equal("b", Assert.Single(service.List())["name"]);
    }

    private TestWorkspace With(string name, int size) =>
        workspace.With($"queries/{name}.json", new JObject { ["name"] = name, ["size"] = size }.ToString());
}
