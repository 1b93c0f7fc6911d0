using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Jobs;

public sealed class JobsWriteTests
{
    private const string TwoTasks = """
        {
          "name": "orders", "timeout_seconds": 60, "run_as": {"service_principal_name": "sp-1"},
          "schedule": {"quartz_cron_expression": "0 0 1 * * ?", "timezone_id": "UTC"},
          "tasks": [
            {"task_key": "ingest", "notebook_task": {"notebook_path": "/ingest"}, "max_retries": 3},
            {"task_key": "mart", "notebook_task": {"notebook_path": "/mart"}}
          ]
        }
        """;

    private readonly JobsBench bench = new();

    public JobsWriteTests() => bench.HasServicePrincipal("sp-1");

    [Fact]
    public void A_reset_replaces_all_settings_but_keeps_who_the_job_runs_as()
    {
        var id = bench.Create(TwoTasks);
        var created = bench.Get($"/api/2.2/jobs/get?job_id={id}")["created_time"];
        bench.Pass(60);

        Assert.Empty(bench.Post("/api/2.2/jobs/reset", $$$"""{"job_id": "{{{id}}}", "new_settings": {"name": "orders-2", "tasks": []}}"""));

        var job = bench.Get($"/api/2.2/jobs/get?job_id={id}");
        Assert.Equal("orders-2", (string?)job["settings"]!["name"]);
        Assert.Null(job["settings"]!["schedule"]);
        Assert.Null(job["settings"]!["queue"]);
        Assert.Equal(0, (long)job["settings"]!["timeout_seconds"]!);
        Assert.Equal("sp-1", (string?)job["settings"]!["run_as"]!["service_principal_name"]);
        Assert.Equal("sp-1", (string?)job["run_as_user_name"]);
        Assert.Equal(created, job["created_time"]);
    }

    [Fact]
    public void An_update_merges_tasks_by_key_and_replaces_other_fields_whole()
    {
        var id = bench.Create(TwoTasks);

        bench.Post(
            "/api/2.2/jobs/update",
            $$$"""
            {"job_id": {{{id}}}, "new_settings": {"timeout_seconds": 0, "tasks": [
              {"task_key": "report", "notebook_task": {"notebook_path": "/report"}},
              {"task_key": "ingest", "notebook_task": {"notebook_path": "/ingest-2"}}]}}
            """
        );

        var settings = bench.Settings(id);
        Assert.Equal(["ingest", "mart", "report"], settings["tasks"]!.Select(task => (string)task["task_key"]!));
        Assert.Equal("/ingest-2", (string?)settings["tasks"]![0]!["notebook_task"]!["notebook_path"]);
        Assert.Null(settings["tasks"]![0]!["max_retries"]);
        Assert.Equal(0, (long)settings["timeout_seconds"]!);
        Assert.NotNull(settings["schedule"]);
    }

    [Fact]
    public void An_update_removes_fields_and_single_tasks()
    {
        var id = bench.Create(TwoTasks);

        bench.Post("/api/2.1/jobs/update", $$$"""{"job_id": {{{id}}}, "fields_to_remove": ["schedule", "tasks/mart", "run_as"]}""");

        var job = bench.Get($"/api/2.2/jobs/get?job_id={id}");
        Assert.Null(job["settings"]!["schedule"]);
        Assert.Equal("ingest", (string?)Assert.Single(job["settings"]!["tasks"]!)["task_key"]);
        Assert.Equal("dana.koch@contoso.example", (string?)job["run_as_user_name"]);
    }

    [Fact]
    public void An_update_that_leaves_a_task_without_its_upstream_is_refused_and_changes_nothing()
    {
        var id = bench.Create(
            """
            {
              "tasks": [
                {"task_key": "a", "notebook_task": {"notebook_path": "/n"}},
                {"task_key": "b", "depends_on": [{"task_key": "a"}], "notebook_task": {"notebook_path": "/n"}}
              ]
            }
            """
        );

        JobsBench.Message(() => bench.Post("/api/2.2/jobs/update", $$$"""{"job_id": {{{id}}}, "fields_to_remove": ["tasks/a"]}"""));

        Assert.Equal(2, bench.Settings(id)["tasks"]!.Count());
    }

    [Theory]
    [InlineData("reset", """{"job_id": 17, "new_settings": {"name": "x"}}""")]
    [InlineData("update", """{"job_id": "17", "new_settings": {"name": "x"}}""")]
    [InlineData("delete", """{"job_id": 17}""")]
    public void Writing_to_a_missing_job_says_so(string call, string body) =>
        Assert.Equal("Job 17 does not exist.", JobsBench.Message(() => bench.Post($"/api/2.2/jobs/{call}", body)));

    [Fact]
    public void A_deleted_job_is_gone_and_its_runs_are_cancelled()
    {
        var id = bench.Create(TwoTasks);
        var run = bench.RunNow(id);

        bench.Post("/api/2.2/jobs/delete", $$$"""{"job_id": {{{id}}}}""");
        bench.Pass(5);

        JobsBench.Message(() => bench.Settings(id));
        Assert.StartsWith("TERMINATED/CANCELED", bench.States(run), StringComparison.Ordinal);
    }

