using static Layercake.Engine.Tests.Checks.JobChecks;

namespace Layercake.Engine.Tests.Checks;

/// <summary>What the service refuses of a job for reasons that a schema of fields does not show.</summary>
public sealed class ServiceRuleTests
{
    private const string Git = """ "git_source": { "git_url": "https://example.com/r", "git_provider": "gitHub", "git_branch": "main" } """;

    private const string Machine = """ "spark_version": "16.4.x-scala2.12", "node_type_id": "n" """;

    [Theory]
    [InlineData(""" "max_retries": 2 """, "max_retries")]
    [InlineData(""" "min_retry_interval_millis": 2 """, "min_retry_interval_millis")]
    [InlineData(""" "retry_on_timeout": true """, "retry_on_timeout")]
    [InlineData(""" "libraries": [ { "pypi": { "package": "a" } } ] """, "libraries")]
    [InlineData(""" "existing_cluster_id": "c" """, "existing_cluster_id")]
    public void What_a_for_each_task_repeats_belongs_into_the_task_inside(string fields, string field) =>
        Assert.Equal(
            [
                $"error JOB016: jobs.j: the task a is a for-each task, and the service takes {field} only in the task that it repeats. "
                    + "Move it into for_each_task.task.",
            ],
            Codes(Checked.Tasks($$"""{ "task_key": "a", {{fields}}, "for_each_task": { "inputs": "[1]", "task": {{Task("b")}} } }"""))
        );

    [Fact]
    public void The_same_in_the_task_inside_is_right() =>
        Assert.Empty(
            Checked.Tasks(
                """
                {
                  "task_key": "a",
                  "timeout_seconds": 60,
                  "for_each_task": { "inputs": "[1]", "task": { "task_key": "b", "max_retries": 2, "run_job_task": { "job_id": 1 } } }
                }
                """
            )
        );

    [Theory]
    [InlineData(Git, """ "notebook_task": { "notebook_path": "/Workspace/x/y" } """, "notebook_task.notebook_path")]
    [InlineData(Git, """ "notebook_task": { "notebook_path": "/x", "source": "GIT" } """, "notebook_task.notebook_path")]
    [InlineData(Git, """ "sql_task": { "warehouse_id": "w", "file": { "path": "/x.sql" } } """, "sql_task.file.path")]
    [InlineData(
        Git,
        """ "environment_key": "e", "spark_python_task": { "python_file": "/x.py" } """,
        "spark_python_task.python_file"
    )]
    [InlineData(
        Git,
        """ "environment_key": "e", "dbt_task": { "commands": [ "dbt run" ], "project_directory": "/x" } """,
        "dbt_task.project_directory"
    )]
    public void A_path_of_the_jobs_repository_has_no_slash_in_front(string more, string task, string field) =>
        Assert.StartsWith(
            $"error JOB021: jobs.j: tasks[0].{field} is /",
            Assert.Single(Codes(Checked.Tasks($$"""{ "task_key": "a", {{task}} }""", more)))
        );

    [Theory]
    [InlineData(""" "notebook_task": { "notebook_path": "src/b" } """)]
    [InlineData(""" "notebook_task": { "notebook_path": "/Shared/b", "source": "WORKSPACE" } """)]
    public void A_path_in_the_repository_and_one_of_the_workspace_that_says_so_are_right(string task) =>
        Assert.Empty(Checked.Tasks($$"""{ "task_key": "a", {{task}} }""", Git));

