using Layercake.Engine.Tests.Support;

namespace Layercake.Engine.Tests.Permissions;

/// <summary>What is found wrong with a list before anything is written.</summary>
public sealed class PermissionFindingsTests : PermissionTests
{
    [Theory]
    [InlineData("""{ "group_name": "users", "permission_level": "CAN_RESTART" }""", "PRM005")]
    [InlineData("""{ "group_name": "admins", "permission_level": "CAN_VIEW" }""", "PRM003")]
    [InlineData("""{ "group_name": "users", "permission_level": "IS_OWNER" }""", "PRM004")]
    [InlineData("""{ "permission_level": "CAN_VIEW" }""", "PRM001")]
    [InlineData("""{ "group_name": "users", "user_name": "a@b.c", "permission_level": "CAN_VIEW" }""", "PRM001")]
    [InlineData("""{ "group_name": "users" }""", "FLD006")]
    [InlineData("\"users\"", "PRM001")]
    [InlineData(
        """{ "group_name": "users", "permission_level": "CAN_VIEW" }, { "group_name": "Users", "permission_level": "CAN_MANAGE" }""",
        "PRM002"
    )]
    [InlineData(
        """{ "user_name": "a@b.c", "permission_level": "IS_OWNER" }, { "user_name": "d@e.f", "permission_level": "IS_OWNER" }""",
        "PRM004"
    )]
    public void A_wrong_entry_is_an_error_before_any_request(string entries, string code) =>
        Assert.Contains($"error {code}: jobs.a: ", Assert.Single(Workspace.With("jobs/a.json", JobWith(entries)).Check()));

    [Fact]
    public void A_list_for_something_that_is_not_deployed_says_what_was_meant()
    {
        Workspace.With("notebooks/etl/load.py", Samples.Notebook());
        Workspace.With("permissions/load.json", FileOf("notebooks/etl/laod", Group("users", "CAN_RUN")));

        Assert.Contains("PRM006", Assert.Single(Workspace.Check()));
        Assert.Contains("Did you mean notebooks/etl/load?", Assert.Single(Workspace.Check()));
    }

    [Fact]
    public void A_list_for_a_job_says_where_it_stands_and_suggests_no_notebook()
    {
        Workspace.With("jobs/load.json", Samples.Job("load", "", Samples.Free)).With("notebooks/load.py", Samples.Notebook());
        Workspace.With("permissions/load.json", FileOf("jobs/load", Group("users", "CAN_RUN")));

        Assert.EndsWith(
            "which is no file and no folder that Git deploys. Write a path such as notebooks/etl. Permissions of clusters, jobs and other "
                + "objects stand in the file of the object.",
            Assert.Single(Workspace.Check()),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""{ "group_name": "nobody", "permission_level": "CAN_VIEW" }""", "group nobody")]
    [InlineData("""{ "user_name": "no@body.example", "permission_level": "CAN_VIEW" }""", "user no@body.example")]
    [InlineData("""{ "service_principal_name": "Deployer", "permission_level": "CAN_VIEW" }""", "service principal Deployer")]
    public async Task A_principal_that_the_workspace_does_not_have_is_found_before_the_first_write(string entry, string principal)
    {
        var writes = await Workspace.WritesDuringAsync(async () =>
        {
            var finding = Assert.Single(await Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW"), entry)).FindingsAsync());
            Assert.StartsWith("jobs/a.json(", finding, StringComparison.Ordinal);
            Assert.Contains(
                $"error PRM007: permissions.jobs.a: jobs.a gives CAN_VIEW to the {principal}, which this workspace",
                finding,
                StringComparison.Ordinal
            );
        });
        Assert.Empty(writes);
    }
}
