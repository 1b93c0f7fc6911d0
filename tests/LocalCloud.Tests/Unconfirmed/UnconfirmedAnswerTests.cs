using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Unconfirmed;

/// <summary>Each rule in both of its modes. What the service does is not known, so this says only what this cloud does.</summary>
public sealed class UnconfirmedAnswerTests(SharedCloud shared) : IClassFixture<SharedCloud>
{
    [Theory]
    [InlineData("unknown_warehouse", """ "sql_task": { "warehouse_id": "gone", "file": { "path": "/a.sql" } } """)]
    [InlineData("unknown_warehouse", """ "notebook_task": { "notebook_path": "/a", "warehouse_id": "gone" } """)]
    [InlineData("unknown_warehouse", """ "dbt_task": { "commands": ["dbt run"], "warehouse_id": "gone" } """)]
    [InlineData("unknown_pipeline", """ "pipeline_task": { "pipeline_id": "gone" } """)]
    public async Task A_task_of_something_that_is_not_there_is_refused_or_accepted(string rule, string task)
    {
        var job = $$"""{ "name": "j", "tasks": [{ "task_key": "a", {{task}} }] }""";

        await shared.SwitchAsync(rule, "refuse");
        var refused = await shared.PostAsync("/api/2.2/jobs/create", job);
        await shared.SwitchAsync(rule, "accept");
        var accepted = await shared.PostAsync("/api/2.2/jobs/create", job);

        Assert.Equal((400, 200), (refused.Status, accepted.Status));
        Assert.Contains("gone", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repair_of_a_run_without_failed_tasks_is_refused_or_accepted()
    {
        var run = (await shared.PostedAsync(
            "/api/2.2/jobs/runs/submit",
            """{ "tasks": [{ "task_key": "a", "condition_task": { "op": "EQUAL_TO", "left": "1", "right": "1" } }] }"""
        ))["run_id"];
        await shared.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 600_000 });
        var repair = $$"""{ "run_id": {{run}}, "rerun_all_failed_tasks": true }""";

        var refused = await shared.PostAsync("/api/2.2/jobs/runs/repair", repair);
        await shared.SwitchAsync("repair_of_success", "accept");
        var accepted = await shared.PostAsync("/api/2.2/jobs/runs/repair", repair);

        var state = (await shared.Cloud.GetAsync($"/api/2.2/jobs/runs/get?run_id={run}"))["state"]!;
        Assert.Equal((400, 200), (refused.Status, accepted.Status));
        Assert.Equal("TERMINATED SUCCESS", $"{state["life_cycle_state"]} {state["result_state"]}");
    }

