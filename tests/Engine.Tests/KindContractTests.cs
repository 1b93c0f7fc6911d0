using Layercake.Engine.Applying;
using Layercake.Engine.Kinds;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>What holds for every kind.</summary>
public sealed class KindContractTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public static TheoryData<Contract> Kinds => KindContracts.All;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_not_there_is_created_and_then_there_is_nothing_to_do(Contract kind)
    {
        workspace.With(kind.File, kind.First);
        Assert.Equal((ChangeAction.Create, "not in the workspace"), Only(await workspace.PlanAsync()));

        await workspace.DeployAsync();

        var writes = await workspace.WritesDuringAsync(async () =>
        {
            Assert.Equal((ChangeAction.None, "as declared"), Only(await workspace.PlanAsync()));
            await workspace.DeployAsync();
        });
        Assert.Empty(writes);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_change_in_Git_is_an_update_of_the_same_object(Contract kind)
    {
        workspace.DataLoss = kind.MayBeLost;
        var created = Assert.Single((await workspace.With(kind.File, kind.First).DeployAsync()).Changes);

        workspace.With(kind.File, kind.Second);
        var change = Assert.Single((await workspace.PlanAsync()).Changes);
        Assert.Equal((kind.KeepsEarlier ? ChangeAction.Create : kind.Writes, false), (change.Action, change.Drift));
        if (kind.IsUpdatable)
            Assert.StartsWith("changed in Git", change.Reason, StringComparison.Ordinal);
        else
            Assert.EndsWith("changed, and the service has no call that changes it", change.Reason, StringComparison.Ordinal);
        var updated = Assert.Single((await workspace.DeployAsync()).Changes);

        if (kind.IsUpdatable)
            Assert.Equal(!kind.KeepsEarlier, created.Id == updated.Id);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_change_by_hand_is_drift_and_is_put_back(Contract kind)
    {
        workspace.DataLoss = kind.MayBeLost;
        var created = Assert.Single((await workspace.With(kind.File, kind.First).DeployAsync()).Changes);

        await kind.ChangeByHand(workspace, created.Id!);
        var change = Assert.Single((await workspace.PlanAsync()).Changes);
        Assert.Equal((kind.Writes, true), (change.Action, change.Drift));
        if (kind.IsUpdatable)
            Assert.Equal("changed in the workspace since the last deployment", change.Reason);
        Assert.NotEmpty(change.Fields);

        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_was_deleted_by_hand_is_created_again(Contract kind)
    {
        var created = Assert.Single((await workspace.With(kind.File, kind.First).DeployAsync()).Changes);

        await kind.DeleteByHand(workspace, created.Id!);
        var (action, reason) = Only(await workspace.PlanAsync());
        Assert.Equal(ChangeAction.Create, action);
        Assert.StartsWith("deleted in the workspace since the last deployment", reason, StringComparison.Ordinal);

        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Without_its_memory_a_deployment_finds_the_same_objects_and_writes_nothing_to_them(Contract kind)
    {
        await workspace.With(kind.File, kind.First).DeployAsync();
        await workspace.ForgetAsync();

        var change = Assert.Single((await workspace.PlanAsync()).Changes);

        Assert.Equal(ChangeAction.None, change.Action);
        Assert.True(change.Adopts);
    }

    private static (ChangeAction Action, string Reason) Only(Plan plan) =>
        Assert.Single(plan.Changes) is var change ? (change.Action, change.Reason) : default;

    [Fact]
    public void No_kind_is_missing() =>
        Assert.Empty(KindTable.Described.Select(kind => kind.Name).Except(Kinds.Select<object[], string>(row => ((Contract)row[0]).Kind)));
}
