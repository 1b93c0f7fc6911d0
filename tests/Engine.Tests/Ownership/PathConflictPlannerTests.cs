using Layercake.Engine.Applying;
using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Ownership;

/// <summary>What is in the way of a declared file goes first where we made it, and is a finding where we did not.</summary>
public sealed class PathConflictPlannerTests : IAsyncLifetime
{
    private const string Folder = "/Shared/app/notebooks/";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_becomes_a_folder_goes_first(bool prune)
    {
        workspace.Environment = workspace.Environment with { Prune = prune };
        await workspace.With("notebooks/data", "1\n").With("notebooks/keep.py", Samples.Notebook()).DeployAsync();
        workspace.Without("notebooks/data").With("notebooks/data/x.csv", "1\n").With("notebooks/data/deep/y.csv", "2\n");

        var plan = await workspace.PlanAsync();
        Assert.Equal(["notebooks.data"], plan.Deletions.Select(change => change.Asset));
        await workspace.DeployAsync();

        Assert.Equal("1\n", await workspace.SourceAsync("/Shared/app/notebooks/data/x.csv"));
        Assert.Equal("2\n", await workspace.SourceAsync("/Shared/app/notebooks/data/deep/y.csv"));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_folder_that_becomes_a_notebook_goes_first()
    {
        await workspace.With("notebooks/report/a.py", Samples.Notebook()).With("notebooks/report/sub/b.csv", "1\n").DeployAsync();
        workspace.Without("notebooks/report/a.py").Without("notebooks/report/sub/b.csv");
        Directory.Delete(workspace.Assets["notebooks/report"], recursive: true);
        workspace.With("notebooks/report.py", Samples.Notebook());

        Assert.Equal(2, (await workspace.PlanAsync()).Deletions.Count());
        await workspace.DeployAsync();

        Assert.Equal("NOTEBOOK", (string?)(await workspace.StatusAsync("/Shared/app/notebooks/report"))["object_type"]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Changes);
    }

    [Fact]
    public async Task A_notebook_whose_name_a_folder_takes_moves_away_first()
    {
        await workspace.With("notebooks/x.py", Samples.Notebook()).DeployAsync();
        workspace.With("notebooks/x.py", "plain = 1\n").With("notebooks/x/y.csv", "1\n");

        await workspace.DeployAsync();

        Assert.Equal("1\n", await workspace.SourceAsync("/Shared/app/notebooks/x/y.csv"));
        Assert.Equal("plain = 1\n", await workspace.SourceAsync("/Shared/app/notebooks/x.py"));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData("x = 1\n", "# Databricks notebook source\nx = 2\n", "helper")]
    [InlineData("# Databricks notebook source\nx = 1\n", "x = 2\n", "helper.py")]
    public async Task A_source_that_becomes_a_notebook_or_a_file_leaves_nothing_behind(string before, string after, string place)
    {
        await workspace.With("notebooks/helper.py", before).With("notebooks/keep/a.csv", "1\n").DeployAsync();
        workspace.With("notebooks/helper.py", after);

        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        Assert.DoesNotContain("drift", change.Reason, StringComparison.Ordinal);
        await workspace.DeployAsync();
        Assert.Equal([$"/Shared/app/notebooks/{place}", "/Shared/app/notebooks/keep"], await ListedAsync());

        workspace.Without("notebooks/helper.py");
        await workspace.PruneAsync();
        Assert.Equal(["/Shared/app/notebooks/keep"], await ListedAsync());
    }

    [Theory]
    [InlineData(
        "data",
        "data/x.csv",
        $"{Folder}data is in the workspace, no folder, and no deployment of this repository made it, so {Folder}data/x.csv "
            + "cannot be written"
    )]
    [InlineData(
        "data/theirs.csv",
        "data",
        $"{Folder}data is a folder in the workspace, and it holds {Folder}data/theirs.csv, which no deployment of this repository made"
    )]
    public async Task What_nobody_here_made_stays_and_the_plan_says_what_is_in_the_way(string theirs, string ours, string what)
    {
        await workspace.HasFileAsync(Folder + theirs, "theirs\n");
        workspace.With($"notebooks/{ours}", "ours\n");

        var finding = Assert.Single((await workspace.TryPlanAsync()).Findings);

        Assert.Equal("FIL010", finding.Code);
        Assert.EndsWith($"{what}. Move or delete it, or give the file another name.", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_adopted_and_is_in_the_way_stays()
    {
        await workspace.HasFileAsync("/Shared/app/notebooks/data", "theirs\n");
        await workspace.With("notebooks/data", "ours\n").DeployAsync();
        workspace.Without("notebooks/data").With("notebooks/data/x.csv", "1\n");

        Assert.Equal(["FIL010"], (await workspace.TryPlanAsync()).Findings.Select(finding => finding.Code));
    }

    [Fact]
    public async Task A_file_of_someone_else_where_ours_moves_to_is_not_replaced()
    {
        await workspace.With("notebooks/b.py", Samples.Notebook()).DeployAsync();
        await workspace.HasFileAsync("/Shared/app/notebooks/b.py", "theirs\n");
        workspace.With("notebooks/b.py", "ours = 1\n");

        var finding = Assert.Single((await workspace.TryPlanAsync()).Findings);

        Assert.Equal("FIL010", finding.Code);
        Assert.Contains(
            "/Shared/app/notebooks/b.py is in the workspace, and no deployment of this repository made it",
            finding.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_pool_of_someone_else_that_has_to_be_made_anew_is_in_no_way()
    {
        const string pool = """{ "instance_pool_name": "etl", "node_type_id": "Standard_D4ds_v5" }""";
        await workspace.Cloud.PostAsync("/api/2.0/instance-pools/create", JObject.Parse(pool));
        workspace.With("instance-pools/etl.json", pool.Replace("D4ds", "D8ds", StringComparison.Ordinal));

        var planned = await workspace.TryPlanAsync();

        Assert.Equal([(ChangeAction.Recreate, true)], planned.Plan.Changes.Select(change => (change.Action, change.Adopts)));
        Assert.DoesNotContain(planned.Findings, finding => finding.Code == "FIL010");
    }

    [Fact]
    public async Task What_was_to_make_room_for_an_asset_that_is_left_out_stays()
    {
        await workspace.With("notebooks/data", "1\n").DeployAsync();
        await workspace.HasFileAsync("/Shared/app/notebooks/other", "theirs\n");
        workspace.Without("notebooks/data").With("notebooks/data/x.csv", "1\n").With("notebooks/other/y.csv", "2\n");

        var (planned, leftOut) = await workspace.PlanRestAsync();

        Assert.Equal(["notebooks.other/y.csv"], leftOut.Select(asset => asset.Asset));
        Assert.Equal(["notebooks.data"], planned.Plan.Deletions.Select(change => change.Asset));
        workspace.With("notebooks/data/x.csv", "x").Without("notebooks/data/x.csv");
        Directory.Delete(workspace.Assets["notebooks/data"]);
        Assert.Empty((await workspace.PlanRestAsync()).Planned.Plan.Deletions);
    }

    [Fact]
    public async Task When_the_deletion_fails_what_waits_for_it_is_skipped()
    {
        await workspace.With("notebooks/data", "1\n").DeployAsync();
        workspace.Without("notebooks/data").With("notebooks/data/x.csv", "1\n");
        await workspace.Cloud.AddFaultAsync("""{ "method": "POST", "path": "/api/2.0/workspace/delete", "status": 403, "times": 1 }""");

        var outcome = await workspace.TryDeployAsync();

        Assert.Equal(
            [(ChangeAction.Create, ChangeStatus.Skipped), (ChangeAction.Delete, ChangeStatus.Failed)],
            outcome.Changes.Select(change => (change.Change.Action, change.Status)).Order()
        );
    }

    [Fact]
    public async Task What_is_made_anew_counts_in_the_limit_of_deletions()
    {
        await workspace.With("notebooks/a.py", "1\n").With("notebooks/b.py", "1\n").DeployAsync();
        workspace.Environment = workspace.Environment with { PruneLimit = 1 };
        workspace.With("notebooks/a.py", Samples.Notebook()).With("notebooks/b.py", Samples.Notebook());

        var refusal = Assert.Single((await workspace.TryPlanAsync()).Refusals);

        Assert.Equal("PRN001", refusal.Code);
        Assert.Contains("2 assets would be deleted and made anew", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<IEnumerable<string>> ListedAsync() =>
        ((await workspace.Cloud.GetAsync("/api/2.0/workspace/list?path=/Shared/app/notebooks"))["objects"] ?? new JArray()).Select(entry =>
            (string)entry["path"]!
        );
}
