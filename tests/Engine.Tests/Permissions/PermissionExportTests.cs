using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Permissions;

/// <summary>An export brings the files of <c>permissions/</c> up to date with notebooks, files and folders.</summary>
public sealed class PermissionExportTests : ExportedPermissionTests
{
    [Fact]
    public async Task An_export_brings_the_lists_that_Git_has_up_to_date_with_one_request_for_each()
    {
        Workspace.With("notebooks/etl/load.py", Samples.Notebook()).With("notebooks/etl/data.csv", "a,b").With("notebooks/x.py", "x = 1");
        Workspace.With(Load, FileOf("notebooks/etl/load", $"{Group("users", "CAN_RUN")}, {Group("operators", "CAN_READ")}"));
        Workspace.With("permissions/data.json", FileOf("notebooks/etl/data.csv", Group("users", "CAN_READ")));
        await Workspace.With("permissions/etl.json", FileOf("notebooks/etl", Group("users", "CAN_READ"))).DeployAsync();
        await SetAsync($"{Root}/etl/load", Group("analysts", "CAN_EDIT"), Group("operators", "CAN_RUN"), Group("users", "CAN_RUN"));
        await SetAsync($"{Root}/etl", Group("operators", "CAN_MANAGE"));
        await SetAsync($"{Root}/etl/data.csv");
        await SetAsync($"{Root}/x.py", Group("analysts", "CAN_READ"));
        await Workspace.Cloud.ForgetRequestsAsync();

        var result = await Workspace.ExportAsync("notebooks");

        var asked = await Workspace.Cloud.RequestsAsync();
        Assert.Equal(3, asked.Count(request => request.Contains("/permissions/", StringComparison.Ordinal)));
        Assert.Equal(
            [Changed("data", "notebooks.etl/data.csv"), Changed("etl", "notebooks.etl"), Changed("load", "notebooks.etl/load.py")],
            Lists(result).OrderBy(list => list.File, StringComparer.Ordinal)
        );
        Assert.Equal(
            "group users CAN_RUN, group operators CAN_RUN, group analysts CAN_EDIT",
            Written(Load)
        );
        Assert.Equal("group operators CAN_MANAGE", Written("permissions/etl.json"));
        Assert.Equal("", Written("permissions/data.json"));
        Assert.Equal("notebooks/etl/load", (string?)JObject.Parse(Workspace.Text(Load))["object"]);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);

