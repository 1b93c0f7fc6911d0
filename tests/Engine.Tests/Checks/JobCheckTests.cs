using System.Text.Json;
using static Layercake.Engine.Tests.Checks.JobChecks;

namespace Layercake.Engine.Tests.Checks;

public sealed class JobCheckTests
{
    [Fact]
    public void A_schedule_is_checked_with_its_time_zone() =>
        Assert.Equal(
            [
                "jobs/j.json(1,32): error JOB002: jobs.j: the schedule \"0 0 6 * * *\" says both a day of month and a day of week; "
                    + "one of them must be ?. Write 0 0 6 * * ?.",
                "jobs/j.json(1,73): error JOB003: jobs.j: Europe/Berln is no time zone. Did you mean Europe/Berlin? Write an IANA "
                    + "name, such as UTC or Europe/Berlin.",
            ],
            Checked.Job("""  "schedule": { "quartz_cron_expression": "0 0 6 * * *", "timezone_id": "Europe/Berln" }, "tasks": [] """)
        );

    [Fact]
    public void Job_clusters_are_there_once_and_used()
    {
        var cluster = """ "new_cluster": { "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 } """;
        var clusters =
            $$"""
            "job_clusters": [
              { "job_cluster_key": "main", {{cluster}} },
              { "job_cluster_key": "main", {{cluster}} },
              { "job_cluster_key": "spare", {{cluster}} }
            ]
            """;

        Assert.Equal(
            [
                "error JOB010: jobs.j: job_clusters has two entries with the job_cluster_key main. Rename or remove one of them.",
                "warning JOB009: jobs.j: no task runs on the job cluster spare. Remove it, or name it in a task's job_cluster_key.",
                "error JOB008: jobs.j: the task b runs on the job cluster mian, which the job does not have. Did you mean main? Add "
                    + "it to job_clusters or correct the key.",
            ],
            Codes(
                Checked.Tasks(
                    $$"""
                    {{Task("a").Replace("\"task_key\"", "\"job_cluster_key\": \"main\", \"task_key\"")}},
                    {{Task("b").Replace("\"task_key\"", "\"job_cluster_key\": \"mian\", \"task_key\"")}}
                    """,
                    clusters
                )
            )
        );
    }

    [Theory]
    [InlineData(
        """ "schedule": { "quartz_cron_expression": "0 0 * * * ?", "timezone_id": "UTC" }, "continuous": {}""",
        "error JOB017: jobs.j: the job has schedule and continuous, and only one of them may start it."
    )]
    [InlineData(""" "continuous": {}, "max_concurrent_runs": 2""", "warning JOB017: jobs.j: a continuous job has one run at a time")]
    [InlineData(""" "max_concurrent_runs": 1001""", "error JOB013: jobs.j: max_concurrent_runs is not 0 to 1000.")]
    [InlineData(
        """ "email_notifications": { "on_failure": [ "the team" ] }""",
        "warning JOB018: jobs.j: email_notifications.on_failure[0] is the team, which is no e-mail address."
    )]
    [InlineData(
        """ "run_as": { "user_name": "a@b.example", "service_principal_name": "x" }""",
        "error JOB019: jobs.j: run_as names user_name and service_principal_name"
    )]
    [InlineData(
        """ "git_source": { "git_url": "https://x.example", "git_provider": "gitHub", "git_branch": "main", "git_tag": "v1" }""",
        "error JOB019: jobs.j: git_source names git_branch and git_tag"
    )]
    [InlineData(
        """ "webhook_notifications": { "on_start": [ { "id": "1" }, { "id": "2" }, { "id": "3" }, { "id": "4" } ] }""",
        "error JOB013: jobs.j: webhook_notifications.on_start has 4 webhooks; the service takes 3 for one event."
    )]
    [InlineData(""" "notebook_task": { "notebook_path": "/x" }""", "warning JOB014: jobs.j: notebook_task stands beside tasks")]
    [InlineData(
        """ "parameters": [ { "name": "p", "default": "1" }, { "name": "p", "default": "2" } ]""",
        "error JOB010: jobs.j: parameters has two entries with the name p."
    )]
    public void A_job_that_says_too_much_is_told(string fields, string says) =>
        Assert.StartsWith(says, Assert.Single(Codes(Checked.Tasks(Task("a"), fields))));

    [Fact]
    public void The_sizes_that_the_service_takes_are_the_last_that_are_right()
    {
        Assert.Empty(Checked.Tasks(string.Join(',', Enumerable.Range(1, 1000).Select(number => Task($"t{number}")))));
        Assert.Equal(
            ["error JOB013: jobs.j: the job has 1001 tasks; the service takes 1000. Divide it into several jobs."],
            Codes(Checked.Tasks(string.Join(',', Enumerable.Range(1, 1001).Select(number => Task($"t{number}")))))
        );
        Assert.Empty(Checked.Tasks(Task("a"), $"\"tags\": {Tags(25)}"));
        Assert.Equal(
            ["error JOB013: jobs.j: the job has 26 tags; the service takes 25."],
            Codes(Checked.Tasks(Task("a"), $"\"tags\": {Tags(26)}"))
        );
        Assert.Equal(
            ["error JOB013: jobs.j: the description has 27701 letters; the service takes 27700."],
            Codes(Checked.Tasks(Task("a"), $"\"description\": \"{new string('x', 27_701)}\""))
        );
    }