    [Fact]
    public void An_access_control_list_is_kept_but_is_no_setting()
    {
        var id = bench.Create("""{"name": "j", "access_control_list": [{"group_name": "users", "permission_level": "CAN_VIEW"}]}""");

        Assert.Null(bench.Settings(id)["access_control_list"]);
        Assert.Single(bench.State.Table("job-acls").Get($"{id}")!["access_control_list"]!);
    }

    [Theory]
    [InlineData(
        """{"tasks": [{"task_key": "a", "spark_jar_task": {"main_class_name": "M"}}]}""",
        "One of job_cluster_key, new_cluster, or existing_cluster_id must be specified."
    )]
    [InlineData(
        """{"tasks": [{"task_key": "a", "notebook_task": {"notebook_path": "/n"}, "new_cluster": {"spark_version": "x"}}]}""",
        "Cluster validation error: Missing required field: settings.cluster_spec.new_cluster.size"
    )]
    [InlineData(
        """{"job_clusters": [{"job_cluster_key": "a", "new_cluster": {"spark_version": "x"}}]}""",
        "Cluster validation error: Missing required field: settings.cluster_spec.new_cluster.size"
    )]
    [InlineData(
        """
            {
              "access_control_list": [
                {"user_name": "a", "permission_level": "IS_OWNER"},
                {"user_name": "b", "permission_level": "IS_OWNER"}
              ]
            }
            """,
        "The job must have exactly one owner."
    )]
    public void Settings_are_refused_in_the_services_words(string settings, string message) =>
        Assert.Equal(message, JobsBench.Message(() => bench.Create(settings)));

    [Theory]
    [InlineData("""{"git_source": {"git_url": "https://git.example/r"}}""", "git_source.git_provider must be one of: github,")]
    [InlineData(
        """
            {
              "tasks": [
                {"task_key": "a", "notebook_task": {"notebook_path": "/n"}},
                {"task_key": "a", "notebook_task": {"notebook_path": "/n"}}
              ]
            }
            """,
        "'a'"
    )]
    [InlineData("""{"tasks": [{"task_key": "a b", "notebook_task": {"notebook_path": "/n"}}]}""", "'a b'")]
    [InlineData("""{"tasks": [{"notebook_task": {"notebook_path": "/n"}}]}""", "task_key")]
    [InlineData("""{"tasks": [{"task_key": "a", "depends_on": [{"task_key": "z"}], "notebook_task": {"notebook_path": "/n"}}]}""", "'z'")]
    [InlineData(
        """
            {
              "tasks": [
                {"task_key": "a", "depends_on": [{"task_key": "b"}], "notebook_task": {"notebook_path": "/n"}},
                {"task_key": "b", "depends_on": [{"task_key": "a"}], "notebook_task": {"notebook_path": "/n"}},
                {"task_key": "c", "notebook_task": {"notebook_path": "/n"}}
              ]
            }
            """,
        "cycle: a, b"
    )]
    [InlineData("""{"tasks": [{"task_key": "a", "job_cluster_key": "none", "notebook_task": {"notebook_path": "/n"}}]}""", "'none'")]
    [InlineData(
        """{"tasks": [{"task_key": "a", "existing_cluster_id": "c", "job_cluster_key": "d", "notebook_task": {"notebook_path": "/n"}}]}""",
        "existing_cluster_id, job_cluster_key"
    )]
    [InlineData("""{"schedule": {"quartz_cron_expression": "every day", "timezone_id": "UTC"}}""", "every day")]
    [InlineData("""{"schedule": {"quartz_cron_expression": "0 0 1 * * ?", "timezone_id": "UTC"}, "continuous": {}}""", "continuous")]
    [InlineData("""{"max_concurrent_runs": 1001}""", "max_concurrent_runs")]
    public void Settings_that_cannot_work_are_refused(string settings, string part) =>
        Assert.Contains(part, JobsBench.Message(() => bench.Create(settings)), StringComparison.Ordinal);

    [Fact]
    public void Limits_of_size_are_the_services()
    {
        bench.Post("/api/2.2/jobs/create", JobsBench.Tasks(1000));
        JobsBench.Message(() => bench.Post("/api/2.2/jobs/create", JobsBench.Tasks(1001)));
        JobsBench.Message(() => bench.Post("/api/2.1/jobs/create", JobsBench.Tasks(101)));
        JobsBench.Message(() => bench.Post("/api/2.2/jobs/create", JobsBench.Tasks(1, new string('n', 4097))));
        JobsBench.Message(() =>
            bench.Post(
                "/api/2.2/jobs/create",
                new JObject { ["tags"] = new JObject(Enumerable.Range(0, 26).Select(i => new JProperty($"t{i}", ""))) }
            )
        );
    }

    [Theory]
    [InlineData("""{"tasks": {"task_key": "a"}}""")]
    [InlineData("""{"max_concurrent_runs": "many"}""")]
    [InlineData("""{"email_notifications": []}""")]
    public void A_field_of_the_wrong_type_is_a_malformed_request(string settings) =>
        Assert.Equal("MALFORMED_REQUEST", (string?)Assert.Throws<ApiError>(() => bench.Create(settings)).Body["error_code"]);
}
