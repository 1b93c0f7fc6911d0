using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Permissions;

/// <summary>Which entries of the workspace are kept, changed and taken back.</summary>
public sealed class PermissionEntryTests : PermissionTests
{
    [Fact]
    public async Task What_others_gave_is_kept_and_what_Git_gave_is_compared_entry_by_entry()
    {
        await Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW"))).DeployAsync();
        await GiveByHandAsync("""{ "group_name": "analysts", "permission_level": "CAN_VIEW" }""");
        Assert.True((await Workspace.PlanAsync()).IsEmpty);

        await GiveByHandAsync("""{ "group_name": "users", "permission_level": "CAN_MANAGE" }""");
        var change = Assert.Single((await Workspace.PlanAsync()).Writes);
        Assert.Equal(("permissions.jobs.a", true), (change.Asset, change.Drift));
        Assert.Contains("group analysts CAN_VIEW", change.Kept);
        var field = Assert.Single(change.Fields);
        Assert.Equal(
            ("access_control_list['group users']", "CAN_MANAGE", "CAN_VIEW"),
            (field.Path, (string?)field.Old, (string?)field.New)
        );

        await Workspace.DeployAsync();
        Assert.Contains("users CAN_VIEW", await GrantsAsync());
        Assert.Contains("analysts CAN_VIEW", await GrantsAsync());
    }

    [Theory]
    [InlineData("always", false, 1)]
    [InlineData("changed", true, 0)]
    [InlineData("scheduled", false, 0)]
    [InlineData("scheduled", true, 1)]
    public async Task The_environment_says_when_a_list_that_did_not_change_is_read(string setting, bool isScheduled, int reads)
    {
        Workspace.Environment = Workspace.Environment with { PermissionDrift = setting };
        Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW")));
        await Workspace.DeployAsync();
        await Workspace.Cloud.ForgetRequestsAsync();

        var selection = Workspace.Select([]) with { IsScheduled = isScheduled };
        var planned = await Workspace.Session().PlanAsync(Workspace.Read(), selection, default);

        Assert.True(planned.Plan.IsEmpty);
        Assert.Equal(reads, (await Workspace.Cloud.RequestsAsync()).Count(request => request.Contains("/permissions/jobs/")));

        Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_MANAGE_RUN")));
        Assert.Single((await Workspace.PlanAsync()).Writes);
    }