    [Theory]
    [InlineData(""" "notebook_task": { "notebook_path": "/x" } """, true)]
    [InlineData(""" "spark_jar_task": { "main_class_name": "M" } """, false)]
    public void A_job_that_is_one_task_needs_a_cluster(string task, bool isServerless)
    {
        var finding = Assert.Single(Codes(Checked.Job(task)));

        Assert.StartsWith("error JOB012: jobs.j: the job has nothing to run on. Add existing_cluster_id or new_cluster", finding);
        Assert.Equal(isServerless, finding.Contains("move the task into tasks", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(""" "pipeline_task": { "pipeline_id": "p" } """)]
    [InlineData(""" "existing_cluster_id": "c", "notebook_task": { "notebook_path": "/x" } """)]
    [InlineData(""" "tasks": [ { "task_key": "a", "notebook_task": { "notebook_path": "/x" } } ] """)]
    public void A_pipeline_and_a_notebook_in_tasks_need_none(string fields) => Assert.Empty(Checked.Job(fields));

    [Theory]
    [InlineData(""" "existing_cluster_id": "", "notebook_task": { "notebook_path": "/x" } """, "existing_cluster_id", "the cluster")]
    [InlineData(""" "run_job_task": { "job_id": "" } """, "run_job_task.job_id", "name of the job")]
    [InlineData(""" "sql_task": { "warehouse_id": " ", "file": { "path": "/x" } } """, "sql_task.warehouse_id", "the SQL warehouse")]
    [InlineData(""" "notebook_task": { "notebook_path": "" } """, "notebook_task.notebook_path", "path")]
    [InlineData(
        """ "existing_cluster_id": "c", "notebook_task": { "notebook_path": "/x" }, "libraries": [ { "whl": "" } ] """,
        "libraries[0].whl",
        "path"
    )]
    public void An_empty_id_or_path_is_an_error(string task, string field, string what)
    {
        var finding = Assert.Single(Codes(Checked.Tasks($$"""{ "task_key": "a", {{task}} }""")));

        Assert.StartsWith($"error FLD009: jobs.j: tasks[0].{field} is empty. Write ", finding);
        Assert.Contains(what, finding);
    }

    [Theory]
    [InlineData(""" "tasks": [ null ] """, "tasks[0] is null, where an object belongs.")]
    [InlineData(""" "job_clusters": [ null ], "tasks": [] """, "job_clusters[0] is null, where an object belongs.")]
    [InlineData(""" "email_notifications": { "on_start": [ null ] }, "tasks": [] """, "on_start[0] is null, where a text belongs.")]
    public void Null_in_a_list_is_an_error(string fields, string says)
    {
        var finding = Assert.Single(Codes(Checked.Job(fields)));

        Assert.StartsWith("error FLD002: jobs.j: ", finding);
        Assert.Contains(says, finding);
    }

    [Theory]
    [InlineData(""" "timeout_seconds": 2147483648 """, "timeout_seconds is 2147483648; the service takes -2147483648 to 2147483647.")]
    [InlineData(
        """ "trigger": { "periodic": { "interval": 0, "unit": "DAYS" } } """,
        "trigger.periodic.interval is 0; the service takes 1 to 2147483647."
    )]
    [InlineData(
        """ "health": { "rules": [ { "metric": "RUN_DURATION_SECONDS", "op": "GREATER_THAN", "value": -1 } ] } """,
        "health.rules[0].value is -1; the service takes 0 to 9223372036854775807."
    )]
    [InlineData(
        $$"""
        "job_clusters": [
          { "job_cluster_key": "c", "new_cluster": { {{Machine}}, "autoscale": { "min_workers": -1, "max_workers": 2 } } }
        ]
        """,
        "autoscale.min_workers is -1; the service takes 0 to 2147483647."
    )]
    public void A_number_that_is_out_of_range_is_an_error(string fields, string says) =>
        Assert.Contains(
            Codes(Checked.Tasks(Task("a"), fields)),
            finding => finding.StartsWith("error FLD010: ", StringComparison.Ordinal) && finding.Contains(says, StringComparison.Ordinal)
        );

    [Fact]
    public void A_large_number_of_bytes_is_in_range() =>
        Assert.Empty(
            Checked.Tasks(
                Task("a"),
                """ "health": { "rules": [ { "metric": "STREAMING_BACKLOG_BYTES", "op": "GREATER_THAN", "value": 10737418240 } ] } """
            )
        );

    [Theory]
    [InlineData(
        """ "num_workers": 0, "spark_conf": { "spark.databricks.cluster.profile": "singleNode" } """,
        "has no workers and is set up as a single node in part, so Spark jobs may not run on it. Add \"spark.master\": \"local[*]\" in "
            + "spark_conf and \"ResourceClass\": \"SingleNode\" in custom_tags."
    )]
    [InlineData(""" "num_workers": 0, "custom_tags": { "ResourceClass": "SingleNode" } """, "Add \"spark.databricks.cluster.profile\"")]
    [InlineData(
        """ "num_workers": 2, "custom_tags": { "ResourceClass": "SingleNode" } """,
        "has workers, and \"ResourceClass\": \"SingleNode\" in custom_tags, which makes a single node of it."
    )]
    [InlineData(
        """ "autoscale": { "min_workers": 1, "max_workers": 2 }, "spark_conf": { "spark.databricks.cluster.profile": "singleNode" } """,
        "has workers, and \"spark.databricks.cluster.profile\": \"singleNode\" in spark_conf"
    )]
    public void A_single_node_is_set_up_whole_or_not_at_all(string fields, string says)
    {
        var finding = Assert.Single(Codes(Checked.Cluster(fields)));

        Assert.StartsWith("warning CLU005: clusters.c: the cluster ", finding);
        Assert.Contains(says, finding);
    }

    [Fact]
    public void A_policy_may_give_the_rest_of_a_single_node() =>
        Assert.Empty(
            Checked.Cluster(""" "policy_id": "p", "num_workers": 0, "spark_conf": { "spark.databricks.cluster.profile": "singleNode" } """)
        );

    [Theory]
    [InlineData("/Workspace/Shared/a.whl", false)]
    [InlineData("/Volumes/main/a/b/orders-2.0.1.whl", false)]
    [InlineData("/Workspace/Shared/orders-2.0.1-py3-none-any.whl", true)]
    [InlineData("dbfs:/wheels/orders-2.0.1-1-cp312-cp312-manylinux_2_17_x86_64.whl", true)]
    [InlineData("/Workspace/Shared/{{job.parameters.wheel}}.whl", true)]
    public void The_name_of_a_wheel_says_what_is_in_it(string path, bool isWheel)
    {
        var findings = Codes(
            Checked.Tasks(
                $$"""
                {
                  "task_key": "a",
                  "existing_cluster_id": "c",
                  "notebook_task": { "notebook_path": "/x" },
                  "libraries": [{ "whl": "{{path}}" }]
                }
                """
            )
        );

        if (isWheel)
            Assert.Empty(findings);
        else
            Assert.StartsWith($"warning JOB022: jobs.j: tasks[0].libraries[0].whl is {path}, ", Assert.Single(findings));
    }
}
