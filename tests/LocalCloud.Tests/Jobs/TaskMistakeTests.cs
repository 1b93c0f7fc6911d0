namespace Layercake.LocalCloud.Tests.Jobs;

/// <summary>What a file or a tool gets wrong about a task is refused when the job is written, and when a run is submitted.</summary>
public sealed class TaskMistakeTests(SharedCloud shared) : IClassFixture<SharedCloud>
{
    private const string Absolute = "Only absolute paths are currently supported. Paths must begin with '/'";
    private const string Relative = "Only relative paths are currently supported for remote repositories. Paths must not begin with '/'";
    private const string NoValue =
        "Could not parse request object: Expected 'key' and 'value' to be set for JSON map field base_parameters";
    private const string Git = """ "git_source": { "git_url": "https://example.com/r", "git_provider": "gitHub", "git_branch": "main" } """;
    private const string Notebook = """ "notebook_task": { "notebook_path": "/n" } """;
    private const string Machine = """ "spark_version": "16.4.x-scala2.12", "num_workers": 1 """;

    private readonly JobCalls calls = new(shared);

    /// <param name="says">The service's words; null where they are not known.</param>
    [Theory]
    [InlineData(""" "notebook_task": { "notebook_path": "src/load" } """, Absolute)]
    [InlineData(""" "notebook_task": {} """, Absolute)]
    [InlineData(""" "notebook_task": { "notebook_path": ["/a"] } """, null)]
    [InlineData(""" "notebook_task": { "notebook_path": "/n", "base_parameters": ["a"] } """, NoValue)]
    [InlineData(""" "notebook_task": { "notebook_path": "/n", "base_parameters": { "k": null } } """, NoValue)]
    [InlineData(Notebook + """, "existing_cluster_id": "etl" """, "Cluster etl does not exist")]
    [InlineData(Notebook + """, "existing_cluster_id": "" """, null)]
    [InlineData(""" "environment_key": "e", "spark_python_task": {} """, "Invalid Python file URI")]
    [InlineData(""" "environment_key": "e", "spark_python_task": { "python_file": "foo.py" } """, "Invalid Python file URI")]
    [InlineData(""" "environment_key": "e", "spark_python_task": "foo.py" """, null)]
    [InlineData(
        """ "spark_jar_task": { "main_class_name": "M" } """,
        "One of job_cluster_key, new_cluster, or existing_cluster_id must be specified."
    )]
    [InlineData(Notebook + """, "depends_on": ["b"] """, null)]
    [InlineData(Notebook + """, "depends_on": [{}] """, null)]
    [InlineData(Notebook + """, "depends_on": [{ "task_key": "gone" }] """, null)]
    [InlineData(Notebook + """, "run_if": "NOPE" """, null)]
    [InlineData(""" "description": "nothing" """, null)]
    [InlineData(
        Notebook + """, "new_cluster": { "node_type_id": "m5.large", """ + Machine + " }",
        "Node type m5.large is not supported"
    )]
    [InlineData(Notebook + """, "new_cluster": { "node_type_id": "Standard_D4ds_v5", "init_scripts": ["a.sh"], """ + Machine + " }", null)]
    [InlineData(
        Notebook + """, "new_cluster": { "spark_version": "x", "node_type_id": "Standard_D4ds_v5" } """,
        "Cluster validation error: Missing required field: settings.cluster_spec.new_cluster.size"
    )]
    [InlineData(Notebook + """, "libraries": [{ "whl": "" }] """, null)]
    [InlineData(Notebook + """, "timeout_seconds": -1 """, null)]
    [InlineData(Notebook + """, "timeout_seconds": 2147483648 """, null)]
    [InlineData(Notebook + """, "max_retries": -2 """, null)]
    [InlineData(Notebook + """, "min_retry_interval_millis": -1 """, null)]
    [InlineData(""" "pipeline_task": { "pipeline_id": "" } """, null)]
    [InlineData(""" "sql_task": { "warehouse_id": "", "file": { "path": "/a.sql" } } """, null)]
    public async Task A_wrong_task_is_refused(string task, string? says) =>
        Refused(await calls.SendAsync($$"""{ "name": "j", "tasks": [{ "task_key": "a", {{task}} }] }""", alsoSubmit: true), says);

