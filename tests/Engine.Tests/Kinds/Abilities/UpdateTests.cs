using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Kinds.Abilities;

/// <summary>What an update is told, and what happens to objects that have none.</summary>
public sealed class UpdateTests : IAsyncLifetime
{
    private const string File = "things/a.json";

    private readonly MemoryService service = new();

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task What_cannot_be_updated_is_recreated_for_every_changed_field()
    {
        workspace.Kinds = [new MemoryObjects(service)];
        await workspace.With(File, """{ "name": "a", "size": 1 }""").DeployAsync();

        var change = Assert.Single((await workspace.With(File, """{ "name": "a", "size": 2 }""").PlanAsync()).Changes);
        Assert.Equal(
            (ChangeAction.Recreate, "size changed, and the service has no call that changes it"),
            (change.Action, change.Reason)
        );
        await workspace.DeployAsync();

        Assert.Equal(["create a", "delete 1", "create a"], service.Calls);
        Assert.Equal(2, (int)service.Get(service.Id)["size"]!);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_cannot_be_updated_and_was_made_from_an_earlier_declaration_is_made_anew()
    {
        var things = new MemoryObjects(service);
        workspace.Kinds = [things];
        (service.LosesNextAnswer, service.HidesAll) = (true, true);
        Assert.False((await workspace.With(File, """{ "name": "a", "size": 1 }""").TryDeployAsync()).Succeeded);

        await workspace.With(File, """{ "name": "a", "size": 2 }""").DeployAsync();

        Assert.Equal(["create a", "create a", "delete 1", "create a"], service.Calls);
        var nonces = things.Writes.Select(write => write.Nonce).ToList();
        Assert.Equal(nonces[0], nonces[1]);
        Assert.NotEqual(nonces[1], nonces[2]);
        Assert.Equal(2, (int)service.Get(service.Id)["size"]!);
        service.HidesAll = false;
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task An_update_is_told_what_is_wanted_what_is_held_and_which_fields_change()
    {
        var things = new UpdatableObjects(service);
        workspace.Kinds = [things];
        await workspace.With(File, """{ "name": "a", "size": 1, "of": { "x": 1, "y": 1 } }""").DeployAsync();
        await workspace.With(File, """{ "name": "a", "size": 1, "of": { "x": 2, "y": 1 } }""").DeployAsync();

        var (create, update) = (things.Writes.First(), things.Writes.Last());
        Assert.Equal(["create a", "update 1"], service.Calls);
        Assert.Equal((null, 32, null), (create.Id, create.Nonce!.Length, create.Etag));
        Assert.Empty(create.Held);
        Assert.Empty(create.Changed);
        Assert.Equal(("1", null, "1"), (update.Id, update.Nonce, update.Etag));
        Assert.Equal((1, 2), ((int)update.Held["of"]!["x"]!, (int)update.Wanted["of"]!["x"]!));
        Assert.Equal(["of.x"], update.Changed);
        Assert.Equal("a", update.Declaration.Name);
    }

    [Fact]
    public async Task The_update_that_completes_a_stub_is_told_of_the_stub_and_of_no_changed_fields()
    {
        var jobs = new UpdatableObjects(service, new MemoryKind("jobs", "job"));
        workspace.Kinds = [jobs];

        await workspace.With("jobs/a.json", """{ "name": "a", "run_job_task": { "job_id": "a" } }""").DeployAsync();

        Assert.Equal(["create a", "update 1"], service.Calls);
        var update = jobs.Writes.Last();
        Assert.Equal("""{"name":"a"}""", update.Held.ToString(Newtonsoft.Json.Formatting.None));
        Assert.Empty(update.Changed);
        Assert.Equal(1, (int)update.Wanted["run_job_task"]!["job_id"]!);
    }
}