    [Fact]
    public async Task An_entry_that_leaves_the_list_is_taken_back_and_so_is_a_list_that_leaves_the_file()
    {
        await Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW"), Group("analysts", "CAN_VIEW"))).DeployAsync();
        await GiveByHandAsync("""{ "group_name": "operators", "permission_level": "CAN_VIEW" }""");

        await Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW"))).DeployAsync();
        Assert.DoesNotContain("analysts", await GrantsAsync(), StringComparison.Ordinal);

        var change = Assert.Single((await Workspace.With("jobs/a.json", Samples.Job("a", "", Samples.Free)).PlanAsync()).Writes);
        Assert.Equal(("permissions.jobs.a", ChangeAction.Update), (change.Asset, change.Action));
        await Workspace.DeployAsync();
        Assert.DoesNotContain("users", await GrantsAsync(), StringComparison.Ordinal);
        Assert.Contains("operators CAN_VIEW", await GrantsAsync());
        Assert.Contains("IS_OWNER", await GrantsAsync(), StringComparison.Ordinal);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task In_exact_mode_entries_that_Git_lacks_are_removed_but_for_the_owner_and_the_deployer()
    {
        await Workspace.With("jobs/a.json", Samples.Job("a", "", Samples.Free)).DeployAsync();
        await GiveByHandAsync("""{ "group_name": "operators", "permission_level": "CAN_VIEW" }""");

        Workspace.With("jobs/a.json", JobAnd(""" , "permissions_mode": "exact" """, [Group("users", "CAN_VIEW")]));
        var change = Assert.Single((await Workspace.PlanAsync()).Writes);
        Assert.Equal(
            ["access_control_list['group operators']", "access_control_list['group users']"],
            change.Fields.Select(field => field.Path)
        );

        await Workspace.DeployAsync();
        Assert.Equal(
            "users CAN_VIEW",
            (await GrantsAsync()).Split(", ").Single(grant => !grant.EndsWith("IS_OWNER", StringComparison.Ordinal))
        );
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task In_exact_mode_the_principal_of_an_app_keeps_its_entry_and_another_service_principal_does_not()
    {
        await Workspace.With("jobs/a.json", Samples.Job("a", "", Samples.Free)).DeployAsync();
        var front = await Workspace.Cloud.PostAsync("/api/2.0/apps", new JObject { ["name"] = "front" });
        var app = (string)front["service_principal_client_id"]!;
        var other = (string)
            (
                await Workspace.Cloud.PostAsync("/api/2.0/preview/scim/v2/ServicePrincipals", new JObject { ["displayName"] = "etl" })
            )["applicationId"]!;
        foreach (var principal in new[] { app, other })
            await GiveByHandAsync($$"""{ "service_principal_name": "{{principal}}", "permission_level": "CAN_MANAGE_RUN" }""");

        Workspace.With("jobs/a.json", JobAnd(""" , "permissions_mode": "exact" """, [Group("users", "CAN_VIEW")]));
        var change = Assert.Single((await Workspace.PlanAsync()).Writes);
        Assert.Contains($"service principal {app} CAN_MANAGE_RUN", change.Kept);
        await Workspace.DeployAsync();

        var grants = await GrantsAsync();
        Assert.Contains($"{app} CAN_MANAGE_RUN", grants, StringComparison.Ordinal);
        Assert.DoesNotContain(other, grants, StringComparison.Ordinal);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);

        await Workspace
            .With(
                "jobs/a.json",
                JobAnd(
                    """ , "permissions_mode": "exact" """,
                    [$$"""{ "service_principal_name": "{{app}}", "permission_level": "CAN_VIEW" }"""]
                )
            )
            .DeployAsync();
        Assert.Contains($"{app} CAN_VIEW", await GrantsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_apps_may_not_be_listed_no_service_principal_is_removed()
    {
        await Workspace.With("jobs/a.json", Samples.Job("a", "", Samples.Free)).DeployAsync();
        var front = await Workspace.Cloud.PostAsync("/api/2.0/apps", new JObject { ["name"] = "front" });
        var app = (string)front["service_principal_client_id"]!;
        await GiveByHandAsync($$"""{ "service_principal_name": "{{app}}", "permission_level": "CAN_MANAGE_RUN" }""");
        await Workspace.Cloud.AddFaultAsync(
            """{ "path": "/api/2.0/apps", "status": 403, "body": { "error_code": "PERMISSION_DENIED", "message": "No." }, "times": 0 }"""
        );

        await Workspace
            .With("jobs/a.json", JobAnd(""" , "permissions_mode": "exact" """, [Group("users", "CAN_VIEW")]))
            .DeployAsync();

        Assert.Contains($"{app} CAN_MANAGE_RUN", await GrantsAsync(), StringComparison.Ordinal);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Exact_mode_that_comes_later_removes_what_was_there_before()
    {
        await Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW"))).DeployAsync();
        await GiveByHandAsync("""{ "group_name": "operators", "permission_level": "CAN_VIEW" }""");
        await Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_MANAGE_RUN"))).DeployAsync();

        await Workspace
            .With("jobs/a.json", JobAnd(""" , "permissions_mode": "exact" """, [Group("users", "CAN_MANAGE_RUN")]))
            .DeployAsync();

        Assert.DoesNotContain("operators", await GrantsAsync(), StringComparison.Ordinal);
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_list_goes_with_its_object_from_the_record_of_what_was_deployed()
    {
        Workspace.With("jobs/b.json", Samples.Job("b", "", Samples.Free));
        await Workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW"))).DeployAsync();
        Assert.Contains("jobs.a", (await Workspace.ManifestAsync()).ToString(), StringComparison.Ordinal);

        await Workspace.Without("jobs/a.json").PruneAsync();

        Assert.DoesNotContain("jobs.a", (await Workspace.ManifestAsync()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_owner_takes_the_place_of_the_one_before_who_can_still_manage()
    {
        await Workspace.With("jobs/a.json", Samples.Job("a", "", Samples.Free)).DeployAsync();
        var before = (await GrantsAsync()).Split(' ')[0];

        Workspace.With("jobs/a.json", JobWith("""{ "user_name": "dana@contoso.example", "permission_level": "IS_OWNER" }"""));
        Assert.EndsWith(" IS_OWNER → CAN_MANAGE", Assert.Single(Assert.Single((await Workspace.PlanAsync()).Writes).Kept));
        await Workspace.DeployAsync();

        Assert.Contains("dana@contoso.example IS_OWNER", await GrantsAsync());
        Assert.Contains($"{before} CAN_MANAGE", await GrantsAsync());
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }
}
