using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>Legacy alerts: jobs name them, they use queries, and nothing deploys them.</summary>
public sealed class LegacyAlertTests : IAsyncLifetime
{
    private const string Root = "/api/2.0/sql/alerts";
    private const string Query = "queries/sums.json";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_job_names_it_and_it_is_neither_exported_nor_pruned()
    {
        var legacy = await MakeAsync("8f1c2a34-5b6d-4e7f-9a0b-c1d2e3f4a5b6");
        await workspace.Cloud.PostAsync("/api/2.0/sql/warehouses", JObject.Parse("""{ "name": "bi", "cluster_size": "Small" }"""));
        var job =
            """
            {
              "name": "watch",
              "tasks": [{ "task_key": "a", "sql_task": { "warehouse_id": "bi", "alert": { "alert_id": "late" } } }]
            }
            """;
        await workspace.With("jobs/watch.json", job).DeployAsync();

        Assert.Equal(
            (string?)legacy["id"],
            (string?)(await workspace.JobAsync("watch")).SelectToken("settings.tasks[0].sql_task.alert.alert_id")
        );
        workspace.Without("jobs/watch.json");
        await workspace.ExportAsync("jobs", "alerts");
        Assert.Equal(["jobs/watch.json"], workspace.Files());
        Assert.Equal("late", (string?)JObject.Parse(workspace.Text("jobs/watch.json")).SelectToken("tasks[0].sql_task.alert.alert_id"));
        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Changes);
    }

    [Fact]
    public async Task A_query_that_one_watches_stays_in_the_workspace()
    {
        await MakeAsync(await QueryAsync());
        workspace.Without(Query);

        Assert.Equal("legacy-alerts.late uses it", await HeldBackAsync());
    }

    [Fact]
    public async Task A_query_stays_where_nobody_may_see_what_watches_it()
    {
        await QueryAsync();
        workspace.Without(Query);
        await workspace.Cloud.AddFaultAsync(
            $$"""{ "method": "GET", "path": "{{Root}}", "times": 0, "status": 403, "body": { "error_code": "PERMISSION_DENIED" } }"""
        );

        Assert.Equal("a legacy alert may use it, and these may not be listed", await HeldBackAsync());
    }

    [Fact]
    public async Task A_workspace_that_has_no_such_alerts_is_pruned()
    {
        await QueryAsync();
        workspace.Without(Query);
        await workspace.Cloud.AddFaultAsync(
            $$"""{ "method": "GET", "path": "{{Root}}", "times": 0, "status": 404, "body": { "error_code": "ENDPOINT_NOT_FOUND" } }"""
        );

        Assert.Null(await HeldBackAsync());
        Assert.Equal(["queries.sums"], (await workspace.PruneAsync()).Changes.Select(change => change.Change.Asset));
    }

    [Fact]
    public async Task Nobody_asks_for_them_where_no_query_goes()
    {
        await QueryAsync();
        workspace.Without("notebooks/kept.py");
        await workspace.Cloud.ForgetRequestsAsync();

        Assert.NotEmpty((await workspace.PlanPruneAsync()).Plan.Deletions);
        Assert.DoesNotContain(await workspace.Cloud.RequestsAsync(), sent => sent.Contains(Root, StringComparison.Ordinal));
    }

    private async Task<string> QueryAsync()
    {
        var outcome = await workspace
            .With("notebooks/kept.py", Samples.Notebook())
            .With("notebooks/more.py", Samples.Notebook())
            .With(Query, """{ "display_name": "sums", "query_text": "select 1" }""")
            .DeployAsync();
        return outcome.Changes.Single(change => change.Change.Kind == "queries").Id!;
    }

    private Task<JObject> MakeAsync(string query) =>
        workspace.Cloud.PostAsync(
            Root,
            new JObject { ["alert"] = new JObject { ["display_name"] = "late", ["query_id"] = query } }
        );

    private async Task<string?> HeldBackAsync() => Assert.Single((await workspace.PlanPruneAsync()).Plan.Changes).HeldBack;
}
