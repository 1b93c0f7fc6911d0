using Layercake.Engine.Declarations;
using Layercake.Engine.Environments;
using Layercake.Engine.Exporting;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Permissions;

/// <summary>Which permission lists an export leaves as they are: because of their file, the environment, or a read that fails.</summary>
public sealed class PermissionExportKeptTests : ExportedPermissionTests
{
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
            ["a: it holds variables", "b: test makes something else of it (by overlays)", "c: it is made from a template"],
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
}
