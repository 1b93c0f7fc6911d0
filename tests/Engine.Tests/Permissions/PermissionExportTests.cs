using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Permissions;

/// <summary>An export brings the files of <c>permissions/</c> up to date with notebooks, files and folders.</summary>
public sealed class PermissionExportTests : PermissionTests
{
    private const string Root = "/Shared/app/notebooks";

    private const string Load = "permissions/load.json";

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
    public async Task Files_with_variables_or_made_from_a_template_or_changed_by_the_environment_are_kept()
    {
        Workspace.Environment = Workspace.Environment with
        {
            Variables = new Dictionary<string, EnvironmentVariable>
            {
                ["readers"] = new("readers", "users", new SourceLocation("test.json", 1, 1)),
            },
            Overlays = JObject.Parse(
                $$"""{ "permissions/notebooks/b": { "access_control_list": [ {{Group("users", "CAN_EDIT")}} ] } }"""
            ),
        };
        string[] all = ["a", "b", "c", "d"];
        foreach (var name in all)
            Workspace.With($"notebooks/{name}.py", Samples.Notebook());
        Workspace.With("permissions/a.json", FileOf("notebooks/a", Group("${var.readers}", "CAN_READ")));
        Workspace.With("permissions/b.json", FileOf("notebooks/b", Group("users", "CAN_READ")));
        Workspace.With("permissions/c.json", """{ "template": "readers", "object": "notebooks/c" }""");
        Workspace.With("permissions/templates/readers.json", FileOf("{{ permission_list.object }}", Group("users", "CAN_READ")));
        await Workspace.With("permissions/d.json", FileOf("notebooks/d", Group("users", "CAN_READ"))).DeployAsync();
        Assert.All(Lists(await Workspace.ExportAsync("notebooks")), list => Assert.Equal(ExportAction.Unchanged, list.Action));

        foreach (var name in all)
            await SetAsync($"{Root}/{name}", Group("analysts", "CAN_READ"));
        var result = await Workspace.ExportAsync("notebooks");

        Assert.Equal(
            [ExportAction.Kept, ExportAction.Kept, ExportAction.Kept, ExportAction.Changed],
            Lists(result).Select(list => list.Action)
        );
        Assert.Equal(
            ["a: it holds variables", "b: test makes something else of it (overlays)", "c: it is made from a template"],
            result.Findings.Select(finding => $"{finding.Asset![^4]}: {Between(finding.Message, "because ", ". Change")}")
        );
        Assert.All(result.Findings, finding => Assert.Equal("EXP006", finding.Code));
        Assert.Equal(FileOf("notebooks/b", Group("users", "CAN_READ")), Workspace.Text("permissions/b.json"));

        static string Between(string text, string from, string to) =>
            text.Split(from)[1].Split(to)[0];
    }

    [Theory]
    [InlineData(403, "PERMISSION_DENIED", true)]
    [InlineData(404, "RESOURCE_DOES_NOT_EXIST", true)]
    [InlineData(400, "INVALID_PARAMETER_VALUE", false)]
    public async Task A_list_that_cannot_be_read_leaves_its_file(int status, string code, bool isWarning)
    {
        await Workspace
            .With("notebooks/load.py", Samples.Notebook())
            .With(Load, FileOf("notebooks/load", Group("users", "CAN_READ")))
            .DeployAsync();
        await SetAsync($"{Root}/load", Group("analysts", "CAN_READ"));
        await Workspace.Cloud.AddFaultAsync(
            $$"""
            {
              "method": "GET",
              "path": "/api/2.0/permissions/*",
              "status": {{status}},
              "times": 1000,
              "body": { "error_code": "{{code}}", "message": "no" }
            }
            """
        );

        var result = await Workspace.TryExportAsync("notebooks");

        var finding = Assert.Single(result.Findings);
        Assert.Equal((isWarning ? "EXP018" : "EXP002", "permissions.notebooks.load.py"), (finding.Code, finding.Asset));
        Assert.Equal([(Load, "notebooks.load.py", ExportAction.Kept)], Lists(result));
        Assert.Equal("group users CAN_READ", Written(Load));
        Assert.Equal(isWarning, result.Succeeded);
    }

