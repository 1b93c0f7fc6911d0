using Layercake.Engine.Exporting;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Permissions;

/// <summary>Tests of exported permission lists, and the calls by which they give them.</summary>
public abstract class ExportedPermissionTests : PermissionTests
{
    private protected const string Root = "/Shared/app/notebooks";

    private protected const string Load = "permissions/load.json";

    private protected Task<ExportResult> ExportAllAsync() => Workspace.ExportAsync(request => request with { WithPermissions = true });

    private protected async Task WithNotebooksInTheWorkspaceAsync()
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
    private protected async Task SetAsync(string path, params string[] entries)
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

    private protected string Written(string file) =>
        string.Join(
            ", ",
            JObject
                .Parse(Workspace.Text(file))["access_control_list"]!
                .Select(entry => $"group {entry["group_name"]} {entry["permission_level"]}")
        );

    private protected static IEnumerable<(string? File, string Name, ExportAction Action)> Lists(ExportResult result) =>
        result.Files.Where(file => file.Kind == "permissions").Select(file => (file.File, file.Name, file.Action));
}
