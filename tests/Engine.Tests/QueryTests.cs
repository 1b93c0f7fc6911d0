using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>What is special about queries: their text in a file, their folder, their trash.</summary>
public sealed class QueryTests : IAsyncLifetime
{
    private const string Queries = "/api/2.0/sql/queries";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task The_text_stands_in_a_file_beside_the_declaration()
    {
        await workspace.With("queries/top.json", Query()).With("queries/top.sql", "select a,\r\n  b\r\n").DeployAsync();

        Assert.Equal("select a,\n  b", (string?)(await QueryAsync("top"))["query_text"]);

        workspace.With("queries/top.sql", "select 2\n");
        var change = Assert.Single((await workspace.PlanAsync()).Changes);
        Assert.Equal(("query_text", ChangeAction.Update), (Assert.Single(change.Fields).Path, change.Action));
        await workspace.DeployAsync();
        Assert.Equal("select 2", (string?)(await QueryAsync("top"))["query_text"]);
    }

    [Fact]
    public async Task Line_ends_of_another_system_are_no_difference()
    {
        await workspace.With("queries/top.json", Query()).With("queries/top.sql", "select 1,\n2\n").DeployAsync();
        var id = (string)(await QueryAsync("top"))["id"]!;
        await PatchAsync(id, "query_text", "select 1,\r\n2");

        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Variables_are_replaced_in_the_text_and_one_without_a_value_is_found_at_its_line()
    {
        workspace.Environment = workspace.Environment with
        {
            Variables = new Dictionary<string, Layercake.Engine.Environments.EnvironmentVariable>(),
        };
        workspace.With("queries/top.json", Query()).With("queries/top.sql", "select 1\nfrom ${env.name}.t\nwhere a = ${var.nope}");

        var finding = Assert.Single(workspace.Check());

        Assert.StartsWith(
            "queries/top.sql(3,11): error VAR001: queries.top: query_text: ${var.nope} has no value",
            finding,
            StringComparison.Ordinal
        );

        await workspace.With("queries/top.sql", "select 1\nfrom ${env.name}.t\n").DeployAsync();
        Assert.Equal("select 1\nfrom test.t", (string?)(await QueryAsync("top"))["query_text"]);
    }

    [Fact]
    public async Task An_overlay_may_give_another_text()
    {
        workspace.Environment = workspace.Environment with
        {
            Overlays = JObject.Parse("""{ "queries/top": { "query_text": "select 'here'" } }"""),
        };
        await workspace.With("queries/top.json", Query()).With("queries/top.sql", "select 1").DeployAsync();

        Assert.Equal("select 'here'", (string?)(await QueryAsync("top"))["query_text"]);
    }

    [Fact]
    public async Task A_template_makes_the_fields_and_the_text_is_the_one_beside_the_definition()
    {
        workspace
            .With("queries/templates/report.json", """{ "display_name": "{{query.display_name}}", "tags": ["report"] }""")
            .With("queries/top.json", """{ "template": "report", "display_name": "top" }""")
            .With("queries/top.sql", "select 1");

        await workspace.DeployAsync();

        var query = await QueryAsync("top");
        Assert.Equal("report select 1", $"{query["tags"]![0]} {query["query_text"]}");
    }

    [Fact]
    public void What_is_wrong_with_the_files_is_said_of_the_right_one()
    {
        workspace
            .With("queries/both.json", """{ "display_name": "both", "query_text": "select 1" }""")
            .With("queries/both.sql", "select 2")
            .With("queries/none.json", """{ "display_name": "none" }""")
            .With("queries/orphan.sql", "select 1")
            .With("queries/latin.json", """{ "display_name": "latin" }""")
            .With("queries/latin.sql", [0x73, 0x0a, 0xe4, 0x20]);

        Assert.Equal(
            [
                "queries/both.json(1,27): error DEC007: queries.both: query_text stands here and in queries/both.sql. Remove one of them.",
                "queries/latin.sql(2,1): error JSN003: The file is not UTF-8: this character was saved in another encoding. Save the file "
                    + "as UTF-8.",
                "queries/none.json: error DEC008: queries.none: it has no query_text, and there is no queries/none.sql. Put the text "
                    + "into that file, or into the field.",
                "queries/orphan.sql: warning DEC006: This file is not deployed: there is no orphan.json beside it. Add it, or rename or "
                    + "remove this file.",
            ],
            workspace.Check()
        );
    }

    [Fact]
    public async Task It_lies_in_the_folder_of_its_kind_or_in_one_below_or_where_it_says()
    {
        workspace
            .With("queries/a.json", """{ "display_name": "a", "query_text": "select 1" }""")
            .With("queries/d.json", """{ "display_name": "d", "query_text": "select 1", "parent_path": null }""")
            .With("queries/b.json", """{ "display_name": "b", "query_text": "select 1", "parent_path": "finance/daily" }""")
            .With("queries/c.json", """{ "display_name": "c", "query_text": "select 1", "parent_path": "/Shared/elsewhere" }""");

        await workspace.DeployAsync();

        Assert.Equal("/Workspace/Shared/app/queries", await FolderAsync("a"));
        Assert.Equal("/Workspace/Shared/app/queries", await FolderAsync("d"));
        Assert.Equal("/Workspace/Shared/app/queries/finance/daily", await FolderAsync("b"));
        Assert.Equal("/Workspace/Shared/elsewhere", await FolderAsync("c"));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Another_folder_means_another_query()
    {
        await workspace.With("queries/top.json", Query(""" "query_text": "select 1" """)).DeployAsync();

        workspace.With("queries/top.json", Query(""" "query_text": "select 1", "parent_path": "x" """));
        var change = Assert.Single((await workspace.PlanAsync()).Changes);

        Assert.Equal(
            (ChangeAction.Recreate, "parent_path changed, and the service moves no query to another folder"),
            (change.Action, change.Reason)
        );
        await workspace.DeployAsync();
        Assert.Equal("/Workspace/Shared/app/queries/x", await FolderAsync("top"));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a//b")]
    [InlineData("/Workspace")]
    public void A_folder_that_is_none_is_found(string path) =>
        Assert.Contains(
            "error FOL001: queries.top: parent_path is",
            Assert.Single(workspace.With("queries/top.json", Query($""" "query_text": "s", "parent_path": "{path}" """)).Check()),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Somebodys_query_of_the_same_name_in_another_folder_is_left_alone()
    {
        var theirs = await MakeAsync("top", "/Shared", "select 'theirs'");
        workspace.With("queries/top.json", Query(""" "query_text": "select 1" """));

        Assert.Equal(ChangeAction.Create, Assert.Single((await workspace.PlanAsync()).Changes).Action);
        await workspace.DeployAsync();
        await workspace.ForgetAsync();

        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.Equal("select 'theirs'", (string?)(await workspace.Cloud.GetAsync($"{Queries}/{theirs}"))["query_text"]);
        await workspace.Without("queries/top.json").PruneAsync();
        Assert.Equal("ACTIVE", (string?)(await workspace.Cloud.GetAsync($"{Queries}/{theirs}"))["lifecycle_state"]);
    }

    [Fact]
    public async Task One_in_the_same_folder_is_taken_over()
    {
        await workspace.Cloud.PostAsync("/api/2.0/workspace/mkdirs", new JObject { ["path"] = "/Shared/app/queries" });
        var id = await MakeAsync("top", "/Shared/app/queries", "select 'theirs'");

        var change = Assert.Single((await workspace.With("queries/top.json", Query(""" "query_text": "select 1" """)).PlanAsync()).Changes);

        Assert.Equal((ChangeAction.Update, true, id), (change.Action, change.Adopts, change.Id));
    }

    [Fact]
    public async Task A_write_names_what_differs_and_clears_what_Git_has_no_more()
    {
        await workspace
            .With(
                "queries/top.json",
                Query(""" "query_text": "select 1", "description": "d", "catalog": "main", "run_as_mode": "VIEWER", "tags": ["a"] """)
            )
            .DeployAsync();
        await workspace.Cloud.ForgetRequestsAsync();

        await workspace.With("queries/top.json", Query(""" "query_text": "select 1" """)).DeployAsync();

        var query = await QueryAsync("top");
        Assert.False(query.ContainsKey("catalog") || query.ContainsKey("run_as_mode"));
        Assert.Equal("0", $"{query["description"]}{((JArray)query["tags"]!).Count}");
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_field_that_came_by_hand_is_cleared()
    {
        await workspace.With("queries/top.json", Query(""" "query_text": "select 1" """)).DeployAsync();
        await PatchAsync((string)(await QueryAsync("top"))["id"]!, "schema", "silver");

        var change = Assert.Single((await workspace.PlanAsync()).Changes);
        Assert.Equal((true, "schema"), (change.Drift, Assert.Single(change.Fields).Path));

        await workspace.DeployAsync();
        Assert.False((await QueryAsync("top")).ContainsKey("schema"));
    }

    [Fact]
    public async Task A_job_and_another_query_name_it_and_the_workspace_gets_the_ids()
    {
        await workspace.Cloud.PostAsync("/api/2.0/sql/warehouses", JObject.Parse("""{ "name": "Starter", "cluster_size": "2X-Small" }"""));
        workspace
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

        var outcome = await workspace.DeployAsync();

        var ids = outcome.Changes.ToDictionary(change => change.Change.Asset, change => change.Id);
        var top = await QueryAsync("top");
        Assert.Equal(ids["queries.regions"], (string?)top.SelectToken("parameters[0].query_backed_value.query_id"));
        Assert.Equal(
            ids["queries.top"],
            (string?)(await workspace.Cloud.GetAsync($"/api/2.2/jobs/get?job_id={ids["jobs.report"]}")).SelectToken(
                "settings.tasks[0].sql_task.query.query_id"
            )
        );
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Queries_that_take_values_from_each_other_are_made_in_one_run()
    {
        workspace.With("queries/a.json", Backed("a", "b")).With("queries/b.json", Backed("b", "a"));

        await workspace.DeployAsync();

        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.Equal(
            (string?)(await QueryAsync("b"))["id"],
            (string?)(await QueryAsync("a")).SelectToken("parameters[0].query_backed_value.query_id")
        );
    }

    [Fact]
    public async Task Its_permissions_stand_in_its_file()
    {
        await workspace
            .With(
                "queries/top.json",
                Query(
                    """ "query_text": "select 1", "access_control_list": [{ "group_name": "users", "permission_level": "CAN_RUN" }] """
                )
            )
            .DeployAsync();

        var id = (await QueryAsync("top"))["id"];
        var list = (JArray)(await workspace.Cloud.GetAsync($"/api/2.0/permissions/sql/queries/{id}"))["access_control_list"]!;
        Assert.Contains(
            list,
            entry =>
                (string?)entry["group_name"] == "users"
                && entry["all_permissions"]!.Any(given => (string?)given["permission_level"] == "CAN_RUN" && !(bool)given["inherited"]!)
        );
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_prune_leaves_what_a_query_that_may_not_be_read_may_use()
    {
        await workspace
            .With("notebooks/kept.py", Samples.Notebook())
            .With("queries/gone.json", """{ "display_name": "gone", "query_text": "select 1" }""")
            .DeployAsync();
        var theirs = await MakeAsync("theirs", "/Shared", "select 2");
        workspace.Without("queries/gone.json");
        await workspace.Cloud.AddFaultAsync(
            $$"""
            {
              "method": "GET", "path": "{{Queries}}/{{theirs}}", "times": 0,
              "status": 403, "body": { "error_code": "PERMISSION_DENIED" }
            }
            """
        );

        Assert.Equal(
            "queries.theirs may use it, and may not be read",
            Assert.Single((await workspace.PlanPruneAsync()).Plan.Changes).HeldBack
        );
    }

    [Fact]
    public async Task A_prune_puts_it_into_the_trash()
    {
        workspace.With("init-scripts/a.sh", "echo\n").With("queries/top.json", Query(""" "query_text": "select 1" """));
        var id = (await workspace.DeployAsync()).Changes.Single(change => change.Change.Kind == "queries").Id;

        await workspace.Without("queries/top.json").PruneAsync();

        Assert.Equal("TRASHED", (string?)(await workspace.Cloud.GetAsync($"{Queries}/{id}"))["lifecycle_state"]);
        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Changes);
    }

    [Fact]
    public async Task An_export_of_the_notebooks_does_not_take_its_twin()
    {
        await workspace
            .With("queries/top.json", Query(""" "query_text": "select 1", "parent_path": "/Shared/app/notebooks" """))
            .DeployAsync();

        var result = await workspace.ExportAsync("notebooks");

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
            Assert.Single(workspace.With("queries/top.json", Query($""" "query_text": "s", "parameters": [{parameters}] """)).Check()),
            StringComparison.Ordinal
        );

    private static string Query(string more = "") => $$"""{ "display_name": "top"{{(more.Length == 0 ? "" : "," + more)}} }""";

    private static string Backed(string name, string by) =>
        $$"""
        {
          "display_name": "{{name}}",
          "query_text": "select 1",
          "parameters": [{ "name": "p", "query_backed_value": { "query_id": "{{by}}" } }]
        }
        """;

    private async Task<string> MakeAsync(string name, string folder, string text) =>
        (string)(
            await workspace.Cloud.PostAsync(
                Queries,
                new JObject
                {
                    ["query"] = new JObject
                    {
                        ["display_name"] = name,
                        ["parent_path"] = folder,
                        ["query_text"] = text,
                    },
                }
            )
        )["id"]!;

    private Task PatchAsync(string id, string field, string value) =>
        workspace.Cloud.CallAsync(
            "PATCH",
            $"{Queries}/{id}",
            new JObject { ["query"] = new JObject { [field] = value }, ["update_mask"] = field }
        );

    private async Task<string?> FolderAsync(string name) => (string?)(await QueryAsync(name))["parent_path"];

    private async Task<JObject> QueryAsync(string name)
    {
        var listed = (await workspace.Cloud.GetAsync(Queries))["results"]!.Single(query => (string?)query["display_name"] == name);
        return await workspace.Cloud.GetAsync($"{Queries}/{listed["id"]}");
    }
}
