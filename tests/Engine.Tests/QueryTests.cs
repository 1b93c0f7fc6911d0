using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>What is special about queries: their folder, what names them, their trash.</summary>
public sealed class QueryTests : QueryWorkspace
{
    [Fact]
    public async Task It_lies_in_the_folder_of_its_kind_or_in_one_below_or_where_it_says()
    {
        Workspace
            .With("queries/a.json", """{ "display_name": "a", "query_text": "select 1" }""")
            .With("queries/d.json", """{ "display_name": "d", "query_text": "select 1", "parent_path": null }""")
            .With("queries/b.json", """{ "display_name": "b", "query_text": "select 1", "parent_path": "finance/daily" }""")
            .With("queries/c.json", """{ "display_name": "c", "query_text": "select 1", "parent_path": "/Shared/elsewhere" }""");

        await Workspace.DeployAsync();

        Assert.Equal("/Workspace/Shared/app/queries", await FolderAsync("a"));
        Assert.Equal("/Workspace/Shared/app/queries", await FolderAsync("d"));
        Assert.Equal("/Workspace/Shared/app/queries/finance/daily", await FolderAsync("b"));
        Assert.Equal("/Workspace/Shared/elsewhere", await FolderAsync("c"));
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_text_of_the_workspace_that_looks_like_a_variable_stays_that_text()
    {
        const string Text = "select '${var.catalog}', '${secret.none}', '$${x}', '${HOME}'";
        await Workspace.Cloud.PostAsync(
            "/api/2.0/sql/queries",
            new JObject { ["query"] = new JObject { ["display_name"] = "a", ["query_text"] = Text } }
        );

        await Workspace.ExportAsync("queries");

        Assert.Equal(
            "select '$${var.catalog}', '$${secret.none}', '$$${x}', '$${HOME}'",
            string.Concat(Workspace.Files().Where(file => file.EndsWith(".sql", StringComparison.Ordinal)).Select(Workspace.Text)).Trim()
        );
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Another_folder_means_another_query()
    {
        await Workspace.With("queries/top.json", Query(""" "query_text": "select 1" """)).DeployAsync();

        Workspace.With("queries/top.json", Query(""" "query_text": "select 1", "parent_path": "x" """));
        var change = Assert.Single((await Workspace.PlanAsync()).Changes);

        Assert.Equal(
            (ChangeAction.Recreate, "parent_path changed, and the service moves no query to another folder"),
            (change.Action, change.Reason)
        );
        await Workspace.DeployAsync();
        Assert.Equal("/Workspace/Shared/app/queries/x", await FolderAsync("top"));
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a//b")]
    [InlineData("/Workspace")]
    public void A_folder_that_is_none_is_found(string path) =>
        Assert.Contains(
            "error FOL001: queries.top: parent_path is",
            Assert.Single(Workspace.With("queries/top.json", Query($""" "query_text": "s", "parent_path": "{path}" """)).Check()),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Somebodys_query_of_the_same_name_in_another_folder_is_left_alone()
    {
        var theirs = await MakeAsync("top", "/Shared", "select 'theirs'");
        Workspace.With("queries/top.json", Query(""" "query_text": "select 1" """));

        Assert.Equal(ChangeAction.Create, Assert.Single((await Workspace.PlanAsync()).Changes).Action);
        await Workspace.DeployAsync();
        await Workspace.ForgetAsync();

        Assert.True((await Workspace.PlanAsync()).IsEmpty);
        Assert.Equal("select 'theirs'", (string?)(await Workspace.Cloud.GetAsync($"{Queries}/{theirs}"))["query_text"]);
        await Workspace.Without("queries/top.json").PruneAsync();
        Assert.Equal("ACTIVE", (string?)(await Workspace.Cloud.GetAsync($"{Queries}/{theirs}"))["lifecycle_state"]);
    }

    [Fact]
    public async Task One_in_the_same_folder_is_taken_over()
    {
        await Workspace.Cloud.PostAsync("/api/2.0/workspace/mkdirs", new JObject { ["path"] = "/Shared/app/queries" });
        var id = await MakeAsync("top", "/Shared/app/queries", "select 'theirs'");

        var change = Assert.Single((await Workspace.With("queries/top.json", Query(""" "query_text": "select 1" """)).PlanAsync()).Changes);

        Assert.Equal((ChangeAction.Update, true, id), (change.Action, change.Adopts, change.Id));
    }

    [Fact]
    public async Task A_write_names_what_differs_and_clears_what_Git_has_no_more()
    {
        await Workspace
            .With(
                "queries/top.json",
                Query(""" "query_text": "select 1", "description": "d", "catalog": "main", "run_as_mode": "VIEWER", "tags": ["a"] """)
            )
            .DeployAsync();
        var masks = new List<string?>();
        Workspace.Before = async (request, ct) =>
        {
            if (request.Method == HttpMethod.Patch)
                masks.Add((string?)JObject.Parse(await request.Content!.ReadAsStringAsync(ct))["update_mask"]);
        };

        await Workspace.With("queries/top.json", Query(""" "query_text": "select 1" """)).DeployAsync();

        Assert.Equal(["catalog,description,run_as_mode,tags"], masks);
        var query = await QueryAsync("top");
        Assert.False(query.ContainsKey("catalog") || query.ContainsKey("run_as_mode"));
        Assert.Equal("0", $"{query["description"]}{((JArray)query["tags"]!).Count}");
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_field_that_came_by_hand_is_cleared()
    {
        await Workspace.With("queries/top.json", Query(""" "query_text": "select 1" """)).DeployAsync();
        await PatchAsync((string)(await QueryAsync("top"))["id"]!, "schema", "silver");

        var change = Assert.Single((await Workspace.PlanAsync()).Changes);
        Assert.Equal((true, "schema"), (change.Drift, Assert.Single(change.Fields).Path));

        await Workspace.DeployAsync();
        Assert.False((await QueryAsync("top")).ContainsKey("schema"));
    }

    [Fact]
    public async Task A_job_and_another_query_name_it_and_the_workspace_gets_the_ids()
    {
        await Workspace.Cloud.PostAsync("/api/2.0/sql/warehouses", JObject.Parse("""{ "name": "Starter", "cluster_size": "2X-Small" }"""));
        Workspace
            .With("queries/regions.json", """{ "display_name": "regions", "query_text": "select 1", "warehouse_id": "Starter" }""")
            .With(
                "queries/top.json",
                Query(
                    """
                    "query_text": "select {{ region }}",
                    "parameters": [{ "name": "region", "query_backed_value": { "query_id": "regions" } }]
                    """
                )
            )
            .With(
                "jobs/report.json",
                """
                {
                  "name": "report",
                  "tasks": [{
                    "task_key": "a",
                    "sql_task": { "warehouse_id": "Starter", "query": { "query_id": "top" } }
                  }]
                }
                """
            );

        var outcome = await Workspace.DeployAsync();

        var ids = outcome.Changes.ToDictionary(change => change.Change.Asset, change => change.Id);
        var top = await QueryAsync("top");
        Assert.Equal(ids["queries.regions"], (string?)top.SelectToken("parameters[0].query_backed_value.query_id"));
        Assert.Equal(
            ids["queries.top"],
            (string?)(await Workspace.Cloud.GetAsync($"/api/2.2/jobs/get?job_id={ids["jobs.report"]}")).SelectToken(
                "settings.tasks[0].sql_task.query.query_id"
            )
        );
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Queries_that_take_values_from_each_other_are_made_in_one_run()
    {
        Workspace.With("queries/a.json", Backed("a", "b")).With("queries/b.json", Backed("b", "a"));

        await Workspace.DeployAsync();

        Assert.True((await Workspace.PlanAsync()).IsEmpty);
        Assert.Equal(
            (string?)(await QueryAsync("b"))["id"],
            (string?)(await QueryAsync("a")).SelectToken("parameters[0].query_backed_value.query_id")
        );
    }

    [Fact]
    public async Task Its_permissions_stand_in_its_file()
    {
        await Workspace
            .With(
                "queries/top.json",
                Query(
                    """ "query_text": "select 1", "access_control_list": [{ "group_name": "users", "permission_level": "CAN_RUN" }] """
                )
            )
            .DeployAsync();

        var id = (await QueryAsync("top"))["id"];
        var list = (JArray)(await Workspace.Cloud.GetAsync($"/api/2.0/permissions/sql/queries/{id}"))["access_control_list"]!;
        Assert.Contains(
            list,
            entry =>
                (string?)entry["group_name"] == "users"
                && entry["all_permissions"]!.Any(given => (string?)given["permission_level"] == "CAN_RUN" && !(bool)given["inherited"]!)
        );
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_prune_leaves_what_a_query_that_may_not_be_read_may_use()
    {
        await Workspace
            .With("notebooks/kept.py", Samples.Notebook())
            .With("queries/gone.json", """{ "display_name": "gone", "query_text": "select 1" }""")
            .DeployAsync();
        var theirs = await MakeAsync("theirs", "/Shared", "select 2");
        Workspace.Without("queries/gone.json");
        await Workspace.Cloud.AddFaultAsync(
            $$"""
            {
              "method": "GET", "path": "{{Queries}}/{{theirs}}", "times": 0,
              "status": 403, "body": { "error_code": "PERMISSION_DENIED" }
            }
            """
        );

        Assert.Equal(
            "queries.theirs may use it, and may not be read",
            Assert.Single((await Workspace.PlanPruneAsync()).Plan.Changes).HeldBack
        );
    }

    [Fact]
    public async Task A_prune_puts_it_into_the_trash()
    {
        Workspace.With("init-scripts/a.sh", "echo\n").With("queries/top.json", Query(""" "query_text": "select 1" """));
        var id = (await Workspace.DeployAsync()).Changes.Single(change => change.Change.Kind == "queries").Id;

        await Workspace.Without("queries/top.json").PruneAsync();

        Assert.Equal("TRASHED", (string?)(await Workspace.Cloud.GetAsync($"{Queries}/{id}"))["lifecycle_state"]);
        Assert.Empty((await Workspace.PlanPruneAsync()).Plan.Changes);
    }

    [Fact]
    public async Task An_export_of_the_notebooks_does_not_take_its_twin()
    {
        await Workspace
            .With("queries/top.json", Query(""" "query_text": "select 1", "parent_path": "/Shared/app/notebooks" """))
            .DeployAsync();

        var result = await Workspace.ExportAsync("notebooks");

        Assert.Empty(result.Files);
        Assert.Empty(result.Findings);
    }

    [Theory]
    [InlineData("""{ "name": "r" }""", "QRY001")]
    [InlineData("""{ "name": "r", "text_value": { "value": "a" }, "numeric_value": { "value": 1 } }""", "QRY001")]
    [InlineData("""{ "name": "r", "text_value": { "value": "a" } }, { "name": "r", "text_value": { "value": "b" } }""", "QRY002")]
    public void What_its_parameters_say_together_is_checked(string parameters, string code) =>
        Assert.Contains(
            $"error {code}: queries.top: ",
            Assert.Single(Workspace.With("queries/top.json", Query($""" "query_text": "s", "parameters": [{parameters}] """)).Check()),
            StringComparison.Ordinal
        );
}
