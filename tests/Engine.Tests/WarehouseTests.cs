using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Engine.Tests.Checks;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>What is special about SQL warehouses: their edits keep what is left out, and writes start them.</summary>
public sealed class WarehouseTests : IAsyncLifetime
{
    private const string File = "warehouses/bi.json";
    private const string Root = "/api/2.0/sql/warehouses";
    private const string Starter = "Serverless Starter Warehouse";

    private readonly SelfAdvancingClock clock = new();
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(clock);

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("auto_stop_mins", "30", "120")]
    [InlineData("auto_stop_mins", "0", "120")]
    [InlineData("max_num_clusters", "4", "1")]
    [InlineData("enable_photon", "false", "True")]
    [InlineData("warehouse_type", "\"PRO\"", "CLASSIC")]
    [InlineData("spot_instance_policy", "\"RELIABILITY_OPTIMIZED\"", "COST_OPTIMIZED")]
    [InlineData("channel.name", """{ "name": "CHANNEL_NAME_PREVIEW" }""", "CHANNEL_NAME_CURRENT")]
    [InlineData("tags.custom_tags[0].value", """{ "custom_tags": [{ "key": "team", "value": "data" }] }""", "")]
    public async Task What_leaves_Git_is_sent_as_its_default_since_an_edit_would_keep_it(string path, string value, string after)
    {
        var field = path.Split('.')[0];
        await workspace.With(File, Warehouse($"\"{field}\": {value}")).DeployAsync();

        var change = Assert.Single((await workspace.With(File, Warehouse()).PlanAsync()).Changes);
        Assert.StartsWith(field, Assert.Single(change.Fields).Path, StringComparison.Ordinal);
        await workspace.DeployAsync();

        Assert.Equal(after, $"{(await WarehouseAsync("bi")).SelectToken(path)}");
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData(""" "min_num_clusters": 3 """, "", "3 3")]
    [InlineData("", """ "min_num_clusters": 3 """, "1 1")]
    [InlineData("", """ "min_num_clusters": 3, "max_num_clusters": 5 """, "1 1")]
    [InlineData(""" "min_num_clusters": 2 """, """ "min_num_clusters": 4 """, "2 2")]
    public async Task The_most_clusters_follow_the_least_where_Git_does_not_say_them(string now, string before, string sizes)
    {
        await workspace.With(File, Warehouse(before)).DeployAsync();

        await workspace.With(File, Warehouse(now)).DeployAsync();

        var warehouse = await WarehouseAsync("bi");
        Assert.Equal(sizes, $"{warehouse["min_num_clusters"]} {warehouse["max_num_clusters"]}");
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_Git_never_had_stays_in_a_warehouse_that_was_there()
    {
        await MakeAsync("bi", """ "max_num_clusters": 6, "auto_stop_mins": 15, "warehouse_type": "PRO" """);

        var change = Assert.Single((await workspace.With(File, Warehouse(""" "enable_photon": false """)).PlanAsync()).Changes);
        Assert.Equal((true, "enable_photon"), (change.Adopts, Assert.Single(change.Fields).Path));
        await workspace.DeployAsync();

        var warehouse = await WarehouseAsync("bi");
        Assert.Equal("6 15 PRO", $"{warehouse["max_num_clusters"]} {warehouse["auto_stop_mins"]} {warehouse["warehouse_type"]}");
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData(true, "start", "used")]
    [InlineData(true, "leave", "used")]
    [InlineData(false, "start", "new, rests, used")]
    [InlineData(false, "leave", "new, used")]
    public async Task New_ones_and_those_that_an_edit_started_end_stopped_unless_the_environment_says_no(
        bool stops,
        string edits,
        string running
    )
    {
        await workspace.Cloud.AdminAsync("POST", "/unconfirmed", new JObject { ["rule"] = "edited_warehouse", ["mode"] = edits });
        workspace.Environment = workspace.Environment with { StopWarehouses = stops };
        foreach (var name in new[] { "rests", "used" })
            await MakeAsync(name);
        await workspace.Cloud.PostAsync($"{Root}/{(await WarehouseAsync("rests"))["id"]}/stop", []);
        clock.Advance(TimeSpan.FromSeconds(5));
        foreach (var name in new[] { "new", "rests", "used" })
            workspace.With($"warehouses/{name}.json", Named(name, """ "auto_stop_mins": 60 """));

        var plan = await workspace.PlanAsync();
        Assert.Equal(
            [
                "new: it starts when it is made",
                "rests: it is stopped, and the edit may start it",
                "used: ",
            ],
            plan.Changes.Select(change => $"{change.Name}: {string.Join("; ", change.Notes)}")
        );
        Assert.Equal(stops ? ["warehouses.new", "warehouses.rests"] : Array.Empty<string>(), plan.Stops);
        await workspace.DeployAsync();

        Assert.Equal(running, await RunningAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData("Small", "PRO", "reporting", "")]
    [InlineData("Large", "PRO", "bi", "it is running, and a new size restarts it")]
    [InlineData("Small", "CLASSIC", "bi", "it is running, and the edit may restart it")]
    public async Task A_plan_says_of_one_that_runs_whether_its_edit_interrupts_it(string size, string type, string tag, string note)
    {
        await workspace.With(File, Sized("Small", "PRO", "bi")).DeployAsync("warehouses");
        Assert.Equal("bi", await RunningAsync());

        var change = Assert.Single((await workspace.With(File, Sized(size, type, tag)).PlanAsync("warehouses")).Changes);

        Assert.Equal((ChangeAction.Update, note), (change.Action, string.Join("; ", change.Notes)));

        static string Sized(string size, string type, string tag) =>
            $$"""
            {
              "name": "bi", "cluster_size": "{{size}}", "warehouse_type": "{{type}}",
              "tags": { "custom_tags": [{ "key": "team", "value": "{{tag}}" }] }
            }
            """;
    }

    [Fact]
    public async Task A_plan_says_what_is_sent_for_a_setting_that_leaves_Git()
    {
        await workspace.With(File, Warehouse(""" "auto_stop_mins": 10 """)).DeployAsync();

        var change = Assert.Single((await workspace.With(File, Warehouse()).PlanAsync()).Changes);

        Assert.Contains("auto_stop_mins is sent as 120, since an edit that leaves it out keeps it", change.Notes);
        await workspace.DeployAsync();
        Assert.Equal(120, (int?)(await WarehouseAsync("bi"))["auto_stop_mins"]);
    }

    [Fact]
    public async Task A_run_that_did_not_stop_what_it_made_leaves_that_to_the_next()
    {
        await workspace.With(File, Warehouse()).DeployAsync("warehouses");
        Assert.Equal("bi", await RunningAsync());

        var outcome = await workspace.DeployAsync();

        Assert.Equal(["warehouses.bi"], outcome.Stopped);
        Assert.Equal("", await RunningAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_warehouse_that_a_workspace_comes_with_is_never_pruned(bool isDeployed)
    {
        await MakeAsync(Starter);
        await workspace.Cloud.PostAsync($"{Root}/{(await WarehouseAsync(Starter))["id"]}/stop", []);
        workspace.Environment = workspace.Environment with { PruneAdopted = true };
        workspace.With(File, Warehouse());
        if (isDeployed)
            await workspace.With("warehouses/starter.json", Named(Starter, """ "auto_stop_mins": 20 """)).DeployAsync();
        workspace.Without("warehouses/starter.json");

        var planned = await workspace.PlanPruneAsync(new PruneOptions { Everything = true });

        Assert.Empty(planned.Plan.Deletions);
        Assert.Equal(
            isDeployed ? ["the workspace came with it; delete it by hand, or --target=Forget --asset=warehouses." + Starter] : [],
            planned.Plan.Changes.Select(change => change.HeldBack).OfType<string>()
        );
    }

    [Fact]
    public async Task Jobs_and_queries_name_a_warehouse_that_Git_declares_and_an_export_writes_the_name()
    {
        workspace
            .With(File, Warehouse(""" "tags": { "custom_tags": [{ "key": "team", "value": "bi" }] }, "min_num_clusters": 2 """))
            .With("queries/top.json", """{ "display_name": "top", "query_text": "select 1", "warehouse_id": "bi" }""")
            .With(
                "jobs/nightly.json",
                """
                {
                  "name": "nightly",
                  "tasks": [{ "task_key": "a", "sql_task": { "warehouse_id": "bi", "query": { "query_id": "top" } } }]
                }
                """
            );

        var outcome = await workspace.DeployAsync();

        Assert.Equal(["warehouses.bi", "queries.top", "jobs.nightly"], outcome.Changes.Select(change => change.Change.Asset));
        var id = outcome.Changes[0].Id;
        Assert.Equal(id, (string?)(await workspace.JobAsync("nightly")).SelectToken("settings.tasks[0].sql_task.warehouse_id"));

        await using var other = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        foreach (var file in workspace.Files())
            workspace.Without(file);
        await workspace.ExportAsync();
        foreach (var file in workspace.Files())
            other.With(file, workspace.Text(file));
        Assert.Equal("bi", (string?)JObject.Parse(workspace.Text("queries/top.json"))["warehouse_id"]);
        Assert.Equal(
            ["cluster_size", "enable_serverless_compute", "min_num_clusters", "name", "tags", "warehouse_type"],
            JObject.Parse(workspace.Text(File)).Properties().Select(field => field.Name).Order(StringComparer.Ordinal)
        );
        await other.DeployAsync();
        Assert.True((await other.PlanAsync()).IsEmpty);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task The_tags_of_the_environment_are_given_to_it_as_pairs_but_for_those_that_it_has()
    {
        workspace.Environment = workspace.Environment with
        {
            AssetTags = new JObject { ["stage"] = "test", ["team"] = "all" },
        };

        await workspace
            .With(File, Warehouse(""" "tags": { "custom_tags": [{ "key": "team", "value": "bi" }] } """))
            .With("warehouses/plain.json", Named("plain"))
            .DeployAsync();

        Assert.Equal(["team=bi", "stage=test"], await TagsAsync("bi"));
        Assert.Equal(["stage=test", "team=all"], await TagsAsync("plain"));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Another_owner_takes_the_place_of_whoever_made_it()
    {
        await workspace.Cloud.PostAsync("/api/2.0/preview/scim/v2/Users", new JObject { ["userName"] = "bo@contoso.example" });
        const string List = """
            "access_control_list": [
              { "user_name": "bo@contoso.example", "permission_level": "IS_OWNER" },
              { "group_name": "users", "permission_level": "CAN_USE" }
            ]
            """;

        await workspace.With(File, Warehouse(List)).DeployAsync();

        var id = (await WarehouseAsync("bi"))["id"];
        var list = (await workspace.Cloud.GetAsync($"/api/2.0/permissions/sql/warehouses/{id}"))["access_control_list"]!;
        var owner = Assert.Single(list, entry => (string?)entry.SelectToken("all_permissions[0].permission_level") == "IS_OWNER");
        Assert.Equal("bo@contoso.example", (string?)owner["user_name"]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData(""" "min_num_clusters": 3, "max_num_clusters": 2 """, "error WHS001: warehouses.bi: min_num_clusters is 3, max_num")]
    [InlineData(""" "min_num_clusters": 31 """, "error WHS002: warehouses.bi: min_num_clusters is 31. Write 1 to 30.")]
    [InlineData(""" "max_num_clusters": 0 """, "error WHS002: warehouses.bi: max_num_clusters is 0. Write 1 to 40")]
    [InlineData(""" "auto_stop_mins": 5 """, "error WHS002: warehouses.bi: auto_stop_mins is 5. Write 10 or more, or 0 for never.")]
    [InlineData(
        """ "auto_stop_mins": 5, "warehouse_type": "PRO", "enable_serverless_compute": true """,
        "warning WHS002: warehouses.bi: auto_stop_mins is 5."
    )]
    [InlineData(
        """ "tags": { "custom_tags": [{ "key": "a", "value": "1" }, { "key": "a", "value": "2" }] } """,
        "error WHS002: warehouses.bi: tags.custom_tags[1] has the key a, which a tag before it has. Keep one of them."
    )]
    [InlineData(
        """ "warehouse_type": "CLASSIC", "enable_serverless_compute": true """,
        "error WHS003: warehouses.bi: enable_serverless_compute needs"
    )]
    [InlineData(""" "enable_serverless_compute": true """, "warning WHS003: warehouses.bi: enable_serverless_compute needs")]
    [InlineData(""" "channel": { "name": "CHANNEL_NAME_CUSTOM" } """, "error WHS003: warehouses.bi: channel.name is CHANNEL_NAME_CUSTOM")]
    [InlineData(""" "state": "RUNNING" """, "warning DEC005: warehouses.bi: state is set by the service")]
    public void A_warehouse_that_cannot_be_is_told(string fields, string says) =>
        Assert.Contains(says, Assert.Single(Checked.File(File, Warehouse(fields))), StringComparison.Ordinal);

    private static string Warehouse(string more = "") => Named("bi", more);

    private static string Named(string name, string more = "") =>
        $$"""{ "name": "{{name}}", "cluster_size": "2X-Small"{{(more.Length == 0 ? "" : "," + more)}} }""";

    private Task MakeAsync(string name, string more = "") => workspace.Cloud.PostAsync(Root, JObject.Parse(Named(name, more)));

    private async Task<JObject> WarehouseAsync(string name) => (await AllAsync()).Single(one => (string?)one["name"] == name);

    private async Task<IEnumerable<JObject>> AllAsync() => (await workspace.Cloud.GetAsync(Root))["warehouses"]!.Cast<JObject>();

    private async Task<string> RunningAsync() =>
        string.Join(
            ", ",
            (await AllAsync())
                .Where(one => (string?)one["state"] is "STARTING" or "RUNNING")
                .Select(one => (string?)one["name"])
                .Order()
        );

    private async Task<IEnumerable<string>> TagsAsync(string name) =>
        (await WarehouseAsync(name)).SelectToken("tags.custom_tags")!.Select(tag => $"{tag["key"]}={tag["value"]}");
}
