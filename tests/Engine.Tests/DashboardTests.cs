using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>What is special about dashboards: their content in a file, their folder, and what the service makes of both.</summary>
public sealed class DashboardTests : SalesDashboardTests
{
    [Fact]
    public async Task The_draft_is_made_and_then_published_without_credentials()
    {
        Assert.Equal(
            [("dashboards.sales", ChangeAction.Create), ("publish.sales", ChangeAction.Create)],
            (await Workspace.PlanAsync()).Changes.Select(change => (change.Asset, change.Action))
        );
        await Workspace.DeployAsync();

        Assert.False((bool)(await PublishedAsync())["embed_credentials"]!);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
        Assert.Empty(await Workspace.WritesDuringAsync(() => Workspace.DeployAsync()));
    }

    [Fact]
    public async Task A_draft_that_only_Git_changed_was_not_changed_in_the_workspace()
    {
        await Workspace.DeployAsync();

        var change = (await Workspace.With("dashboards/sales.lvdash.json", Pages("inGit")).PlanAsync()).Changes[0];

        Assert.Equal(("dashboards.sales", "changed in Git"), (change.Asset, change.Reason));
    }

    [Fact]
    public async Task A_draft_that_was_edited_by_hand_is_put_back_and_published()
    {
        await Workspace.DeployAsync();
        await LaterAsync();
        await PatchAsync("serialized_dashboard", Pages("byhand"));

        Assert.Equal(
            ["dashboards.sales", "publish.sales"],
            (await Workspace.PlanAsync()).Writes.Where(change => change.Drift).Select(change => change.Asset)
        );
        await Workspace.DeployAsync();

        Assert.True(await IsCurrentAsync());
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Content_that_the_service_writes_in_its_own_way_is_no_difference()
    {
        await Workspace.DeployAsync();
        await Workspace.ForgetAsync();

        var changes = (await Workspace.PlanAsync()).Changes;

        var held = JObject.Parse((string)(await DraftAsync())["serialized_dashboard"]!);
        Assert.Equal("PAGE_TYPE_CANVAS", (string?)held["pages"]![0]!["pageType"]);
        Assert.All(changes, change => Assert.Equal(ChangeAction.None, change.Action));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Content_in_another_form_is_drift_only_where_the_etag_is_another_too(bool isTouched, int drifted)
    {
        await Workspace.With(File, Sales("")).DeployAsync();
        var draft = await DraftAsync();
        draft["serialized_dashboard"] = """{ "pages": [{ "name": "one", "layoutVersion": "GRID_V2" }] }""";
        if (isTouched)
            draft["etag"] = "another";
        await Workspace.Cloud.AddFaultAsync(
            new JObject
            {
                ["method"] = "GET",
                ["path"] = $"{Dashboards}/*",
                ["status"] = 200,
                ["body"] = draft,
                ["times"] = 0,
            }.ToString()
        );

        Assert.Equal(drifted, (await Workspace.PlanAsync()).Writes.Count(change => change.Drift));
    }

    [Fact]
    public void Content_that_is_no_JSON_is_found_at_its_line() =>
        Assert.StartsWith(
            "dashboards/sales.lvdash.json(2,",
            Assert.Single(Workspace.With(Content, "{\n  \"pages\": [\n").Check()),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task With_an_error_in_its_content_it_is_left_out_and_the_rest_can_be_deployed()
    {
        Workspace
            .With(Content, "{")
            .With("queries/top.json", """{ "display_name": "top" }""")
            .With("queries/top.sql", [0xe4, 0x20])
            .With("queries/good.json", """{ "display_name": "good" }""")
            .With("queries/good.sql", "select 1");

        var (planned, leftOut) = await Workspace.PlanRestAsync();

        Assert.Equal(["queries.good"], planned.Plan.Changes.Select(change => change.Asset));
        Assert.Equal(
            [("dashboards/sales.json", "DSH001"), ("dashboards/sales.json", ""), ("queries/top.json", "JSN003")],
            leftOut
                .Select(skipped => (skipped.File, string.Concat(skipped.Errors.Select(error => error.Code))))
                .OrderBy(skipped => skipped.File)
                .ThenByDescending(skipped => skipped.Item2)
        );
    }

    [Theory]
    [InlineData("\"2024-01-01T00:00:00Z\"", "\"2024-01-01T00:00:00.000Z\"")]
    [InlineData("1e30", "2e30")]
    public async Task Content_is_compared_as_it_is_written(string first, string second)
    {
        await Workspace.With(Content, $$"""{ "pages": [], "x": {{first}} }""").DeployAsync();
        Assert.True((await Workspace.PlanAsync()).IsEmpty);

        Workspace.With(Content, $$"""{ "pages": [], "x": {{second}} }""");

        Assert.Contains("dashboards.sales", (await Workspace.PlanAsync()).Writes.Select(change => change.Asset));
        await Workspace.DeployAsync();
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_job_names_it_and_the_publishing_names_a_warehouse()
    {
        await Workspace.Cloud.PostAsync("/api/2.0/sql/warehouses", JObject.Parse("""{ "name": "Starter", "cluster_size": "2X-Small" }"""));
        Workspace
            .With(File, Sales(""" "warehouse_id": "Starter", "publish": { "warehouse_id": "Starter" } """))
            .With(
                "jobs/report.json",
                """
                {
                  "name": "report",
                  "tasks": [{ "task_key": "a", "dashboard_task": { "dashboard_id": "sales", "warehouse_id": "Starter" } }]
                }
                """
            );

        var outcome = await Workspace.DeployAsync();

        var ids = outcome.Changes.ToDictionary(change => change.Change.Asset, change => change.Id);
        Assert.Equal(
            ids["dashboards.sales"],
            (string?)(await Workspace.Cloud.GetAsync($"/api/2.2/jobs/get?job_id={ids["jobs.report"]}")).SelectToken(
                "settings.tasks[0].dashboard_task.dashboard_id"
            )
        );
        Assert.Equal((await DraftAsync())["warehouse_id"], (await PublishedAsync())["warehouse_id"]);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task It_is_exported_as_a_pair_of_files_with_its_publishing()
    {
        await Workspace.DeployAsync();
        Workspace.Without(File).Without(Content);

        await Workspace.ExportAsync("dashboards");

        Assert.Equal([File, Content], Workspace.Files());
        Assert.True(
            JToken.DeepEquals(
                JObject.Parse("""{ "display_name": "sales", "publish": { "embed_credentials": false } }"""),
                JObject.Parse(Workspace.Text(File))
            ),
            Workspace.Text(File)
        );
        Assert.StartsWith("{\n  \"pages\": [\n", Workspace.Text(Content), StringComparison.Ordinal);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_name_that_ends_as_the_file_of_a_content_does_not_become_one()
    {
        await Workspace.Cloud.PostAsync(Dashboards, new JObject { ["display_name"] = "x.lvdash" });
        Workspace.Without(File).Without(Content);

        await Workspace.ExportAsync("dashboards");

        Assert.Equal(2, Workspace.Files().Count);
        Assert.DoesNotContain("dashboards/x.lvdash.json", Workspace.Files());
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task The_notebooks_do_not_take_its_twin()
    {
        await Workspace.With(File, Sales(""" "parent_path": "/Shared/app/notebooks" """)).DeployAsync();

        var result = await Workspace.ExportAsync("notebooks");

        Assert.Empty(result.Files);
        Assert.Empty(result.Findings);
    }

    [Fact]
    public async Task A_prune_puts_it_into_the_trash_and_nothing_is_pruned_of_its_publishing()
    {
        var id = (await Workspace.With("init-scripts/a.sh", "echo\n").DeployAsync())
            .Changes.Single(change => change.Change.Kind == "dashboards")
            .Id;

        var outcome = await Workspace.Without(File).Without(Content).PruneAsync();

        Assert.Equal(["dashboards.sales"], outcome.Changes.Select(change => change.Change.Asset));
        Assert.Equal("TRASHED", (string?)(await Workspace.Cloud.GetAsync($"{Dashboards}/{id}"))["lifecycle_state"]);
        Assert.Empty((await Workspace.PlanPruneAsync()).Plan.Changes);
    }
}
