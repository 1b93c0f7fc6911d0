using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Overlays;

public sealed class OverlayTests : IDisposable
{
    private const string Nightly = """
        {
          "name": "nightly", "max_concurrent_runs": 4, "description": "all days",
          "schedule": { "quartz_cron_expression": "0 0 2 * * ?", "timezone_id": "UTC" },
          "tasks": [ { "task_key": "load", "max_retries": 3 }, { "task_key": "report", "depends_on": [ { "task_key": "load" } ] } ]
        }
        """;

    private readonly DeclaredFolder assets = new();

    public void Dispose() => assets.Dispose();

    [Fact]
    public void A_pattern_changes_every_job_and_a_name_comes_after_it()
    {
        assets.With("jobs/nightly.json", Nightly).With("jobs/weekly.json", """{ "name": "weekly" }""");
        Overlays(
            """
            "jobs/nightly": { "schedule": { "pause_status": "UNPAUSED" } },
            "jobs/*ly": { "max_concurrent_runs": 2 },
            "jobs/*": { "max_concurrent_runs": 1, "schedule": { "pause_status": "PAUSED" }, "description": null }
            """
        );

        var nightly = assets.Content("jobs.nightly");
        Assert.Equal(
            """{"quartz_cron_expression":"0 0 2 * * ?","timezone_id":"UTC","pause_status":"UNPAUSED"}""",
            nightly["schedule"]!.ToString(Newtonsoft.Json.Formatting.None)
        );
        Assert.False(nightly.ContainsKey("description"));
        Assert.Equal((2, 2), ((int)nightly["max_concurrent_runs"]!, (int)assets.Content("jobs.weekly")["max_concurrent_runs"]!));
    }

    [Fact]
    public void Pausing_every_job_gives_none_a_schedule_that_has_none()
    {
        assets.With("jobs/nightly.json", Nightly).With("jobs/by-hand.json", """{ "name": "by-hand" }""");
        Overlays(
            """
            "jobs/*": {
              "schedule": { "pause_status": "PAUSED" },
              "trigger": { "pause_status": "PAUSED" },
              "continuous": { "pause_status": "PAUSED" }
            }
            """
        );

        Same("""{ "name": "by-hand" }""", assets.Content("jobs.by-hand"));
        Assert.Equal("PAUSED", (string?)assets.Content("jobs.nightly")["schedule"]!["pause_status"]);
        Assert.False(assets.Content("jobs.nightly").ContainsKey("continuous"));
        Assert.Empty(assets.Findings());
    }

    [Fact]
    public void Pausing_one_job_that_has_no_schedule_is_told()
    {
        assets.With("jobs/by-hand.json", """{ "name": "by-hand" }""");
        Overlays("\"jobs/by-hand\": { \"schedule\": { \"pause_status\": \"PAUSED\" } }");

        Assert.Equal(
            "deployment/environments/dev.json(3,19): warning OVL002: jobs.by-hand: There is no schedule, so pause_status changes "
                + "nothing. Say all of schedule to add one.",
            assets.Finding()
        );
    }

    [Fact]
    public void Tasks_are_merged_by_their_key_and_new_ones_come_after()
    {
        assets.With("jobs/nightly.json", Nightly);
        Overlays(
            """
            "jobs/nightly": {
              "tasks": [
                { "task_key": "load", "max_retries": null, "timeout_seconds": 60 },
                { "task_key": "check", "depends_on": [{ "task_key": "report" }], "run_if": null }
              ]
            }
            """
        );

        Same(
            """
            [
              { "task_key": "load", "timeout_seconds": 60 },
              { "task_key": "report", "depends_on": [{ "task_key": "load" }] },
              { "task_key": "check", "depends_on": [{ "task_key": "report" }] }
            ]
            """,
            assets.Content()["tasks"]!
        );
    }

    [Fact]
    public void Tasks_can_be_named_by_key_or_pattern_and_removed_and_lists_without_keys_are_replaced()
    {
        assets.With("jobs/nightly.json", Nightly);
        Overlays(
            """
            "jobs/*": { "tasks": { "report": { "depends_on": [] }, "load": null, "*": { "timeout_seconds": 60 } } }
            """
        );

        Same("""[ { "task_key": "report", "depends_on": [], "timeout_seconds": 60 } ]""", assets.Content()["tasks"]!);
    }

