using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>What holds for every kind when an object leaves Git or the workspace, is made anew, or a run is cut short.</summary>
public sealed class KindContractFaultTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public static TheoryData<Contract> Kinds => KindContracts.All;

    public static TheoryData<Contract> Recreated => Those(kind => kind.Recreated is not null);

    public static TheoryData<Contract> WithParts => Those(kind => kind.Part is not null);

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        await workspace.Vault.PutAsync("hook", "hooks.example");
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_leaves_Git_is_pruned(Contract kind)
    {
        await workspace.With(kind.File, kind.First).With("notebooks/kept.py", Samples.Notebook()).DeployAsync();
        workspace.Without(kind.File);

        var deleted = Assert.Single((await workspace.PruneAsync(new PruneOptions { DataLoss = kind.MayBeLost })).Changes);

        Assert.Equal((ChangeAction.Delete, $"{kind.Kind}.{kind.Name}"), (deleted.Change.Action, deleted.Change.Asset));
        Assert.DoesNotContain((await workspace.ExportAsync(kind.Kind)).Files, file => file.Name == kind.Name);
        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Changes);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_was_there_before_is_taken_over_and_not_pruned(Contract kind)
    {
        await workspace.With(kind.File, kind.First).With("notebooks/kept.py", Samples.Notebook()).DeployAsync();
        await workspace.ForgetAsync();
        await workspace.DeployAsync();
        workspace.Without(kind.File);

        var kept = Assert.Single((await workspace.PlanPruneAsync(new PruneOptions { DataLoss = kind.MayBeLost })).Plan.Changes);

        Assert.StartsWith("adopted: ", kept.HeldBack, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_exported_into_an_empty_folder_makes_the_same_in_an_empty_workspace(Contract kind)
    {
        await workspace.With(kind.File, kind.First).DeployAsync();
        workspace.Without(kind.File);
        await using var other = await TestWorkspace.StartAsync();

        Assert.Equal([kind.Name], (await workspace.ExportAsync(kind.Kind)).Files.Select(file => file.Name).Distinct());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        foreach (var file in workspace.Files())
            other.With(file, workspace.Text(file));
        var made = Assert.Single((await other.DeployAsync()).Changes);

        Assert.Equal((ChangeAction.Create, $"{kind.Kind}.{kind.Name}"), (made.Change.Action, made.Change.Asset));
        Assert.True((await other.PlanAsync()).IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Recreated))]
    public async Task What_the_object_cannot_become_is_made_anew(Contract kind)
    {
        workspace.DataLoss = kind.MayBeLost;
        await workspace.With(kind.File, kind.First).DeployAsync();

        var change = Assert.Single((await workspace.With(kind.File, kind.Recreated!).PlanAsync()).Changes);
        Assert.Equal(ChangeAction.Recreate, change.Action);
        Assert.NotEmpty(change.Fields);
        await workspace.DeployAsync();

        Assert.True((await workspace.PlanAsync()).IsEmpty);
        await HasOnlyOneAsync(kind);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_object_whose_answer_is_lost_is_not_made_twice(Contract kind)
    {
        var lost = false;
        workspace.Before = async (request, ct) =>
        {
            if (lost || request.Content is null || request.RequestUri!.AbsolutePath != kind.Creates)
                return;
            var body = await request.Content.ReadAsStringAsync(ct);
            if (!body.Contains(kind.Mark, StringComparison.Ordinal))
                return;

            lost = true;
            await workspace.Cloud.PostAsync(kind.Creates, JObject.Parse(body));
            throw new HttpRequestException("the answer is lost");
        };

        await workspace.With(kind.File, kind.First).TryDeployAsync();
        Assert.True(lost);
        await workspace.DeployAsync();

        Assert.True((await workspace.PlanAsync()).IsEmpty);
        await HasOnlyOneAsync(kind);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_object_that_a_killed_run_made_is_known_as_ours_by_the_next(Contract kind)
    {
        await workspace.With(kind.File, kind.First).KillAfterAsync(kind.Creates, kind.Mark);

        await workspace.DeployAsync();

        var manifest = (await workspace.TryPlanAsync()).Manifest;
        Assert.Empty(manifest.Creating);
        var entry = Assert.Single(manifest.Entries.Values);
        Assert.Equal((kind.Name, false, false), (entry.Name, entry.Adopted, entry.Unread));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        await HasOnlyOneAsync(kind);
    }

    [Theory]
    [MemberData(nameof(WithParts))]
    public async Task A_part_is_deployed_after_its_object_and_then_there_is_nothing_to_do(Contract kind)
    {
        workspace.With(kind.File, kind.First).With(kind.Part!.Value.File, kind.Part.Value.Content);

        var changes = (await workspace.PlanAsync()).Changes;
        Assert.Equal(2, changes.Count);
        Assert.Equal($"{kind.Kind}.{kind.Name}", changes[0].Asset);
        Assert.Equal([changes[0].Asset], changes[1].After);

        await workspace.DeployAsync();
        Assert.Empty(await workspace.AssetWritesDuringAsync(() => workspace.DeployAsync()));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    /// <remarks>Two of one name are exported as none.</remarks>
    private async Task HasOnlyOneAsync(Contract kind) =>
        Assert.Equal(kind.Name, Assert.Single((await workspace.ExportAsync(kind.Kind)).Files).Name);

    private static TheoryData<Contract> Those(Func<Contract, bool> which) =>
        [.. KindContracts.All.Select<object[], Contract>(row => (Contract)row[0]).Where(which)];
}
