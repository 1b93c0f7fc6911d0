using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Permissions;

/// <summary>A list is deployed, exported and pruned with its object.</summary>
public sealed class PermissionListTests : PermissionTests
{
    [Fact]
    public async Task A_list_is_given_after_its_object_and_then_there_is_nothing_to_do()
    {
        Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW")));

        Assert.Equal(
            [("jobs.a", ChangeAction.Create), ("permissions.jobs.a", ChangeAction.Create)],
            (await Workspace.PlanAsync()).Changes.Select(change => (change.Asset, change.Action))
        );

        var outcome = await Workspace.DeployAsync();
        Assert.All(outcome.Changes, change => Assert.Equal(ChangeStatus.Done, change.Status));
        Assert.Contains("users CAN_VIEW", await GrantsAsync());
        Assert.Contains("IS_OWNER", await GrantsAsync(), StringComparison.Ordinal);
        Assert.Empty(await Workspace.WritesDuringAsync(async () => Assert.True((await Workspace.PlanAsync()).IsEmpty)));
    }

    [Fact]
    public async Task The_list_is_not_sent_with_the_job_since_a_reset_ignores_it()
    {
        await Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW"))).DeployAsync();

        var writes = await Workspace.WritesDuringAsync(() =>
            Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_MANAGE_RUN"))).DeployAsync()
        );

        Assert.DoesNotContain(writes, write => write.Contains("/jobs/reset", StringComparison.Ordinal));
        Assert.Contains("users CAN_MANAGE_RUN", await GrantsAsync());
    }

    [Fact]
    public async Task Notebooks_and_folders_have_their_lists_in_a_folder_of_their_own()
    {
        Workspace.With("notebooks/etl/load.py", Samples.Notebook());
        Workspace.With("permissions/load.json", FileOf("notebooks/etl/load", Group("users", "CAN_RUN")));
        Workspace.With("permissions/etl.json", FileOf("notebooks/etl", Group("users", "CAN_READ")));

        var outcome = await Workspace.DeployAsync();

        Assert.Equal(
            ["notebooks.etl/load.py", "permissions.notebooks.etl", "permissions.notebooks.etl/load.py"],
            outcome.Changes.Select(change => change.Change.Asset)
        );
        Assert.All(outcome.Changes, change => Assert.Equal(ChangeStatus.Done, change.Status));
        var notebook = (await Workspace.StatusAsync("/Shared/app/notebooks/etl/load"))["object_id"];
        Assert.Contains("users CAN_RUN", await GrantsAsync($"notebooks/{notebook}"));
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task The_lists_of_a_kind_are_deployed_with_its_objects()
    {
        Workspace.With("clusters/etl.json", Samples.Cluster("etl", $""" "access_control_list": [ {Group("users", "CAN_RESTART")} ] """));
        Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW")));

        Assert.Equal(
            ["clusters.etl", "permissions.clusters.etl"],
            (await Workspace.PlanAsync("clusters")).Changes.Select(change => change.Asset)
        );
    }

    [Fact]
    public async Task An_export_writes_the_list_where_the_file_has_one_or_when_it_is_asked_for()
    {
        await Workspace
            .With("jobs/a.json", JobWith(Group("users", "CAN_VIEW")))
            .With("jobs/b.json", Samples.Job("b", "", Samples.Free))
            .DeployAsync();
        await GiveByHandAsync(Group("analysts", "CAN_MANAGE_RUN"));

        await Workspace.ExportAsync("jobs");
        Assert.Equal(
            """
              "access_control_list": [
                {
                  "group_name": "users",
                  "permission_level": "CAN_VIEW"
                },
                {
                  "group_name": "analysts",
                  "permission_level": "CAN_MANAGE_RUN"
                }
              ]
            """.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal),
            "\"access_control_list\":"
                + JObject.Parse(Workspace.Text("jobs/a.json"))["access_control_list"]!.ToString(Newtonsoft.Json.Formatting.None)
        );
        Assert.DoesNotContain("access_control_list", Workspace.Text("jobs/b.json"), StringComparison.Ordinal);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);

        await Workspace.Cloud.PostAsync("/api/2.2/jobs/delete", new JObject { ["job_id"] = (await Workspace.JobAsync("b"))["job_id"] });
        await Workspace.HasJobAsync(Samples.Job("c", $""" "access_control_list": [ {Group("users", "CAN_VIEW")} ] """, Samples.Free));
        var result = await Workspace.ExportAsync(request => request with { WithPermissions = true }, ["jobs"]);
        Assert.DoesNotContain(result.Findings, finding => finding.Code == "EXP018");
        Assert.Contains("\"group_name\": \"users\"", Workspace.Text("jobs/c.json"), StringComparison.Ordinal);
        Assert.DoesNotContain("IS_OWNER", Workspace.Text("jobs/c.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prune_that_deletes_the_object_needs_nothing_for_its_list()
    {
        Workspace.With("jobs/b.json", Samples.Job("b", "", Samples.Free));
        await Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW"))).DeployAsync();

        var outcome = await Workspace.Without("jobs/a.json").PruneAsync();

        Assert.Equal("jobs.a", Assert.Single(outcome.Changes).Change.Asset);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }
}
