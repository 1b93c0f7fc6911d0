using static Layercake.Engine.Tests.Checks.JobChecks;

namespace Layercake.Engine.Tests.Checks;

public sealed class TaskCheckTests
{
    [Theory]
    [InlineData("""{ "task_key": "a" }""", "error JOB011: jobs.j: the task a says nothing of what it does.")]
    [InlineData(
        """{ "task_key": "a", "pipeline_task": { "pipeline_id": "p" }, "run_job_task": { "job_id": 1 } }""",
        "error JOB011: jobs.j: the task a has pipeline_task and run_job_task, and a task does one thing."
    )]
    [InlineData(
        """{ "task_key": "a", "sql_task": { "warehouse_id": "w" } }""",
        "error JOB011: jobs.j: tasks[0].sql_task has none of query, file, alert and dashboard."
    )]
    [InlineData(
        """{ "task_key": "a", "alert_task": { "warehouse_id": "w" } }""",
        "error JOB011: jobs.j: tasks[0].alert_task has none of alert_id and workspace_path."
    )]
    [InlineData(
        """{ "task_key": "a", "alert_task": { "alert_id": "late", "workspace_path": "/Workspace/late.dbalert.json" } }""",
        "error JOB011: jobs.j: tasks[0].alert_task has both of alert_id and workspace_path."
    )]
    [InlineData(
        """{ "task_key": "a", "alert_task": { "workspace_path": "/Workspace/x/../late.dbalert.json" } }""",
        "error JOB011: jobs.j: tasks[0].alert_task.workspace_path is /Workspace/x/../late.dbalert.json; the service takes a path"
    )]
    [InlineData(
        """{ "task_key": "a", "notebook_task": { "notebook_path": "/x" }, "libraries": [ { "whl": "/a", "jar": "/b" } ] }""",
        "error JOB011: jobs.j: tasks[0].libraries[0] has jar and whl."
    )]
    [InlineData(
        """{ "task_key": "a", "notebook_task": { "notebook_path": "/x" }, "libraries": [ { "whl": "/a/tools.jar" } ] }""",
        "error JOB011: jobs.j: tasks[0].libraries[0].whl is /a/tools.jar, and a file of that name is no whl. Rename the field to jar."
    )]
    [InlineData(
        """
        {
          "task_key": "a", "notebook_task": { "notebook_path": "/x" }, "existing_cluster_id": "etl",
          "libraries": [{ "pypi": { "package": "a", "repo": "https://user:${secret.feed}@idx/simple" } }]
        }
        """,
        "error JOB011: jobs.j: tasks[0].libraries[0].pypi.repo has a secret, which everyone who sees the cluster that it is installed on"
    )]
    [InlineData(
        """{ "task_key": "a", "spark_python_task": { "python_file": "/x" } }""",
        "error JOB012: jobs.j: the task a has nothing to run on."
    )]
    [InlineData(
        """{ "task_key": "a", "notebook_task": { "notebook_path": "/x" }, "existing_cluster_id": "etl", "environment_key": "e" }""",
        "error JOB012: jobs.j: the task a has existing_cluster_id and environment_key, and a task runs on one thing."
    )]
    [InlineData(
        """{ "task_key": "a", "spark_submit_task": { "parameters": [] }, "existing_cluster_id": "etl" }""",
        "warning JOB012: jobs.j: the task a is a spark-submit task, which runs only on a new_cluster of its own."
    )]
    [InlineData(
        """{ "task_key": "a b", "run_job_task": { "job_id": 1 } }""",
        "error JOB007: jobs.j: the task key a b is not 1 to 100 letters, digits, - and _ of ASCII."
    )]
    [InlineData("""{ "run_job_task": { "job_id": 1 } }""", "error JOB007: jobs.j: tasks[0] has no task_key.")]
    [InlineData(
        """{ "task_key": "a", "run_job_task": { "job_id": 1 }, "max_retries": -2 }""",
        "error JOB013: jobs.j: the task a has max_retries below -1"
    )]
    [InlineData(
        """{ "task_key": "a", "dbt_task": { "commands": [ "run" ] } }""",
        "error JOB013: jobs.j: tasks[0].dbt_task.commands[0] does not start with dbt."
    )]
    [InlineData(
        """
        {
          "task_key": "a",
          "for_each_task": {
            "inputs": "[1]",
            "concurrency": 101,
            "task": { "task_key": "b", "run_job_task": { "job_id": 1 } }
          }
        }
        """,
        "warning JOB016: jobs.j: tasks[0].for_each_task.concurrency is 101; the service runs 1 to 100 at once."
    )]
    [InlineData(
        """
        {
          "task_key": "a",
          "for_each_task": {
            "inputs": "[1]",
            "task": {
              "task_key": "b",
              "for_each_task": { "inputs": "[1]", "task": { "task_key": "c", "run_job_task": { "job_id": 1 } } }
            }
          }
        }
        """,
        "error JOB016: jobs.j: the task b is a for-each task inside a for-each task"
    )]
    [InlineData(
        """
        {
          "task_key": "a",
          "for_each_task": {
            "inputs": "[1]",
            "task": { "task_key": "b", "spark_jar_task": { "main_class_name": "M" } }
          }
        }
        """,
        "error JOB012: jobs.j: the task b has nothing to run on."
    )]
    public void A_task_that_cannot_be_is_told(string task, string says) =>
        Assert.StartsWith(says, Assert.Single(Codes(Checked.Tasks(task))));

    [Fact]
    public void A_library_of_a_cluster_that_only_the_job_uses_may_have_a_secret() =>
        Assert.Empty(
            Checked.Tasks(
                """
                {
                  "task_key": "a", "notebook_task": { "notebook_path": "/x" },
                  "new_cluster": { "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 },
                  "libraries": [{ "pypi": { "package": "a", "repo": "https://user:${secret.feed}@idx/simple" } }]
                }
                """
            )
        );

    [Fact]
    public void A_kind_of_task_that_is_not_known_yet_is_only_a_warning() =>
        Assert.StartsWith("warning FLD001", Assert.Single(Codes(Checked.Tasks("""{ "task_key": "a", "next_years_task": { "x": 1 } }"""))));

    [Fact]
    public void Two_tasks_with_one_key_are_an_error() =>
        Assert.Equal(
            ["error JOB006: jobs.j: two tasks have the key a. Rename one of them."],
            Codes(Checked.Tasks($"{Task("a")}, {Task("a")}"))
        );
}
