using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Engine.Tests.Faults;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Selecting;

/// <summary>A run about some of the assets does nothing to the others, and knows that they are there.</summary>
public sealed class SelectedDeploymentTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() =>
        workspace = (await TestWorkspace.StartAsync(new SelfAdvancingClock()))
            .WithOneOfEachKind()
            .With("clusters/etl.json", Samples.Cluster("etl", """ "init_scripts": ["install.sh"] """))
            .With("clusters/other.json", Samples.Cluster("other"))
            .With("jobs/nightly.json", Job("etl"));

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task Only_what_matches_is_planned_and_the_rest_is_named()
    {
        var planned = await workspace.PlanAsync(new AssetSelection(["clusters.o*"]));

        Assert.Empty(planned.Findings);
        Assert.Equal(["clusters.other"], planned.Plan.Changes.Select(change => change.Asset));
        Assert.Equal(["init-scripts.install.sh", "clusters.etl", "notebooks.load.py", "jobs.nightly"], planned.NotSelected);
    }

    [Fact]
    public async Task What_the_workspace_does_not_have_yet_is_asked_for_reference_and_file_alike()
    {
        var planned = await workspace.PlanAsync(new AssetSelection(["jobs.nightly"]));

        Assert.Equal(["REF003", "REF003"], planned.Findings.Select(finding => finding.Code));
        Assert.Contains(
            planned.Findings,
            finding =>
                finding.Message.EndsWith("It is not selected: add --with-needed, or --select=clusters.etl.", StringComparison.Ordinal)
        );
        Assert.Contains(
            planned.Findings,
            finding =>
                finding.Message.EndsWith("It is not selected: add --with-needed, or --select=notebooks.load.py.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task What_the_workspace_has_already_need_not_be_selected()
    {
        await workspace.DeployAsync();
        workspace.With("jobs/nightly.json", Job("other"));

        var planned = await workspace.PlanAsync(new AssetSelection(["jobs.*"]));

        Assert.Empty(planned.Findings);
        Assert.Equal(["jobs.nightly"], planned.Plan.Writes.Select(change => change.Asset));
    }

    [Fact]
    public async Task What_is_needed_is_taken_along_with_what_that_needs()
    {
        var planned = await workspace.PlanAsync(new AssetSelection(["jobs.nightly"], withNeeded: true));

        Assert.Empty(planned.Findings);
        Assert.Equal(
            ["init-scripts.install.sh", "clusters.etl", "notebooks.load.py", "jobs.nightly"],
            planned.Plan.Changes.Select(change => change.Asset)
        );
        Assert.Equal(["clusters.etl", "init-scripts.install.sh", "notebooks.load.py"], planned.TakenAlong);
        Assert.Equal(["clusters.other"], planned.NotSelected);
    }

    [Fact]
    public async Task A_target_for_one_kind_takes_along_of_its_kind_alone()
    {
        var planned = await workspace.PlanAsync(new AssetSelection(["jobs.nightly"], withNeeded: true), "jobs");

        Assert.Empty(planned.TakenAlong);
        Assert.Contains(
            planned.Findings,
            finding =>
                finding.Message.EndsWith("Deploy clusters first, or use --target=Deploy with --with-needed.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task With_prune_on_what_was_not_selected_is_not_taken_for_gone()
    {
        await workspace.DeployAsync();
        workspace.Environment = workspace.Environment with { Prune = true };
        workspace.Without("jobs/nightly.json").Without("clusters/other.json");

        var planned = await workspace.PlanAsync(new AssetSelection(["clusters.*"]));

        Assert.Equal(["clusters.other"], planned.Plan.Deletions.Select(change => change.Asset));
        Assert.Contains("jobs.nightly", planned.NotSelected);
        Assert.Contains("notebooks.load.py", planned.NotSelected);
    }

    [Fact]
    public async Task A_prune_deletes_what_is_selected_and_remembers_the_rest()
    {
        await workspace.DeployAsync();
        workspace.Without("jobs/nightly.json").Without("clusters/other.json");

        await workspace.PruneAsync(new PruneOptions { Only = new AssetSelection(["clusters.*"]) });

        Assert.Equal(["jobs.nightly"], (await workspace.PlanPruneAsync()).Plan.Deletions.Select(change => change.Asset));
    }

    [Fact]
    public async Task A_selected_cluster_stays_while_a_job_that_is_not_selected_runs_on_it()
    {
        await workspace.DeployAsync();
        workspace.Without("jobs/nightly.json").Without("clusters/etl.json");

        var planned = await workspace.PlanPruneAsync(new PruneOptions { Only = new AssetSelection(["clusters.etl"]) });

        Assert.Empty(planned.Plan.Deletions);
        Assert.Equal("jobs.nightly uses it", Assert.Single(planned.Plan.Changes).HeldBack);
        Assert.Equal(["jobs.nightly"], planned.NotSelected);
    }

    [Fact]
    public async Task The_limit_counts_what_is_selected()
    {
        await workspace.DeployAsync();
        workspace.Environment = workspace.Environment with { PruneLimit = 1 };
        workspace.Without("jobs/nightly.json").Without("clusters/other.json");

        Assert.Single((await workspace.PlanPruneAsync()).Refusals);
        Assert.Empty((await workspace.PlanPruneAsync(new PruneOptions { Only = new AssetSelection(["jobs.*"]) })).Refusals);
    }

    [Fact]
    public async Task A_pattern_that_no_deployment_made_anything_of_is_an_error_of_the_prune()
    {
        await workspace.DeployAsync();

        var planned = await workspace.PlanPruneAsync(new PruneOptions { Only = new AssetSelection(["jobs.nigtly"]) });

        Assert.Equal(
            "error SEL001: --select=jobs.nigtly matches nothing that was deployed to test. Did you mean jobs.nightly? Give "
                + "KIND.NAME, such as jobs.nightly or notebooks.ingest/*.",
            Assert.Single(planned.Findings).ToString()
        );
    }

    [Fact]
    public async Task An_export_that_selects_nothing_writes_nothing()
    {
        await workspace.DeployAsync();
        var before = workspace.Files();

        var result = await workspace.ExportAsync(
            request => request with { Only = new AssetSelection(["clusters.etl", "other"]) },
            ["clusters"]
        );

        Assert.Contains("Did you mean clusters.other?", Assert.Single(result.Findings).Message, StringComparison.Ordinal);
        Assert.Equal(before, workspace.Files());
        Assert.False(File.Exists(workspace.Assets[".layercake-export.json"]));
    }

    private static string Job(string cluster) =>
        $$"""
        {
          "name": "nightly",
          "tasks": [{
            "task_key": "main",
            "existing_cluster_id": "{{cluster}}",
            "notebook_task": { "notebook_path": "load" }
          }]
        }
        """;
}