    [Fact]
    public void A_job_that_is_a_single_task_is_checked_as_one()
    {
        Assert.Empty(Checked.Job(""" "existing_cluster_id": "etl", "notebook_task": { "notebook_path": "/x" }, "max_retries": 1 """));
        Assert.StartsWith(
            "error JOB012: jobs.j: the job has nothing to run on. Add existing_cluster_id or new_cluster.",
            Assert.Single(Codes(Checked.Job(""" "spark_jar_task": { "main_class_name": "M" } """)))
        );
        Assert.StartsWith(
            "error JOB011: jobs.j: the job has notebook_task and spark_jar_task",
            Assert.Single(
                Codes(
                    Checked.Job(
                        """
                        "existing_cluster_id": "etl",
                        "notebook_task": { "notebook_path": "/x" },
                        "spark_jar_task": { "main_class_name": "M" }
                        """
                    )
                )
            )
        );
    }

    [Fact]
    public void A_job_as_the_service_gives_it_is_no_mistake() =>
        Assert.Empty(
            Checked.File(
                "jobs/j.json",
                """
                {
                  "job_id": 1,
                  "creator_user_name": "a@b.example",
                  "created_time": 1,
                  "settings": {
                    "name": "orders",
                    "email_notifications": { "on_failure": ["a@b.example"] },
                    "webhook_notifications": {},
                    "timeout_seconds": 7200,
                    "notification_settings": { "no_alert_for_skipped_runs": true },
                    "schedule": {
                      "quartz_cron_expression": "0 30 2 * * ?",
                      "timezone_id": "Europe/Berlin",
                      "pause_status": "UNPAUSED"
                    },
                    "max_concurrent_runs": 1,
                    "queue": { "enabled": true },
                    "run_as": { "service_principal_name": "b7d0f3c2" },
                    "format": "MULTI_TASK",
                    "environments": [{
                      "environment_key": "py",
                      "spec": { "environment_version": "4", "dependencies": ["pyyaml"] }
                    }],
                    "parameters": [{ "name": "env", "default": "test" }],
                    "tags": { "a": "b" },
                    "job_clusters": [{
                      "job_cluster_key": "main",
                      "new_cluster": {
                        "spark_version": "17.3.x-scala2.13",
                        "azure_attributes": { "availability": "ON_DEMAND_AZURE", "spot_bid_max_price": -1.0 },
                        "node_type_id": "Standard_D4ds_v5",
                        "custom_tags": { "CostCenter": "4711" },
                        "enable_elastic_disk": true,
                        "data_security_mode": "SINGLE_USER",
                        "num_workers": 2
                      }
                    }],
                    "tasks": [
                      {
                        "task_key": "ingest",
                        "run_if": "ALL_SUCCESS",
                        "notebook_task": {
                          "notebook_path": "/Shared/x",
                          "base_parameters": { "mode": "full" },
                          "source": "WORKSPACE"
                        },
                        "job_cluster_key": "main",
                        "libraries": [{ "pypi": { "package": "pyyaml" } }],
                        "max_retries": -1,
                        "retry_on_timeout": false,
                        "email_notifications": {},
                        "webhook_notifications": {}
                      },
                      {
                        "task_key": "mart",
                        "depends_on": [{ "task_key": "ingest" }],
                        "environment_key": "py",
                        "spark_python_task": {
                          "python_file": "/Workspace/x.py",
                          "parameters": ["{{job.parameters.env}}"]
                        }
                      },
                      {
                        "task_key": "check",
                        "depends_on": [{ "task_key": "mart" }],
                        "condition_task": { "op": "EQUAL_TO", "left": "{{tasks.mart.values.n}}", "right": "0" }
                      },
                      {
                        "task_key": "loop",
                        "depends_on": [{ "task_key": "check", "outcome": "true" }],
                        "for_each_task": {
                          "inputs": "[1,2]",
                          "concurrency": 2,
                          "task": {
                            "task_key": "each",
                            "sql_task": {
                              "warehouse_id": "w",
                              "query": { "query_id": "q" },
                              "parameters": { "p": "{{input}}" }
                            }
                          }
                        }
                      }
                    ]
                  }
                }
                """
            )
        );

    private static string Tags(int count) =>
        JsonSerializer.Serialize(Enumerable.Range(1, count).ToDictionary(number => $"t{number}", _ => "x"));
}
