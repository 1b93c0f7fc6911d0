using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Jobs;

public sealed class JobsReadTests
{
    private readonly JobsBench bench = new();

    [Fact]
    public void A_job_is_read_back_with_the_services_defaults()
    {
        bench.HasCluster("0908-071512-h4k9w2vz");
        var id = bench.Create(
            """
            {
              "name": "orders", "git_source": null, "unheard_of": {"a": [1]},
              "schedule": {"quartz_cron_expression": "0 30 2 * * ?", "timezone_id": "Europe/Berlin"},
              "job_clusters": [
                {
                  "job_cluster_key": "main",
                  "new_cluster": {
                    "spark_version": "17.3.x-scala2.13",
                    "node_type_id": "Standard_D4ds_v5",
                    "num_workers": 0,
                    "apply_policy_default_values": true
                  }
                }
              ],
              "tasks": [
                {
                  "task_key": "mart",
                  "depends_on": [{"task_key": "ingest"}, {"task_key": "clean"}],
                  "job_cluster_key": "main",
                  "notebook_task": {"notebook_path": "/mart"}
                },
                {
                  "task_key": "clean",
                  "job_cluster_key": "main",
                  "notebook_task": {"notebook_path": "/clean"},
                  "max_retries": 0
                },
                {
                  "task_key": "ingest",
                  "existing_cluster_id": "0908-071512-h4k9w2vz",
                  "spark_python_task": {"python_file": "/i.py"},
                  "retry_on_timeout": false
                }
              ]
            }
            """
        );

        var job = bench.Get($"/api/2.2/jobs/get?job_id={id}");

        var wanted = JobsBench.Parse(
            """
            {
              "name": "orders", "unheard_of": {"a": [1]}, "queue": {"enabled": true},
              "schedule": {"quartz_cron_expression": "0 30 2 * * ?", "timezone_id": "Europe/Berlin", "pause_status": "UNPAUSED"},
              "email_notifications": {},
              "webhook_notifications": {},
              "timeout_seconds": 0,
              "max_concurrent_runs": 1,
              "format": "MULTI_TASK",
              "job_clusters": [
                {
                  "job_cluster_key": "main",
                  "new_cluster": {
                    "spark_version": "17.3.x-scala2.13",
                    "node_type_id": "Standard_D4ds_v5",
                    "num_workers": 0,
                    "azure_attributes": {"availability": "ON_DEMAND_AZURE"},
                    "enable_elastic_disk": true
                  }
                }
              ],
              "tasks": [
                {
                  "task_key": "mart",
                  "depends_on": [{"task_key": "clean"}, {"task_key": "ingest"}],
                  "job_cluster_key": "main",
                  "notebook_task": {"notebook_path": "/mart", "source": "WORKSPACE"},
                  "run_if": "ALL_SUCCESS",
                  "timeout_seconds": 0,
                  "email_notifications": {},
                  "webhook_notifications": {}
                },
                {
                  "task_key": "clean",
                  "job_cluster_key": "main",
                  "notebook_task": {"notebook_path": "/clean", "source": "WORKSPACE"},
                  "max_retries": 0,
                  "run_if": "ALL_SUCCESS",
                  "timeout_seconds": 0,
                  "email_notifications": {},
                  "webhook_notifications": {}
                },
                {
                  "task_key": "ingest",
                  "existing_cluster_id": "0908-071512-h4k9w2vz",
                  "spark_python_task": {"python_file": "/i.py"},
                  "retry_on_timeout": false,
                  "run_if": "ALL_SUCCESS",
                  "timeout_seconds": 0,
                  "email_notifications": {},
                  "webhook_notifications": {}
                }
              ]
            }
            """
        );
        AssertSame(wanted, (JObject)job["settings"]!);
        Assert.Equal("dana.koch@contoso.example", (string?)job["creator_user_name"]);
        Assert.Equal("dana.koch@contoso.example", (string?)job["run_as_user_name"]);
        Assert.Equal(bench.State.Now, (long)job["created_time"]!);
        Assert.Null(job["has_more"]);
    }

    [Theory]
    [InlineData("2.0", null)]
    [InlineData("2.1", null)]
    [InlineData("2.2", "{\"enabled\":true}")]
    public void Queueing_is_on_by_default_only_for_jobs_created_through_2_2(string version, string? queue) =>
        Assert.Equal(
            queue,
            bench.Settings(bench.Create("""{"name": "j", "tasks": []}""", version))["queue"]?.ToString(Newtonsoft.Json.Formatting.None)
        );

