using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>Permission lists: in the file of their object, and for notebooks and folders in <c>permissions/</c>.</summary>
public sealed class PermissionTests : IAsyncLifetime
{
    private const string Free = """ "max_retries": 1 """;

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync();
        foreach (var group in new[] { "analysts", "operators" })
            await workspace.Cloud.PostAsync("/api/2.0/preview/scim/v2/Groups", new JObject { ["displayName"] = group });
        await workspace.Cloud.PostAsync("/api/2.0/preview/scim/v2/Users", new JObject { ["userName"] = "dana@contoso.example" });
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_list_is_given_after_its_object_and_then_there_is_nothing_to_do()
    {
        workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW")));

        Assert.Equal(
            [("jobs.a", ChangeAction.Create), ("permissions.jobs.a", ChangeAction.Create)],
            (await workspace.PlanAsync()).Changes.Select(change => (change.Asset, change.Action))
        );

        var outcome = await workspace.DeployAsync();
        Assert.All(outcome.Changes, change => Assert.Equal(ChangeStatus.Done, change.Status));
        Assert.Contains("users CAN_VIEW", await GrantsAsync());
        Assert.Contains("IS_OWNER", await GrantsAsync(), StringComparison.Ordinal);
        Assert.Empty(await workspace.WritesDuringAsync(async () => Assert.True((await workspace.PlanAsync()).IsEmpty)));
    }

    [Fact]
    public async Task The_list_is_not_sent_with_the_job_since_a_reset_ignores_it()
    {
        await workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW"))).DeployAsync();

        var writes = await workspace.WritesDuringAsync(() =>
            workspace.With("jobs/a.json", JobWith(Group("users", "CAN_MANAGE_RUN"))).DeployAsync()
        );

        Assert.DoesNotContain(writes, write => write.Contains("/jobs/reset", StringComparison.Ordinal));
        Assert.Contains("users CAN_MANAGE_RUN", await GrantsAsync());
    }

    [Fact]
    public async Task What_others_gave_is_kept_and_what_Git_gave_is_compared_entry_by_entry()
    {
        await workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW"))).DeployAsync();
        await GiveByHandAsync("""{ "group_name": "analysts", "permission_level": "CAN_VIEW" }""");
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        await GiveByHandAsync("""{ "group_name": "users", "permission_level": "CAN_MANAGE" }""");
        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        Assert.Equal(("permissions.jobs.a", true), (change.Asset, change.Drift));
        Assert.Contains("group analysts CAN_VIEW", change.Kept);
        var field = Assert.Single(change.Fields);
        Assert.Equal(
            ("access_control_list['group users']", "CAN_MANAGE", "CAN_VIEW"),
            (field.Path, (string?)field.Old, (string?)field.New)
        );

        await workspace.DeployAsync();
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
        workspace.Environment = workspace.Environment with { PermissionDrift = setting };
        workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW")));
        await workspace.DeployAsync();
        await workspace.Cloud.ForgetRequestsAsync();

        var selection = workspace.Select([]) with { IsScheduled = isScheduled };
        var planned = await workspace.Session().PlanAsync(workspace.Read(), selection, default);

        Assert.True(planned.Plan.IsEmpty);
        Assert.Equal(reads, (await workspace.Cloud.RequestsAsync()).Count(request => request.Contains("/permissions/jobs/")));

        workspace.With("jobs/a.json", JobWith(Group("users", "CAN_MANAGE_RUN")));
        Assert.Single((await workspace.PlanAsync()).Writes);
    }

