using Layercake.Engine.Checking;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Checking;

/// <summary>Whether the folders that are deployed to can be written to.</summary>
public sealed class FolderCheckTests : ConnectionTests
{
    [Theory]
    [InlineData(
        200,
        """
        {
          "access_control_list": [{
            "group_name": "users",
            "all_permissions": [{ "permission_level": "CAN_MANAGE", "inherited": true }]
          }]
        }
        """,
        CheckStatus.Passed,
        "will be created in /Shared; CAN_MANAGE on /Shared."
    )]
    [InlineData(
        200,
        """{ "access_control_list": [ { "group_name": "users", "all_permissions": [ { "permission_level": "CAN_READ" } ] } ] }""",
        CheckStatus.Failed,
        "has only CAN_READ on /Shared."
    )]
    [InlineData(
        200,
        """{ "access_control_list": [ { "group_name": "admins", "all_permissions": [ { "permission_level": "CAN_MANAGE" } ] } ] }""",
        CheckStatus.Failed,
        "and nothing lets "
    )]
    [InlineData(
        403,
        """{ "error_code": "PERMISSION_DENIED", "message": "No." }""",
        CheckStatus.Unknown,
        "who may write to /Shared may not be read."
    )]
    [InlineData(
        404,
        """{ "error_code": "ENDPOINT_NOT_FOUND", "message": "No." }""",
        CheckStatus.Unknown,
        "who may write to /Shared may not be read."
    )]
    public async Task Whether_a_folder_can_be_written_to_stands_in_its_access_control_list(
        int status,
        string body,
        CheckStatus expected,
        string detail
    )
    {
        await ChangeUserAsync("""{ "groups": ["users"] }""");
        await Fixture.AddFaultAsync(
            new JObject
            {
                ["path"] = "/api/2.0/permissions/directories/*",
                ["status"] = status,
                ["body"] = body,
                ["times"] = 0,
            }.ToString()
        );

        var check = await OneAsync("notebooks_path /Shared/layercake/notebooks");

        Assert.Equal(expected, check.Status);
        Assert.Contains(detail, check.Detail, StringComparison.Ordinal);
        Assert.Equal(expected != CheckStatus.Passed, check.Remedy is not null);
    }

    [Theory]
    [InlineData("dbfs:/init")]
    [InlineData("/Volumes/main/ops/init")]
    public async Task Where_reading_tells_nothing_of_writing_the_answer_is_a_question_mark(string destination)
    {
        Environment = Environment with { InitScriptsDestination = destination };

        Assert.Equal(CheckStatus.Unknown, (await OneAsync($"init_scripts_destination {destination}")).Status);
    }

    [Fact]
    public async Task A_file_where_a_folder_must_be_is_found()
    {
        await Fixture.PostAsync(
            "/api/2.0/workspace/import",
            new JObject
            {
                ["path"] = "/Shared/taken",
                ["format"] = "SOURCE",
                ["language"] = "PYTHON",
                ["content"] = "cHJpbnQoMSk=",
            }
        );
        Environment = Environment with { NotebooksPath = "/Shared/taken" };

        Assert.Contains("/Shared/taken is no folder", (await OneAsync("notebooks_path /Shared/taken")).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "service_principal_name": "me", "all_permissions": [ { "permission_level": "CAN_EDIT" } ] }""", "CAN_EDIT")]
    [InlineData("""{ "group_name": "users", "all_permissions": [ { "permission_level": "CAN_MANAGE" } ] }""", "CAN_MANAGE")]
    [InlineData("""{ "group_name": "deployers", "all_permissions": [ { "permission_level": "CAN_READ" } ] }""", "CAN_READ")]
    [InlineData("""{ "user_name": "somebody", "all_permissions": [ { "permission_level": "CAN_MANAGE" } ] }""", null)]
    public void An_access_control_list_speaks_of_a_user_by_its_name_and_its_groups(string entry, string? expected)
    {
        var user = new WorkspaceUser(JObject.Parse("""{ "userName": "me", "groups": [ { "display": "deployers" } ] }"""));

        var levels = FolderCheck.Levels(new JObject { ["access_control_list"] = new JArray(JObject.Parse(entry)) }, user);

        Assert.Equal(expected, levels is null ? null : string.Join(", ", levels));
    }
}
