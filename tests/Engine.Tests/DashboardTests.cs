using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>What is special about dashboards: their content in a file, and their publishing, which follows the draft.</summary>
public sealed class DashboardTests : IAsyncLifetime
{
    private const string Dashboards = "/api/2.0/lakeview/dashboards";
    private const string File = "dashboards/sales.json";
    private const string Content = "dashboards/sales.lvdash.json";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync();
        workspace.With(File, Sales(""" "publish": {} """)).With(Content, Pages("one"));
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task The_draft_is_made_and_then_published_without_credentials()
    {
        Assert.Equal(
            [("dashboards.sales", ChangeAction.Create), ("publish.sales", ChangeAction.Create)],
            (await workspace.PlanAsync()).Changes.Select(change => (change.Asset, change.Action))
        );
        await workspace.DeployAsync();

        Assert.False((bool)(await PublishedAsync())["embed_credentials"]!);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.Empty(await workspace.WritesDuringAsync(() => workspace.DeployAsync()));
    }

    [Fact]
    public async Task A_changed_draft_is_published_again_in_the_same_run()
    {
        await workspace.DeployAsync();
        await LaterAsync();

        workspace.With(Content, Pages("two"));
        Assert.Equal(
            [
                ("dashboards.sales", ChangeAction.Update, "changed in Git"),
                ("publish.sales", ChangeAction.Update, "dashboards.sales changes"),
            ],
            (await workspace.PlanAsync()).Writes.Select(change => (change.Asset, change.Action, change.Reason))
        );
        await workspace.DeployAsync();

        Assert.True(await IsCurrentAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Its_own_fields_are_a_reason_to_publish_and_the_draft_stays()
    {
        await workspace.DeployAsync();

        workspace.With(File, Sales(""" "publish": { "embed_credentials": true } """));
        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        Assert.Equal(("publish.sales", "changed in Git"), (change.Asset, change.Reason));
        await workspace.DeployAsync();

        Assert.True((bool)(await PublishedAsync())["embed_credentials"]!);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_draft_that_was_edited_by_hand_is_put_back_and_published()
    {
        await workspace.DeployAsync();
        await LaterAsync();
        await PatchAsync("serialized_dashboard", Pages("byhand"));

        Assert.Equal(
            ["dashboards.sales", "publish.sales"],
            (await workspace.PlanAsync()).Writes.Where(change => change.Drift).Select(change => change.Asset)
        );
        await workspace.DeployAsync();

        Assert.True(await IsCurrentAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_was_published_by_hand_otherwise_is_put_back()
    {
        await workspace.DeployAsync();
        await workspace.Cloud.PostAsync($"{Dashboards}/{await IdAsync()}/published", new JObject { ["embed_credentials"] = true });

        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        Assert.Equal(("publish.sales", true), (change.Asset, change.Drift));
        await workspace.DeployAsync();

        Assert.False((bool)(await PublishedAsync())["embed_credentials"]!);
    }

    [Fact]
    public async Task What_leaves_Git_is_withdrawn()
    {
        await workspace.DeployAsync();

        await workspace.With(File, Sales("")).DeployAsync();

        Assert.Null(await TryPublishedAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_someone_else_had_published_stays_published()
    {
        await workspace.Cloud.PostAsync("/api/2.0/workspace/mkdirs", new JObject { ["path"] = "/Shared/app/dashboards" });
        var made = await workspace.Cloud.PostAsync(
            Dashboards,
            new JObject
            {
                ["display_name"] = "sales",
                ["parent_path"] = "/Shared/app/dashboards",
                ["serialized_dashboard"] = Pages("one"),
            }
        );
        await workspace.Cloud.PostAsync(
            $"{Dashboards}/{made["dashboard_id"]}/published",
            new JObject { ["embed_credentials"] = false }
        );
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        await workspace.DeployAsync();

        await workspace.With(File, Sales("")).DeployAsync();

        Assert.NotNull(await TryPublishedAsync());
    }

    [Fact]
    public async Task Content_that_the_service_writes_in_its_own_way_is_no_difference()
    {
        await workspace.DeployAsync();
        await workspace.ForgetAsync();

        var changes = (await workspace.PlanAsync()).Changes;

        var held = JObject.Parse((string)(await DraftAsync())["serialized_dashboard"]!);
        Assert.Equal("PAGE_TYPE_CANVAS", (string?)held["pages"]![0]!["pageType"]);
        Assert.All(changes, change => Assert.Equal(ChangeAction.None, change.Action));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Content_in_another_form_is_drift_only_where_the_etag_is_another_too(bool isTouched, int drifted)
    {
        await workspace.With(File, Sales("")).DeployAsync();
        var draft = await DraftAsync();
        draft["serialized_dashboard"] = """{ "pages": [{ "name": "one", "layoutVersion": "GRID_V2" }] }""";
        if (isTouched)
            draft["etag"] = "another";
        await workspace.Cloud.AddFaultAsync(
            new JObject
            {
                ["method"] = "GET",
                ["path"] = $"{Dashboards}/*",
                ["status"] = 200,
                ["body"] = draft,
                ["times"] = 0,
            }.ToString()
        );

        Assert.Equal(drifted, (await workspace.PlanAsync()).Writes.Count(change => change.Drift));
    }

    [Fact]
    public void Content_that_is_no_JSON_is_found_at_its_line() =>
        Assert.StartsWith(
            "dashboards/sales.lvdash.json(2,",
            Assert.Single(workspace.With(Content, "{\n  \"pages\": [\n").Check()),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task With_an_error_in_its_content_it_is_left_out_and_the_rest_can_be_deployed()
    {
        workspace
            .With(Content, "{")
            .With("queries/top.json", """{ "display_name": "top" }""")
            .With("queries/top.sql", [0xe4, 0x20])
            .With("queries/good.json", """{ "display_name": "good" }""")
            .With("queries/good.sql", "select 1");

        var (planned, leftOut) = await workspace.PlanRestAsync();

        Assert.Equal(["queries.good"], planned.Plan.Changes.Select(change => change.Asset));
        Assert.Equal(
            [("dashboards/sales.json", "DSH001"), ("dashboards/sales.json", ""), ("queries/top.json", "JSN003")],
            leftOut
                .Select(skipped => (skipped.File, string.Concat(skipped.Errors.Select(error => error.Code))))
                .OrderBy(skipped => skipped.File)
                .ThenByDescending(skipped => skipped.Item2)
        );
    }

    [Fact]
    public async Task A_publishing_that_was_found_done_is_withdrawn_once_a_deployment_has_done_it_again()
    {
        await workspace.DeployAsync();
        await workspace.ForgetAsync();
        await workspace.DeployAsync();
        await workspace.With(Content, Pages("two")).DeployAsync();

        await workspace.With(File, Sales("")).DeployAsync();

        await Assert.ThrowsAsync<HttpRequestException>(PublishedAsync);
    }

    [Fact]
    public async Task Credentials_are_not_embedded_where_Git_says_null()
    {
        await workspace.With(File, Sales(""" "publish": { "embed_credentials": null } """)).DeployAsync();

        Assert.False((bool)(await PublishedAsync())["embed_credentials"]!);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData("\"2024-01-01T00:00:00Z\"", "\"2024-01-01T00:00:00.000Z\"")]
    [InlineData("1e30", "2e30")]
    public async Task Content_is_compared_as_it_is_written(string first, string second)
    {
        await workspace.With(Content, $$"""{ "pages": [], "x": {{first}} }""").DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        workspace.With(Content, $$"""{ "pages": [], "x": {{second}} }""");

        Assert.Contains("dashboards.sales", (await workspace.PlanAsync()).Writes.Select(change => change.Asset));
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public void What_to_publish_is_an_object() =>
        Assert.Contains(
            "error DSH002: ",
            Assert.Single(workspace.With(File, Sales(""" "publish": true """)).Check()),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_job_names_it_and_the_publishing_names_a_warehouse()
    {
        await workspace.Cloud.PostAsync("/api/2.0/sql/warehouses", JObject.Parse("""{ "name": "Starter", "cluster_size": "2X-Small" }"""));
        workspace
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

        var outcome = await workspace.DeployAsync();

        var ids = outcome.Changes.ToDictionary(change => change.Change.Asset, change => change.Id);
        Assert.Equal(
            ids["dashboards.sales"],
            (string?)(await workspace.Cloud.GetAsync($"/api/2.2/jobs/get?job_id={ids["jobs.report"]}")).SelectToken(
                "settings.tasks[0].dashboard_task.dashboard_id"
            )
        );
        Assert.Equal((await DraftAsync())["warehouse_id"], (await PublishedAsync())["warehouse_id"]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task It_is_exported_as_a_pair_of_files_with_its_publishing()
    {
        await workspace.DeployAsync();
        workspace.Without(File).Without(Content);

        await workspace.ExportAsync("dashboards");

        Assert.Equal([File, Content], workspace.Files());
        Assert.True(
            JToken.DeepEquals(
                JObject.Parse("""{ "display_name": "sales", "publish": { "embed_credentials": false } }"""),
                JObject.Parse(workspace.Text(File))
            ),
            workspace.Text(File)
        );
        Assert.StartsWith("{\n  \"pages\": [\n", workspace.Text(Content), StringComparison.Ordinal);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_name_that_ends_as_the_file_of_a_content_does_not_become_one()
    {
        await workspace.Cloud.PostAsync(Dashboards, new JObject { ["display_name"] = "x.lvdash" });
        workspace.Without(File).Without(Content);

        await workspace.ExportAsync("dashboards");

        Assert.Equal(2, workspace.Files().Count);
        Assert.DoesNotContain("dashboards/x.lvdash.json", workspace.Files());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task The_notebooks_do_not_take_its_twin()
    {
        await workspace.With(File, Sales(""" "parent_path": "/Shared/app/notebooks" """)).DeployAsync();

        var result = await workspace.ExportAsync("notebooks");

        Assert.Empty(result.Files);
        Assert.Empty(result.Findings);
    }

    [Fact]
    public async Task A_prune_puts_it_into_the_trash_and_nothing_is_pruned_of_its_publishing()
    {
        var id = (await workspace.With("init-scripts/a.sh", "echo\n").DeployAsync())
            .Changes.Single(change => change.Change.Kind == "dashboards")
            .Id;

        var outcome = await workspace.Without(File).Without(Content).PruneAsync();

        Assert.Equal(["dashboards.sales"], outcome.Changes.Select(change => change.Change.Asset));
        Assert.Equal("TRASHED", (string?)(await workspace.Cloud.GetAsync($"{Dashboards}/{id}"))["lifecycle_state"]);
        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Changes);
    }

    private static string Sales(string more) => $$"""{ "display_name": "sales"{{(more.Length == 0 ? "" : "," + more)}} }""";

    private static string Pages(string name) => $$"""{ "pages": [{ "name": "{{name}}" }] }""";

    private Task LaterAsync() => workspace.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 1000 });

    private async Task PatchAsync(string field, string value) =>
        await workspace.Cloud.CallAsync("PATCH", $"{Dashboards}/{await IdAsync()}", new JObject { [field] = value });

    private async Task<string> IdAsync() =>
        (string)Assert.Single((await workspace.Cloud.GetAsync(Dashboards))["dashboards"]!)["dashboard_id"]!;

    private async Task<JObject> DraftAsync() => await workspace.Cloud.GetAsync($"{Dashboards}/{await IdAsync()}");

    private async Task<JObject> PublishedAsync() => await workspace.Cloud.GetAsync($"{Dashboards}/{await IdAsync()}/published");

    private async Task<JObject?> TryPublishedAsync()
    {
        try
        {
            return await PublishedAsync();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task<bool> IsCurrentAsync() =>
        string.CompareOrdinal((string?)(await PublishedAsync())["revision_create_time"], (string?)(await DraftAsync())["update_time"]) >= 0;
}