    [Fact]
    public void What_was_declared_as_off_stays_off()
    {
        var settings = bench.Settings(
            bench.Create(
                """
                {
                  "name": "j",
                  "queue": {"enabled": false},
                  "max_concurrent_runs": "0",
                  "schedule": {"quartz_cron_expression": "0 0 1 * * ?", "timezone_id": "UTC", "pause_status": "PAUSED"}
                }
                """
            )
        );

        Assert.False((bool)settings["queue"]!["enabled"]!);
        Assert.Equal(0, (long)settings["max_concurrent_runs"]!);
        Assert.Equal("PAUSED", (string?)settings["schedule"]!["pause_status"]);
    }

    [Fact]
    public void The_conditions_of_several_triggers_are_never_returned_either()
    {
        var settings = bench.Settings(
            bench.Create("""{"name": "j", "triggers": [{"table_update": {"table_names": ["a.b.c"], "condition": "ANY_UPDATED"}}]}""")
        );

        Assert.Equal(
            """[{"table_update":{"table_names":["a.b.c"]}}]""",
            settings["triggers"]!.ToString(Newtonsoft.Json.Formatting.None)
        );
    }

    [Fact]
    public void The_condition_of_a_table_trigger_is_taken_and_never_returned() =>
        Assert.Equal(
            """{"table_update":{"table_names":["a.b.c"]},"pause_status":"UNPAUSED"}""",
            bench
                .Settings(
                    bench.Create(
                        """{"name": "j", "trigger": {"table_update": {"table_names": ["a.b.c"], "condition": "ALL_UPDATED"}}}"""
                    )
                )["trigger"]!
                .ToString(Newtonsoft.Json.Formatting.None)
        );

    [Fact]
    public void Tasks_of_a_job_with_a_git_source_come_from_git()
    {
        var settings = bench.Settings(
            bench.Create(
                """
                {
                  "git_source": {"git_url": "https://git.example/r", "git_provider": "GITHUB", "git_branch": "main"},
                  "tasks": [{"task_key": "a", "notebook_task": {"notebook_path": "n"}}]
                }
                """
            )
        );

        Assert.Equal("GIT", (string?)settings["tasks"]![0]!["notebook_task"]!["source"]);
        Assert.Equal("Untitled", (string?)settings["name"]);
    }

    [Fact]
    public void Jobs_come_newest_first_and_page_by_page_even_when_made_in_the_same_millisecond()
    {
        var ids = Enumerable.Range(0, 7).Select(i => bench.Create($$"""{"name": "job{{i}}"}""")).ToList();

        var first = bench.Get("/api/2.2/jobs/list?limit=3");
        var second = bench.Get($"/api/2.2/jobs/list?limit=3&page_token={first["next_page_token"]}");
        var third = bench.Get($"/api/2.1/jobs/list?limit=3&page_token={second["next_page_token"]}");

        Assert.Equal(Enumerable.Reverse(ids), Ids(first).Concat(Ids(second)).Concat(Ids(third)));
        Assert.True((bool)second["has_more"]!);
        Assert.False((bool)third["has_more"]!);
        Assert.Null(third["next_page_token"]);
        Assert.Null(first["prev_page_token"]);
        Assert.Equal(Ids(first), Ids(bench.Get($"/api/2.2/jobs/list?limit=3&page_token={second["prev_page_token"]}")));
        Assert.Equal(Ids(second), Ids(bench.Get("/api/2.1/jobs/list?limit=3&offset=3")));
    }

    [Fact]
    public void A_page_follows_on_when_jobs_were_deleted_in_between()
    {
        var ids = Enumerable.Range(0, 4).Select(i => bench.Create($$"""{"name": "job{{i}}"}""")).ToList();
        var first = bench.Get("/api/2.2/jobs/list?limit=2");
        bench.Post("/api/2.2/jobs/delete", $$"""{"job_id": {{ids[3]}}}""");
        bench.Post("/api/2.2/jobs/delete", $$"""{"job_id": {{ids[2]}}}""");

        Assert.Equal([ids[1], ids[0]], Ids(bench.Get($"/api/2.2/jobs/list?page_token={first["next_page_token"]}")));
    }

    [Fact]
    public void The_name_filter_is_exact_without_regard_to_case_and_names_may_repeat()
    {
        var one = bench.Create("""{"name": "Nightly"}""");
        var two = bench.Create("""{"name": "nightly"}""");
        bench.Create("""{"name": "nightly-2"}""");
        bench.Post("/api/2.2/jobs/update", $$$"""{"job_id": {{{bench.Create("""{"name": "x"}""")}}}, "new_settings": {"name": "y"}}""");

        Assert.Equal([two, one], Ids(bench.Get("/api/2.2/jobs/list?name=NIGHTLY")));
        Assert.Equal("""{"has_more":false}""", bench.Get("/api/2.2/jobs/list?name=x").ToString(Newtonsoft.Json.Formatting.None));
        Assert.Single(Ids(bench.Get("/api/2.2/jobs/list?name=y")));
    }

