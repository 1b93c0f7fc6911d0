using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Jobs;

public sealed class JobsVersion20Tests
{
    private const string Single = """
        {
          "name": "orders adhoc",
          "new_cluster": {"spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_DS3_v2", "num_workers": 2},
          "libraries": [{"pypi": {"package": "pyyaml"}}],
          "notebook_task": {"notebook_path": "/ingest"},
          "timeout_seconds": 3600,
          "max_retries": 1
        }
        """;

    private readonly JobsBench bench = new();

    public JobsVersion20Tests() => bench.HasCluster("c-1");

    [Fact]
    public void A_single_task_job_comes_back_through_2_0_as_it_was_written()
    {
        var settings = bench.Settings(bench.Create(Single, "2.0"), "2.0");

        Assert.Equal("SINGLE_TASK", (string?)settings["format"]);
        Assert.Equal("/ingest", (string?)settings["notebook_task"]!["notebook_path"]);
        Assert.Equal("ON_DEMAND_AZURE", (string?)settings["new_cluster"]!["azure_attributes"]!["availability"]);
        Assert.Equal(1, (long)settings["max_retries"]!);
        Assert.Equal(1, (long)settings["max_concurrent_runs"]!);
        Assert.Equal("{}", settings["email_notifications"]!.ToString());
        Assert.Null(settings["tasks"]);
        Assert.Null(settings["webhook_notifications"]);
    }

    [Fact]
    public void A_single_task_job_has_one_task_through_2_1_and_later()
    {
        var settings = bench.Settings(bench.Create(Single, "2.0"), "2.1");

        Assert.Equal("MULTI_TASK", (string?)settings["format"]);
        Assert.Equal(3600, (long)settings["timeout_seconds"]!);
        Assert.Null(settings["new_cluster"]);
        var task = Assert.Single(settings["tasks"]!);
        Assert.Matches("^[A-Za-z0-9_-]{1,100}$", (string)task["task_key"]!);
        Assert.Equal(2, (long)task["new_cluster"]!["num_workers"]!);
        Assert.Equal(1, (long)task["max_retries"]!);
        Assert.Equal(0, (long)task["timeout_seconds"]!);
        Assert.Single(task["libraries"]!);
    }

    [Fact]
    public void A_job_written_with_tasks_comes_back_with_tasks_but_not_in_the_list()
    {
        var id = bench.Create("""{"name": "m", "tasks": [{"task_key": "a", "notebook_task": {"notebook_path": "/n"}}]}""", "2.0");

        Assert.Equal("MULTI_TASK", (string?)bench.Settings(id, "2.0")["format"]);
        Assert.Single(bench.Settings(id, "2.0")["tasks"]!);
        Assert.Null(bench.Get("/api/2.0/jobs/list")["jobs"]![0]!["settings"]!["tasks"]);
    }

    [Fact]
    public void The_list_is_not_paged_and_shows_single_task_jobs_whole()
    {
        Assert.Equal("{}", bench.Get("/api/2.0/jobs/list").ToString(Formatting.None));
        for (var i = 0; i < 130; i++)
            bench.Create(Single, "2.0");

        var list = bench.Get("/api/2.0/jobs/list");

        Assert.Equal(130, list["jobs"]!.Count());
        Assert.Null(list["has_more"]);
        Assert.Equal("/ingest", (string?)list["jobs"]![0]!["settings"]!["notebook_task"]!["notebook_path"]);
    }

    [Fact]
    public void An_update_of_a_single_task_job_keeps_its_form_and_its_task_key()
    {
        var id = bench.Create(Single, "2.0");
        var key = bench.Settings(id)["tasks"]![0]!["task_key"];

        bench.Post(
            "/api/2.0/jobs/update",
            $$"""
            {
              "job_id": {{id}},
              "new_settings": {"name": "renamed", "existing_cluster_id": "c-1"},
              "fields_to_remove": ["new_cluster", "libraries"]
            }
            """
        );

        var settings = bench.Settings(id, "2.0");
        Assert.Equal("c-1", (string?)settings["existing_cluster_id"]);
        Assert.Null(settings["new_cluster"]);
        Assert.Equal("/ingest", (string?)settings["notebook_task"]!["notebook_path"]);
        Assert.Equal(key, bench.Settings(id)["tasks"]![0]!["task_key"]);

        bench.Post("/api/2.1/jobs/update", $$$"""{"job_id": {{{id}}}, "new_settings": {"name": "again"}}""");
        Assert.Equal("SINGLE_TASK", (string?)bench.Settings(id, "2.0")["format"]);
    }

    [Fact]
    public void A_reset_through_2_1_makes_it_a_job_with_tasks()
    {
        var id = bench.Create(Single, "2.0");

        bench.Post(
            "/api/2.1/jobs/reset",
            $$$"""
            {
              "job_id": {{{id}}},
              "new_settings": {
                "name": "m",
                "notebook_task": {"notebook_path": "/ignored"},
                "tasks": [{"task_key": "a", "notebook_task": {"notebook_path": "/n"}}]
              }
            }
            """
        );

        var settings = bench.Settings(id, "2.0");
        Assert.Equal("MULTI_TASK", (string?)settings["format"]);
        Assert.Null(settings["notebook_task"]);
    }

    [Theory]
    [InlineData("""{"notebook_task": {"notebook_path": "/n"}}""", "Either new_cluster or existing_cluster_id must be specified.")]
    [InlineData(
        """{"notebook_task": {"notebook_path": "/n"}, "new_cluster": {"spark_version": "x"}}""",
        "Cluster validation error: Missing required field: settings.cluster_spec.new_cluster.size"
    )]
    [InlineData(
        """{"notebook_task": {"notebook_path": "/n"}, "job_cluster_key": "main"}""",
        "Shared job cluster feature is only supported in multi-task jobs."
    )]
    public void Single_task_settings_are_refused_in_the_services_words(string settings, string message) =>
        Assert.Equal(message, JobsBench.Message(() => bench.Create(settings, "2.0")));

    [Fact]
    public void The_output_of_a_single_task_run_is_found_under_the_id_of_the_run()
    {
        bench.State.Table("run-outcomes").Put("*", new JObject { ["exit_value"] = "42" });
        var run = (long)
            bench.Post(
                "/api/2.0/jobs/runs/submit",
                """{"run_name": "once", "existing_cluster_id": "c-1", "notebook_task": {"notebook_path": "/n"}}"""
            )["run_id"]!;
        bench.Pass(40);

        var seen = bench.Run(run, "2.0");
        Assert.Equal("SINGLE_TASK", (string?)seen["format"]);
        Assert.Equal("c-1", (string?)seen["cluster_instance"]!["cluster_id"]);
        Assert.Equal((10_000, 30_000), ((long)seen["setup_duration"]!, (long)seen["execution_duration"]!));
        Assert.Null(seen["tasks"]);
        Assert.Equal("42", (string?)bench.Get($"/api/2.0/jobs/runs/get-output?run_id={run}")["notebook_output"]!["result"]);
        JobsBench.Message(() => bench.Get($"/api/2.1/jobs/runs/get-output?run_id={run}"));
    }
}