    [Fact]
    public void A_job_as_the_service_gives_it_is_changed_within_its_settings()
    {
        assets.With("jobs/nightly.json", """{ "job_id": 1, "settings": { "name": "nightly" } }""");
        Overlays("\"jobs/nightly\": { \"max_concurrent_runs\": 1 }");

        Same("""{ "name": "nightly", "max_concurrent_runs": 1 }""", assets.Content());
    }

    [Fact]
    public void What_an_overlay_got_wrong_is_told_at_its_line_in_the_environments_file()
    {
        assets.With("jobs/nightly.json", Nightly).With("clusters/etl.json", Cluster);
        Overlays(
            """
            "jobs/nihgtly": {},
            "clusters/etl": { "cluster_name": "other" },
            "notebooks/*": {},
            "job/*": {},
            "jobs": {},
            "jobs/*": [],
            "jobs/nightly": { "tasks": [ { "max_retries": 1 } ] },
            "jobs/night*": { "tasks": { "laod": {}, "load": 1, "report": { "task_key": "x" } } }
            """
        );

        Assert.Equal(
            [
                "deployment/environments/dev.json(4,19): error OVL003: cluster_name is what the cluster is found by, so an overlay "
                    + "cannot change it. Use name_prefix, or a variable in the declaration.",
                "deployment/environments/dev.json(5,1): error OVL001: overlay notebooks/*: The files of notebooks/ are deployed as "
                    + "they are. Overlays change instance-pools, cluster-policies, secret-scopes, clusters, warehouses, "
                    + "notification-destinations, queries, alerts, dashboards, pipelines, jobs, permissions.",
                "deployment/environments/dev.json(6,1): error OVL001: overlay job/*: There is no kind job. Did you mean jobs? Write "
                    + "one of instance-pools, cluster-policies, secret-scopes, clusters, warehouses, notification-destinations, "
                    + "queries, alerts, dashboards, pipelines, jobs, permissions, a slash, and a name or a "
                    + "pattern: jobs/*.",
                "deployment/environments/dev.json(7,1): error OVL001: overlay jobs: It does not say which jobs are meant. Write "
                    + "jobs/* for all of them.",
                "deployment/environments/dev.json(8,1): error OVL001: overlay jobs/*: It must be an object with the fields that are "
                    + "different here: { … }.",
                "deployment/environments/dev.json(9,30): error OVL004: jobs.nightly: Entries of tasks are told apart by task_key, "
                    + "and this one has none. Add it.",
                "deployment/environments/dev.json(10,29): warning OVL002: jobs.nightly: tasks has no entry laod. Did you mean load? "
                    + "There are load, report. Write tasks as a list to add one.",
                "deployment/environments/dev.json(10,41): error OVL004: jobs.nightly: What an entry of tasks is patched with must "
                    + "be an object, or null to remove it.",
                "deployment/environments/dev.json(10,64): error OVL003: jobs.nightly: task_key is what the entry is found by. "
                    + "Remove it from the overlay.",
            ],
            assets.Findings().Where(finding => !finding.Contains("nihgtly", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void A_pattern_that_matches_nothing_is_told_with_the_nearest_name()
    {
        assets.With("jobs/nightly.json", Nightly);
        Overlays("\"jobs/nihgtly\": { \"max_concurrent_runs\": 1 },\n \"clusters/*\": {}");

        Assert.Equal(
            [
                "deployment/environments/dev.json(3,1): warning OVL002: overlay jobs/nihgtly matches nothing. Did you mean nightly? "
                    + "Declared jobs: nightly.",
                "deployment/environments/dev.json(4,2): warning OVL002: overlay clusters/* matches nothing. No clusters are declared.",
            ],
            assets.Findings()
        );
    }

    [Fact]
    public void Later_findings_about_a_value_of_an_overlay_name_the_environments_file()
    {
        assets.With("jobs/nightly.json", Nightly);
        Overlays("\"jobs/*\": { \"tasks\": { \"load\": {\n  \"notebook_task\": { \"notebook_path\": \"gone\" } } } }");

        Assert.Equal(
            "deployment/environments/dev.json(4,39): error JOB001: jobs.nightly: tasks[0].notebook_task.notebook_path names "
                + "notebooks/gone, which does not exist. Add the file or correct the name.",
            assets.Finding()
        );
    }

    [Fact]
    public void A_prefix_stands_before_names_and_before_references_to_what_is_declared()
    {
        assets.With("clusters/etl.json", Cluster);
        assets.With(
            "jobs/nightly.json",
            """
            { "name": "nightly", "tasks": [
              { "task_key": "a", "existing_cluster_id": "etl" },
              { "task_key": "b", "existing_cluster_id": "__CLUSTER__etl__" },
              { "task_key": "c", "existing_cluster_id": "of-the-workspace" } ] }
            """
        );
        assets.WithEnvironment("\"name_prefix\": \"dev-\"");

        Assert.Equal("dev-etl", (string?)assets.Content("clusters.dev-etl")["cluster_name"]);
        var job = assets.Content("jobs.dev-nightly");
        Assert.Equal("dev-nightly", (string?)job["name"]);
        Assert.Equal(
            ["dev-etl", "__CLUSTER__dev-etl__", "of-the-workspace"],
            job["tasks"]!.Select(task => (string?)task["existing_cluster_id"])
        );
    }

    [Fact]
    public void Tags_are_added_where_they_are_not_declared()
    {
        assets.With("clusters/etl.json", Cluster).With("jobs/nightly.json", """{ "name": "nightly", "tags": { "team": "its-own" } }""");
        assets.WithEnvironment("\"asset_tags\": { \"team\": \"data\", \"branch\": \"${git.branch}\" }");
        assets.Git = new(() => "main", () => null);

        Same("""{ "team": "data", "branch": "main" }""", assets.Content("clusters.etl")["custom_tags"]!);
        Same("""{ "team": "its-own", "branch": "main" }""", assets.Content("jobs.nightly")["tags"]!);
    }

    [Fact]
    public void What_has_errors_is_left_out_under_its_prefixed_name_and_what_the_environment_says_wrong_stops_all()
    {
        assets
            .With("jobs/nightly.json", """{ "name": "nightly", "description": "${var.gone}" }""")
            .With("jobs/weekly.json", """{ "name": "weekly" }""");
        assets.WithEnvironment("\"name_prefix\": \"dev-\"");

        var isolated = assets.IsolateErrors();
        Assert.Equal(["jobs.dev-weekly"], isolated.Deployable.Declarations.Select(declaration => declaration.Asset));
        Assert.Empty(isolated.Blocking);

        assets.WithEnvironment("\"asset_tags\": { \"a\": \"${var.gone}\" }");
        Assert.Equal(
            "deployment/environments/dev.json(2,17): error VAR001: ${var.gone} has no value. Add it to variables in "
                + "deployment/environments/dev.json, or give --var=gone=….",
            Assert.Single(assets.IsolateErrors().Blocking).ToString()
        );
    }

    [Fact]
    public void Settings_of_overlays_and_tags_have_their_form()
    {
        assets.WithEnvironment("\"overlays\": [],\n\"asset_tags\": { \"size\": 1 }");

        Assert.Equal(
            [
                "deployment/environments/dev.json(2,1): error ENV003: overlays must be an object such as { \"jobs/*\": { "
                    + "\"max_concurrent_runs\": 1 } }.",
                "deployment/environments/dev.json(3,17): error ENV004: asset_tags.size must be a text in double quotes.",
            ],
            assets.Findings()
        );
    }

    private const string Cluster =
        """{ "cluster_name": "etl", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 }""";

    private void Overlays(string overlays) => assets.WithEnvironment($"\"overlays\": {{\n{overlays} }}");

    private static void Same(string expected, JToken actual) =>
        Assert.True(JToken.DeepEquals(JToken.Parse(expected), actual), actual.ToString());
}