    [Fact]
    public void A_list_shows_tasks_and_clusters_only_when_asked()
    {
        bench.Create(
            """
            {
              "name": "j",
              "tags": {"a": "b"},
              "parameters": [{"name": "p", "default": "1"}],
              "tasks": [{"task_key": "a", "notebook_task": {"notebook_path": "/n"}}]
            }
            """
        );

        var plain = bench.Get("/api/2.2/jobs/list")["jobs"]![0]!["settings"]!;
        var expanded = bench.Get("/api/2.2/jobs/list?expand_tasks=true")["jobs"]![0]!["settings"]!;

        Assert.Null(plain["tasks"]);
        Assert.Null(plain["parameters"]);
        Assert.Equal("b", (string?)plain["tags"]!["a"]);
        Assert.Equal("ALL_SUCCESS", (string?)expanded["tasks"]![0]!["run_if"]);
    }

    [Fact]
    public void Long_arrays_come_a_hundred_at_a_time_through_2_2_and_short_ones_only_once()
    {
        var wide = JobsBench.Tasks(250);
        wide["parameters"] = new JArray(new JObject { ["name"] = "p", ["default"] = "1" });
        var id = bench.Create(wide.ToString());

        var first = bench.Get($"/api/2.2/jobs/get?job_id={id}");
        var second = bench.Get($"/api/2.2/jobs/get?job_id={id}&page_token={first["next_page_token"]}");
        var third = bench.Get($"/api/2.2/jobs/get?job_id={id}&page_token={second["next_page_token"]}");

        Assert.Equal(
            Enumerable.Range(0, 250).Select(i => $"t{i}"),
            new[] { first, second, third }.SelectMany(page => page["settings"]!["tasks"]!).Select(task => (string)task["task_key"]!)
        );
        Assert.True((bool)first["has_more"]!);
        Assert.Null(third["next_page_token"]);
        Assert.Single(first["settings"]!["parameters"]!);
        Assert.Null(second["settings"]!["parameters"]);

        var listed = bench.Get("/api/2.2/jobs/list?expand_tasks=true")["jobs"]![0]!;
        Assert.True((bool)listed["has_more"]!);
        Assert.Equal(100, listed["settings"]!["tasks"]!.Count());
    }

    [Theory]
    [InlineData("/api/2.2/jobs/list?limit=0")]
    [InlineData("/api/2.2/jobs/list?limit=101")]
    [InlineData("/api/2.2/jobs/list?page_token=garbage")]
    [InlineData("/api/2.2/jobs/list?page_token=cnVuczox")]
    [InlineData("/api/2.2/jobs/list?page_token=%25")]
    public void A_wrong_limit_or_page_token_is_refused(string path) => JobsBench.Message(() => bench.Get(path));

    [Fact]
    public void A_page_that_does_not_exist_is_refused()
    {
        var id = bench.Create("""{"name": "j"}""");

        Assert.Contains(
            "page_token",
            JobsBench.Message(() => bench.Get($"/api/2.2/jobs/get?job_id={id}&page_token=Z2FyYmFnZQ")),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("?job_id=17", "Job 17 does not exist.")]
    [InlineData("", "Job 0 does not exist.")]
    public void A_missing_job_is_an_invalid_parameter(string query, string message) =>
        Assert.Equal(message, JobsBench.Message(() => bench.Get("/api/2.2/jobs/get" + query)));

    [Fact]
    public void After_everything_was_cleared_there_are_no_jobs_and_new_ones_are_found()
    {
        bench.Create("""{"name": "old"}""");
        bench.State.Clear();

        Assert.Equal("""{"has_more":false}""", bench.Get("/api/2.2/jobs/list").ToString(Newtonsoft.Json.Formatting.None));
        Assert.Equal([bench.Create("""{"name": "old"}""")], Ids(bench.Get("/api/2.2/jobs/list?name=old")));
    }

    private static IEnumerable<long> Ids(JObject list) => list["jobs"]!.Select(job => (long)job["job_id"]!);

    private static void AssertSame(JObject wanted, JObject found) => Assert.Equal(Sorted(wanted), Sorted(found));

    private static string Sorted(JToken token) =>
        token switch
        {
            JObject held => $"{{{string.Join(",\n", SortedProperties(held))}}}",
            JArray list => $"[{string.Join(",\n", list.Select(Sorted))}]",
            _ => token.ToString(Newtonsoft.Json.Formatting.None),
        };

    private static IEnumerable<string> SortedProperties(JObject held) =>
        held.Properties()
            .OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => $"{property.Name}:{Sorted(property.Value)}");
}