        static (string? File, string Name, ExportAction Action) Changed(string file, string name) =>
            ($"permissions/{file}.json", name, ExportAction.Changed);
    }

    [Fact]
    public async Task The_ids_come_from_the_listing_of_the_notebooks_so_each_folder_is_listed_once()
    {
        const string Listing = "GET /api/2.0/workspace/list?path=%2FShared%2Fapp%2Fnotebooks";
        await Workspace.HasFileAsync($"{Root}/etl/load", "x = 1", "SOURCE", "PYTHON");
        await SetAsync($"{Root}/etl", Group("analysts", "CAN_READ"));
        await Workspace.Cloud.ForgetRequestsAsync();

        await Workspace.ExportAsync(request => request with { WithPermissions = true }, ["notebooks"]);

        var asked = await Workspace.Cloud.RequestsAsync();
        Assert.Equal(
            ["", "%2Fetl"],
            asked
                .Where(request => request.StartsWith(Listing, StringComparison.Ordinal))
                .Select(request => request[Listing.Length..])
        );
        Assert.Equal(2, asked.Count(request => request.Contains("/permissions/", StringComparison.Ordinal)));
        Assert.DoesNotContain(asked, request => request.Contains("get-status?path=%2FShared%2Fapp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_says_the_same_is_not_touched_however_it_is_written()
    {
        const string Own = """
            { "access_control_list": [ { "permission_level": "CAN_RUN", "group_name": "users" } ], // ours
              "permissions_mode": "exact", "object": "notebooks/load" }
            """;
        await Workspace.With("notebooks/load.py", Samples.Notebook()).With(Load, Own).DeployAsync();

        Assert.Equal([(Load, "notebooks.load.py", ExportAction.Unchanged)], Lists(await Workspace.ExportAsync("notebooks")));
        Assert.Equal(Own, Workspace.Text(Load));

        await SetAsync($"{Root}/load", Group("analysts", "CAN_EDIT"));
        await Workspace.ExportAsync("notebooks");
        var file = JObject.Parse(Workspace.Text(Load));
        Assert.Equal(["access_control_list", "permissions_mode", "object"], file.Properties().Select(field => field.Name));
        Assert.Equal("exact", (string?)file["permissions_mode"]);
        Assert.Equal("group analysts CAN_EDIT", Written(Load));
    }

    [Fact]
    public async Task With_permissions_what_is_exported_and_has_a_list_of_its_own_gets_a_file()
    {
        await WithNotebooksInTheWorkspaceAsync();

        var result = await ExportAllAsync();

        Assert.Equal(
            [
                ("permissions/init-scripts-setup.sh.json", "init-scripts.setup.sh", ExportAction.Added),
                ("permissions/notebooks-etl.json", "notebooks.etl", ExportAction.Added),
                ("permissions/notebooks-etl-data.csv.json", "notebooks.etl/data.csv", ExportAction.Added),
                ("permissions/notebooks-etl-load.py.json", "notebooks.etl/load.py", ExportAction.Added),
            ],
            Lists(result)
        );
        Assert.Equal(
            """{"object":"notebooks/etl/load.py","access_control_list":[{"group_name":"analysts","permission_level":"CAN_RUN"}]}""",
            JObject.Parse(Workspace.Text("permissions/notebooks-etl-load.py.json")).ToString(Formatting.None)
        );
        Assert.All(Lists(await ExportAllAsync()), list => Assert.Equal(ExportAction.Unchanged, list.Action));
        Assert.All(Lists(await Workspace.ExportAsync()), list => Assert.Equal(ExportAction.Unchanged, list.Action));
        Assert.Empty(Workspace.Check());
    }

    [Fact]
    public async Task What_was_exported_is_deployed_to_an_empty_workspace_and_then_there_is_nothing_to_do()
    {
        await WithNotebooksInTheWorkspaceAsync();
        await ExportAllAsync();
        await using var other = await TestWorkspace.StartAsync();
        foreach (var group in new[] { "analysts", "operators" })
            await other.Cloud.PostAsync("/api/2.0/preview/scim/v2/Groups", new JObject { ["displayName"] = group });
        foreach (var file in Workspace.Files())
            other.With(file, Workspace.Text(file));

        await other.DeployAsync();

        Assert.True((await other.PlanAsync()).IsEmpty);
        var folder = (await other.StatusAsync($"{Root}/etl"))["object_id"];
        var grants = (await other.Cloud.GetAsync($"/api/2.0/permissions/directories/{folder}")).ToString();
        Assert.Contains("operators", grants, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_from_a_folder_above_and_what_the_exporting_identity_may_gets_no_file()
    {
        var me = (string)(await Workspace.Cloud.GetAsync("/api/2.0/preview/scim/v2/Me"))["userName"]!;
        await Workspace.HasFileAsync($"{Root}/load", "x = 1", "SOURCE", "PYTHON");
        await SetAsync($"{Root}/load", $$"""{ "user_name": "{{me}}", "permission_level": "CAN_MANAGE" }""");
        await SetAsync(Root, Group("analysts", "CAN_READ"));

        Assert.Empty(Lists(await ExportAllAsync()));

        Workspace.With("permissions/all.json", FileOf("notebooks", Group("users", "CAN_READ")));
        await Workspace.ExportAsync("notebooks");
        Assert.Equal("group analysts CAN_READ", Written("permissions/all.json"));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_and_writes_nothing()
    {
        await WithNotebooksInTheWorkspaceAsync();

        var result = await Workspace.ExportAsync(request => request with { WithPermissions = true, DryRun = true });

        Assert.Equal(4, Lists(result).Count(list => list.Action == ExportAction.Added));
        Assert.Empty(Workspace.Files());
    }

    [Fact]
    public async Task The_file_of_a_list_goes_with_its_notebook_when_an_export_wrote_it_and_nobody_edited_it()
    {
        foreach (var name in new[] { "a", "b" })
        {
            await Workspace.HasFileAsync($"{Root}/{name}", "x = 1", "SOURCE", "PYTHON");
            await SetAsync($"{Root}/{name}", Group("analysts", "CAN_READ"));
        }

        await Workspace.HasFileAsync($"{Root}/c", "x = 1", "SOURCE", "PYTHON");
        await ExportAllAsync();
        Workspace.With("permissions/notebooks-b.py.json", Workspace.Text("permissions/notebooks-b.py.json") + "\n");
        foreach (var name in new[] { "a", "b" })
            await Workspace.Cloud.PostAsync("/api/2.0/workspace/delete", new JObject { ["path"] = $"{Root}/{name}" });
        await Workspace.ExportAsync("init-scripts");
        Assert.Contains("permissions/notebooks-a.py.json", Workspace.Files());

        var result = await Workspace.ExportAsync("notebooks");

        Assert.Equal([ExportAction.Removed, ExportAction.Kept], Lists(result).Select(list => list.Action));
        Assert.Equal("EXP007", Assert.Single(result.Findings).Code);
        Assert.Equal(["notebooks/c.py", "permissions/notebooks-b.py.json"], Workspace.Files());
    }

    [Fact]
    public async Task A_list_follows_a_notebook_that_has_another_language_by_now()
    {
        await Workspace
            .With("notebooks/load.py", Samples.Notebook())
            .With(Load, FileOf("notebooks/load.py", Group("users", "CAN_READ")))
            .DeployAsync();
        await Workspace.HasFileAsync($"{Root}/load", "select 1", "SOURCE", "SQL");

        await Workspace.ExportAsync("notebooks");

        Assert.Equal("notebooks/load.sql", (string?)JObject.Parse(Workspace.Text(Load))["object"]);
        Assert.Empty((await Workspace.PlanAsync()).Writes);
    }

    [Fact]
    public async Task A_folder_that_is_called_like_a_file_is_told_apart_and_names_that_are_taken_get_a_number()
    {
        await Workspace.HasFileAsync($"{Root}/etl/load", "x = 1", "SOURCE", "PYTHON");
        await Workspace.HasFileAsync($"{Root}/etl.txt", "x");
        await Workspace.HasFileAsync($"{Root}/etl-load.py", "x");
        foreach (var path in new[] { "etl", "etl.txt", "etl/load", "etl-load.py" })
            await SetAsync($"{Root}/{path}", Group("analysts", "CAN_READ"));
        Workspace.With("permissions/Notebooks-etl.json", FileOf("notebooks/etl-load.py", Group("analysts", "CAN_READ")));
        Workspace.With("notebooks/etl-load.py", "x");

        var result = await ExportAllAsync();

        var added = Lists(result).Where(list => list.Action == ExportAction.Added).ToDictionary(list => list.Name, list => list.File!);
        Assert.Equal(["notebooks.etl", "notebooks.etl.txt", "notebooks.etl/load.py"], added.Keys.Order(StringComparer.Ordinal));
        Assert.Matches("^permissions/notebooks-etl~[0-9a-f]{8}[.]json$", added["notebooks.etl"]);
        Assert.Equal("notebooks/etl/", (string?)JObject.Parse(Workspace.Text(added["notebooks.etl"]))["object"]);
        Assert.Equal(
            ["notebooks.etl", "notebooks.etl-load.py", "notebooks.etl.txt", "notebooks.etl/load.py"],
            Workspace
                .Read()
                .Declarations.Where(declaration => declaration.Kind == "permissions")
                .Select(declaration => declaration.Name)
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Lists_are_selected_with_their_notebooks()
    {
        await WithNotebooksInTheWorkspaceAsync();

        var result = await Workspace.ExportAsync(request =>
            request with
            {
                WithPermissions = true,
                Only = new AssetSelection(["notebooks.etl/load.py"]),
            }
        );

        Assert.Equal(["notebooks.etl", "notebooks.etl/load.py"], Lists(result).Select(list => list.Name));
    }
}