    [Fact]
    public async Task An_entry_that_leaves_the_list_is_taken_back_and_so_is_a_list_that_leaves_the_file()
    {
        await workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW"), Group("analysts", "CAN_VIEW"))).DeployAsync();
        await GiveByHandAsync("""{ "group_name": "operators", "permission_level": "CAN_VIEW" }""");

        await workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW"))).DeployAsync();
        Assert.DoesNotContain("analysts", await GrantsAsync(), StringComparison.Ordinal);

        var change = Assert.Single((await workspace.With("jobs/a.json", Samples.Job("a", "", Free)).PlanAsync()).Writes);
        Assert.Equal(("permissions.jobs.a", ChangeAction.Update), (change.Asset, change.Action));
        await workspace.DeployAsync();
        Assert.DoesNotContain("users", await GrantsAsync(), StringComparison.Ordinal);
        Assert.Contains("operators CAN_VIEW", await GrantsAsync());
        Assert.Contains("IS_OWNER", await GrantsAsync(), StringComparison.Ordinal);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task In_exact_mode_entries_that_Git_lacks_are_removed_but_for_the_owner_and_the_deployer()
    {
        await workspace.With("jobs/a.json", Samples.Job("a", "", Free)).DeployAsync();
        await GiveByHandAsync("""{ "group_name": "operators", "permission_level": "CAN_VIEW" }""");

        workspace.With("jobs/a.json", JobAnd(""" , "permissions_mode": "exact" """, [Group("users", "CAN_VIEW")]));
        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        Assert.Equal(
            ["access_control_list['group operators']", "access_control_list['group users']"],
            change.Fields.Select(field => field.Path)
        );

        await workspace.DeployAsync();
        Assert.Equal(
            "users CAN_VIEW",
            (await GrantsAsync()).Split(", ").Single(grant => !grant.EndsWith("IS_OWNER", StringComparison.Ordinal))
        );
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_new_owner_takes_the_place_of_the_one_before_who_can_still_manage()
    {
        await workspace.With("jobs/a.json", Samples.Job("a", "", Free)).DeployAsync();
        var before = (await GrantsAsync()).Split(' ')[0];

        await workspace
            .With("jobs/a.json", JobWith("""{ "user_name": "dana@contoso.example", "permission_level": "IS_OWNER" }"""))
            .DeployAsync();

        Assert.Contains("dana@contoso.example IS_OWNER", await GrantsAsync());
        Assert.Contains($"{before} CAN_MANAGE", await GrantsAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Notebooks_and_folders_have_their_lists_in_a_folder_of_their_own()
    {
        workspace.With("notebooks/etl/load.py", Samples.Notebook());
        workspace.With("permissions/load.json", FileOf("notebooks/etl/load", Group("users", "CAN_RUN")));
        workspace.With("permissions/etl.json", FileOf("notebooks/etl", Group("users", "CAN_READ")));

        var outcome = await workspace.DeployAsync();

        Assert.Equal(
            ["notebooks.etl/load.py", "permissions.notebooks.etl", "permissions.notebooks.etl/load.py"],
            outcome.Changes.Select(change => change.Change.Asset)
        );
        Assert.All(outcome.Changes, change => Assert.Equal(ChangeStatus.Done, change.Status));
        var notebook = (await workspace.StatusAsync("/Shared/app/notebooks/etl/load"))["object_id"];
        Assert.Contains("users CAN_RUN", await GrantsAsync($"notebooks/{notebook}"));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task The_lists_of_a_kind_are_deployed_with_its_objects()
    {
        workspace.With("clusters/etl.json", Samples.Cluster("etl", $""" "access_control_list": [ {Group("users", "CAN_RESTART")} ] """));
        workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW")));

        Assert.Equal(
            ["clusters.etl", "permissions.clusters.etl"],
            (await workspace.PlanAsync("clusters")).Changes.Select(change => change.Asset)
        );
    }

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
        Assert.Contains($"error {code}: jobs.a: ", Assert.Single(workspace.With("jobs/a.json", JobWith(entries)).Check()));

    [Fact]
    public void A_list_for_something_that_is_not_deployed_says_what_was_meant()
    {
        workspace.With("notebooks/etl/load.py", Samples.Notebook());
        workspace.With("permissions/load.json", FileOf("notebooks/etl/laod", Group("users", "CAN_RUN")));

        Assert.Contains("PRM006", Assert.Single(workspace.Check()));
        Assert.Contains("Did you mean notebooks/etl/load?", Assert.Single(workspace.Check()));
    }

    [Fact]
    public async Task An_export_writes_the_list_where_the_file_has_one_or_when_it_is_asked_for()
    {
        await workspace
            .With("jobs/a.json", JobWith(Group("users", "CAN_VIEW")))
            .With("jobs/b.json", Samples.Job("b", "", Free))
            .DeployAsync();
        await GiveByHandAsync(Group("analysts", "CAN_MANAGE_RUN"));

        await workspace.ExportAsync("jobs");
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
                + JObject.Parse(workspace.Text("jobs/a.json"))["access_control_list"]!.ToString(Newtonsoft.Json.Formatting.None)
        );
        Assert.DoesNotContain("access_control_list", workspace.Text("jobs/b.json"), StringComparison.Ordinal);
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        await workspace.Cloud.PostAsync("/api/2.2/jobs/delete", new JObject { ["job_id"] = (await workspace.JobAsync("b"))["job_id"] });
        await workspace.HasJobAsync(Samples.Job("c", $""" "access_control_list": [ {Group("users", "CAN_VIEW")} ] """, Free));
        var result = await workspace.ExportAsync(request => request with { WithPermissions = true }, ["jobs"]);
        Assert.DoesNotContain(result.Findings, finding => finding.Code == "EXP018");
        Assert.Contains("\"group_name\": \"users\"", workspace.Text("jobs/c.json"), StringComparison.Ordinal);
        Assert.DoesNotContain("IS_OWNER", workspace.Text("jobs/c.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "group_name": "nobody", "permission_level": "CAN_VIEW" }""", "group nobody")]
    [InlineData("""{ "user_name": "no@body.example", "permission_level": "CAN_VIEW" }""", "user no@body.example")]
    [InlineData("""{ "service_principal_name": "Deployer", "permission_level": "CAN_VIEW" }""", "service principal Deployer")]
    public async Task A_principal_that_the_workspace_does_not_have_is_found_before_the_first_write(string entry, string principal)
    {
        var writes = await workspace.WritesDuringAsync(async () =>
        {
            var finding = Assert.Single(await workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW"), entry)).FindingsAsync());
            Assert.StartsWith("jobs/a.json(", finding, StringComparison.Ordinal);
            Assert.Contains(
                $"error PRM007: permissions.jobs.a: jobs.a gives CAN_VIEW to the {principal}, which this workspace",
                finding,
                StringComparison.Ordinal
            );
        });
        Assert.Empty(writes);
    }

    [Fact]
    public async Task A_prune_that_deletes_the_object_needs_nothing_for_its_list()
    {
        workspace.With("jobs/b.json", Samples.Job("b", "", Free));
        await workspace.With("jobs/a.json", JobWith(Group("users", "CAN_VIEW"))).DeployAsync();

        var outcome = await workspace.Without("jobs/a.json").PruneAsync();

        Assert.Equal("jobs.a", Assert.Single(outcome.Changes).Change.Asset);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    private static string Group(string name, string level) => $$"""{ "group_name": "{{name}}", "permission_level": "{{level}}" }""";

    private static string JobWith(params string[] entries) => JobAnd("", entries);

    private static string JobAnd(string more, string[] entries) =>
        Samples.Job("a", $""" "access_control_list": [ {string.Join(", ", entries)} ]{more} """, Free);

    private static string FileOf(string path, string entry) => $$"""{ "object": "{{path}}", "access_control_list": [ {{entry}} ] }""";

    private async Task GiveByHandAsync(string entry)
    {
        using var content = new StringContent(
            $$"""{ "access_control_list": [ {{entry}} ] }""",
            System.Text.Encoding.UTF8,
            "application/json"
        );
        var address = $"/api/2.0/permissions/jobs/{(await workspace.JobAsync("a"))["job_id"]}";
        using var answer = await workspace.Cloud.Workspace.PatchAsync(new Uri(address, UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string> GrantsAsync() => await GrantsAsync($"jobs/{(await workspace.JobAsync("a"))["job_id"]}");

    /// <summary>What was given on the object itself.</summary>
    private async Task<string> GrantsAsync(string of) =>
        string.Join(
            ", ",
            from entry in (await workspace.Cloud.GetAsync($"/api/2.0/permissions/{of}"))["access_control_list"]!
            from permission in entry["all_permissions"]!
            where (bool?)permission["inherited"] != true
            select $"{entry["user_name"] ?? entry["group_name"] ?? entry["service_principal_name"]} {permission["permission_level"]}"
        );
}