    [Fact]
    public async Task A_list_that_may_not_be_read_gets_no_file_and_is_told()
    {
        await WithNotebooksInTheWorkspaceAsync();
        await Workspace.Cloud.AddFaultAsync(
            """
            {
              "method": "GET",
              "path": "/api/2.0/permissions/directories/*",
              "status": 403,
              "times": 1000,
              "body": { "error_code": "PERMISSION_DENIED", "message": "no" }
            }
            """
        );

        var result = await ExportAllAsync();

        Assert.True(result.Succeeded);
        var told = Assert.Single(result.Findings);
        Assert.Equal(("EXP018", "permissions.notebooks.etl"), (told.Code, told.Asset));
        Assert.Equal(
            [(null, "notebooks.etl")],
            Lists(result).Where(list => list.Action == ExportAction.Kept).Select(list => (list.File, list.Name))
        );
        Assert.Equal(3, Workspace.Files().Count(file => file.StartsWith("permissions/", StringComparison.Ordinal)));
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

    [Fact]
    public async Task A_job_with_a_list_is_exported_also_where_the_environment_has_overlays_for_others()
    {
        Workspace.Environment = Workspace.Environment with { Overlays = JObject.Parse("""{ "jobs/b": { "max_concurrent_runs": 2 } }""") };
        await Workspace
            .With("jobs/a.json", JobWith(Group("users", "CAN_VIEW")))
            .With("jobs/b.json", Samples.Job("b", "", Samples.Free))
            .DeployAsync();
        await GiveByHandAsync(Group("analysts", "CAN_VIEW"));

        await Workspace.ExportAsync("jobs");

        Assert.Equal("group users CAN_VIEW, group analysts CAN_VIEW", Written("jobs/a.json"));
    }

    private Task<ExportResult> ExportAllAsync() => Workspace.ExportAsync(request => request with { WithPermissions = true });

    private async Task WithNotebooksInTheWorkspaceAsync()
    {
        await Workspace.HasFileAsync($"{Root}/etl/load", "x = 1", "SOURCE", "PYTHON");
        await Workspace.HasFileAsync($"{Root}/etl/data.csv", "a,b");
        await Workspace.HasFileAsync($"{Root}/plain", "x = 1", "SOURCE", "PYTHON");
        await Workspace.HasFileAsync("/Shared/app/init-scripts/setup.sh", "echo");
        await SetAsync($"{Root}/etl", Group("operators", "CAN_READ"));
        await SetAsync($"{Root}/etl/load", Group("analysts", "CAN_RUN"));
        await SetAsync($"{Root}/etl/data.csv", Group("analysts", "CAN_EDIT"));
        await SetAsync("/Shared/app/init-scripts/setup.sh", Group("operators", "CAN_EDIT"));
    }

    /// <summary>Replaces all that was given on the object itself.</summary>
    private async Task SetAsync(string path, params string[] entries)
    {
        var status = await Workspace.StatusAsync(path);
        var type = (string?)status["object_type"] switch
        {
            "NOTEBOOK" => "notebooks",
            "DIRECTORY" => "directories",
            _ => "files",
        };
        await Workspace.Cloud.CallAsync(
            "PUT",
            $"/api/2.0/permissions/{type}/{status["object_id"]}",
            JObject.Parse($$"""{ "access_control_list": [ {{string.Join(", ", entries)}} ] }""")
        );
    }

    private string Written(string file) =>
        string.Join(
            ", ",
            JObject
                .Parse(Workspace.Text(file))["access_control_list"]!
                .Select(entry => $"group {entry["group_name"]} {entry["permission_level"]}")
        );

    private static IEnumerable<(string? File, string Name, ExportAction Action)> Lists(ExportResult result) =>
        result.Files.Where(file => file.Kind == "permissions").Select(file => (file.File, file.Name, file.Action));
}