    [Theory]
    [InlineData(""" "notebook_task": { "notebook_path": "/Repos/r/load" } """)]
    [InlineData(""" "notebook_task": { "notebook_path": "/Repos/r/load", "source": "GIT" } """)]
    [InlineData(""" "environment_key": "e", "spark_python_task": { "python_file": "/a.py", "source": "GIT" } """)]
    public async Task An_absolute_path_in_a_repository_is_refused(string task) =>
        Refused(
            await calls.SendAsync($$"""{ "name": "j", {{Git}}, "tasks": [{ "task_key": "a", {{task}} }] }""", alsoSubmit: true),
            Relative
        );

    [Theory]
    [InlineData(""" "max_retries": 1 """)]
    [InlineData(""" "retry_on_timeout": true """)]
    [InlineData(""" "min_retry_interval_millis": 1 """)]
    [InlineData(""" "libraries": [{ "pypi": { "package": "a" } }] """)]
    [InlineData(""" "job_cluster_key": "main" """)]
    [InlineData(""" "environment_key": "main" """)]
    public async Task Retries_libraries_and_compute_belong_to_the_task_that_is_repeated(string field)
    {
        var inner = $$"""{ "task_key": "b", {{Notebook}} }""";
        var task = $$"""{ "task_key": "a", {{field}}, "for_each_task": { "inputs": "[1]", "task": {{inner}} } }""";

        Refused(await calls.SendAsync($$"""{ "name": "j", "tasks": [{{task}}] }""", alsoSubmit: true), says: null);
    }

    [Fact]
    public async Task The_task_that_is_repeated_is_checked_as_any_other()
    {
        var loop = """{ "inputs": "[1]", "task": { "task_key": "b", "notebook_task": { "notebook_path": "b" } } }""";

        Refused(
            await calls.SendAsync($$"""{ "name": "j", "tasks": [{ "task_key": "a", "for_each_task": {{loop}} }] }""", alsoSubmit: true),
            Absolute
        );
    }

    [Theory]
    [InlineData("", """ "notebook_task": { "notebook_path": "/Shared/load", "base_parameters": { "k": "" } } """)]
    [InlineData("", """ "notebook_task": { "notebook_path": "{{job.parameters.path}}" } """)]
    [InlineData("", """ "environment_key": "e", "spark_python_task": { "python_file": "dbfs:/a.py" } """)]
    [InlineData("", """ "environment_key": "e", "spark_python_task": { "python_file": "/Workspace/Shared/a.py" } """)]
    [InlineData(Git + ",", """ "notebook_task": { "notebook_path": "src/load" } """)]
    [InlineData(Git + ",", """ "notebook_task": { "notebook_path": "/Shared/load", "source": "WORKSPACE" } """)]
    [InlineData(Git + ",", """ "environment_key": "e", "spark_python_task": { "python_file": "src/a.py" } """)]
    public async Task A_right_task_is_taken(string more, string task) =>
        Assert.All(
            await calls.SendAsync($$"""{ "name": "j", {{more}} "tasks": [{ "task_key": "a", {{task}} }] }""", alsoSubmit: true),
            answer => Assert.True(answer.Status == 200, answer.Message)
        );

    [Fact]
    public async Task A_job_of_a_single_task_needs_a_cluster()
    {
        var refusal = await shared.PostAsync("/api/2.0/jobs/create", $$"""{ "name": "j", {{Notebook}} }""");

        Assert.Equal((400, "Either new_cluster or existing_cluster_id must be specified."), (refusal.Status, refusal.Message));
    }

    private static void Refused(IReadOnlyList<Answer> answers, string? says) =>
        Assert.All(
            answers,
            answer =>
            {
                Assert.Equal(400, answer.Status);
                Assert.Contains(says ?? "", answer.Message, StringComparison.Ordinal);
            }
        );
}