    [Theory]
    [InlineData("gone", 404, "")]
    [InlineData("shown", 200, "DELETED")]
    public async Task A_deleted_pipeline_is_gone_at_once_or_shown_for_a_while(string mode, int status, string state)
    {
        await shared.SwitchAsync("deleted_pipeline", mode);
        var id = (await shared.PostedAsync("/api/2.0/pipelines", $$"""{ "name": "p-{{mode}}", "catalog": "main" }"""))["pipeline_id"];
        await shared.Cloud.CallAsync("DELETE", $"/api/2.0/pipelines/{id}");

        var then = await shared.GetAsync($"/api/2.0/pipelines/{id}");
        var again = await shared.PostAsync("/api/2.0/pipelines", $$"""{ "name": "p-{{mode}}", "dry_run": true }""");
        await shared.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 60_000 });
        var later = await shared.GetAsync($"/api/2.0/pipelines/{id}");

        Assert.Equal((status, state), (then.Status, $"{then.Body["state"]}"));
        Assert.Equal(mode == "shown", again.Message.Contains("already used by another pipeline", StringComparison.Ordinal));
        Assert.Equal(404, later.Status);
    }

    [Theory]
    [InlineData("creator")]
    [InlineData("owner")]
    public async Task A_pipeline_without_run_as_runs_as_whoever_made_it_or_owns_it(string mode)
    {
        var owner = $"{mode}@contoso.example";
        await shared.PostAsync("/api/2.0/preview/scim/v2/Users", $$"""{ "userName": "{{owner}}" }""");
        await shared.SwitchAsync("pipeline_run_as", mode);
        var id = (await shared.PostedAsync("/api/2.0/pipelines", $$"""{ "name": "p-{{mode}}-runs", "catalog": "main" }"""))["pipeline_id"];
        await shared.Cloud.CallAsync(
            "PUT",
            $"/api/2.0/permissions/pipelines/{id}",
            JObject.Parse($$"""{ "access_control_list": [{ "user_name": "{{owner}}", "permission_level": "IS_OWNER" }] }""")
        );

        var pipeline = await shared.Cloud.GetAsync($"/api/2.0/pipelines/{id}");

        Assert.Equal(mode == "owner" ? owner : pipeline["creator_user_name"], pipeline["run_as_user_name"]);
        Assert.Null(pipeline["run_as"]);
    }

    [Theory]
    [InlineData("number", 200, "late (1)")]
    [InlineData("refuse", 400, "")]
    public async Task A_taken_name_of_an_alert_gets_a_number_or_is_refused(string mode, int status, string name)
    {
        await shared.PostedAsync("/api/2.0/workspace/mkdirs", $$"""{ "path": "/Shared/taken-{{mode}}" }""");
        await shared.SwitchAsync("taken_alert_name", mode);
        var alert = Alerts.AlertFactsTests.Alert("late", $"/Shared/taken-{mode}");
        await shared.PostedAsync("/api/2.0/alerts", alert);

        var second = await shared.PostAsync("/api/2.0/alerts", alert);

        Assert.Equal((status, name), (second.Status, $"{second.Body["display_name"]}"));
    }

    [Theory]
    [InlineData("start", "STARTING")]
    [InlineData("leave", "STOPPED")]
    public async Task An_edit_starts_a_warehouse_or_leaves_it_stopped(string mode, string state)
    {
        const string Root = "/api/2.0/sql/warehouses";
        await shared.SwitchAsync("edited_warehouse", mode);
        var id = (await shared.PostedAsync(Root, $$"""{ "name": "w-{{mode}}", "cluster_size": "Small" }"""))["id"];
        await shared.PostedAsync($"{Root}/{id}/stop", "{}");
        await shared.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 60_000 });

        await shared.PostedAsync($"{Root}/{id}/edit", """{ "auto_stop_mins": 60 }""");

        Assert.Equal(state, (string?)(await shared.Cloud.GetAsync($"{Root}/{id}"))["state"]);
    }

    [Theory]
    [InlineData("fill_in", "15.4.x-scala2.12")]
    [InlineData("leave_out", "")]
    public async Task A_job_shows_what_its_policies_give_or_what_was_sent(string mode, string version)
    {
        var policy = await shared.PolicyAsync(""" "spark_version": { "type": "fixed", "value": "15.4.x-scala2.12" } """);
        await shared.SwitchAsync("policy_values", mode);
        var cluster = $$"""{ "policy_id": "{{policy}}", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 }""";

        var id = (await shared.PostedAsync(
            "/api/2.2/jobs/create",
            $$"""{ "job_clusters": [{ "job_cluster_key": "main", "new_cluster": {{cluster}} }] }"""
        ))["job_id"];

        var job = await shared.Cloud.GetAsync($"/api/2.2/jobs/get?job_id={id}");
        Assert.Equal(version, $"{job.SelectToken("settings.job_clusters[0].new_cluster.spark_version")}");
    }

    [Theory]
    [InlineData("keep", "INSTALLED")]
    [InlineData("remove", "UNINSTALL_ON_RESTART")]
    public async Task A_library_that_is_installed_again_before_the_restart_stays_or_goes(string mode, string status)
    {
        await shared.SwitchAsync("reinstalled_library", mode);
        var cluster = await ClusterAsync();
        foreach (var call in new[] { "install", "uninstall", "install" })
            await shared.PostedAsync($"/api/2.0/libraries/{call}", Library(cluster));

        await shared.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 1000 });
        Assert.Equal(status, await LibraryStatusAsync(cluster));
    }

    [Theory]
    [InlineData("at_once", null)]
    [InlineData("at_start", "UNINSTALL_ON_RESTART")]
    public async Task A_library_is_removed_from_a_terminated_cluster_at_once_or_when_it_starts(string mode, string? status)
    {
        await shared.SwitchAsync("terminated_uninstall", mode);
        var cluster = await ClusterAsync();
        await shared.PostedAsync("/api/2.0/libraries/install", Library(cluster));
        await shared.PostedAsync("/api/2.1/clusters/delete", $$"""{ "cluster_id": "{{cluster}}" }""");
        await shared.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 60_000 });

        await shared.PostedAsync("/api/2.0/libraries/uninstall", Library(cluster));

        Assert.Equal(status, await LibraryStatusAsync(cluster));
    }

    [Theory]
    [InlineData("this_restart", null)]
    [InlineData("next_restart", "UNINSTALL_ON_RESTART")]
    public async Task A_library_is_removed_by_the_restart_that_is_under_way_or_by_the_next(string mode, string? status)
    {
        await shared.SwitchAsync("restarting_uninstall", mode);
        var cluster = await ClusterAsync();
        await shared.PostedAsync("/api/2.0/libraries/install", Library(cluster));
        await shared.PostedAsync("/api/2.1/clusters/restart", $$"""{ "cluster_id": "{{cluster}}" }""");

        await shared.PostedAsync("/api/2.0/libraries/uninstall", Library(cluster));

        await shared.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 60_000 });
        Assert.Equal(status, await LibraryStatusAsync(cluster));
    }

    private async Task<string> ClusterAsync()
    {
        const string Cluster = """{ "spark_version": "17.3.x-scala2.13", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 }""";
        var id = (string)(await shared.PostedAsync("/api/2.1/clusters/create", Cluster))["cluster_id"]!;
        await shared.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 60_000 });
        return id;
    }

    private static string Library(string cluster) => $$"""{ "cluster_id": "{{cluster}}", "libraries": [{ "cran": { "package": "a" } }] }""";

    private async Task<string?> LibraryStatusAsync(string cluster) =>
        (string?)(await shared.Cloud.GetAsync($"/api/2.0/libraries/cluster-status?cluster_id={cluster}"))
            .SelectToken("library_statuses[0].status");
}
