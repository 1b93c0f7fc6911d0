using static Layercake.Engine.Tests.Checks.JobChecks;

namespace Layercake.Engine.Tests.Checks;

/// <summary>Files that were written for other tools say what to write here.</summary>
public sealed class PlaceholderTests
{
    [Theory]
    [InlineData("${bundle.target}", "error", "a placeholder of Databricks Asset Bundles, which nothing replaces here. Write ${env.name}.")]
    [InlineData("${bundle.git.branch}", "error", "Write ${git.branch}.")]
    [InlineData("${workspace.file_path}", "error", "Write a path below notebooks/, or ${env.notebooks_path}.")]
    [InlineData("${workspace.current_user.userName}", "error", "Write ${var.workspace_current_user_userName} and give")]
    [InlineData("${resources.jobs.nightly.id}", "error", "Write the name of what nightly is called: names become ids here.")]
    [InlineData("#{env}#", "warning", "a token that other tools replace and this one does not. Write ${var.env}")]
    [InlineData("#{env}", "warning", "Write ${var.env}")]
    [InlineData("{{ env }}", "warning", "no reference that the service knows, and nothing replaces it here. Write ${var.env}")]
    public void A_placeholder_of_another_tool_says_what_to_write(string text, string severity, string says)
    {
        var finding = Assert.Single(Codes(Checked.Job(Described($"for {text}"))));

        Assert.StartsWith($"{severity} VAR005: jobs.j: description has {text}, ", finding);
        Assert.Contains(says, finding);
    }

    [Theory]
    [InlineData("$${bundle.target}")]
    [InlineData("{{job.name}} and {{ tasks.a.values.b }} and {{secrets/scope/key}} and {{input}} and {{job.new.thing}}")]
    [InlineData("C:\\\\{{x}}")]
    [InlineData("${not.ours} and https://example.com and {{1}}")]
    public void What_the_service_reads_and_what_is_escaped_is_left_alone(string text) => Assert.Empty(Checked.Job(Described(text)));

    [Theory]
    [InlineData("cluster://etl", "Write etl: the name of the cluster becomes its id here.")]
    [InlineData("cluster-policy://small", "Write small: the name of the cluster policy becomes its id here.")]
    public void An_address_of_dbx_is_a_plain_name_here(string text, string says) =>
        Assert.Contains(
            says,
            Assert.Single(Codes(Checked.Tasks($$"""{ "task_key": "a", "existing_cluster_id": "{{text}}", {{Notebook}} }""")))
        );

    [Theory]
    [InlineData("file://etl/load.py")]
    [InlineData("file:fuse://etl/load.py")]
    public void A_file_of_dbx_is_a_path_below_the_notebooks(string text) =>
        Assert.StartsWith(
            $"error VAR005: jobs.j: tasks[0].spark_python_task.python_file has {text}, as dbx reads it, which means nothing here. Put the "
                + "file into notebooks/, and write its path below that folder: etl/load.py.",
            Assert.Single(
                Codes(
                    Checked.Tasks(
                        $$"""{ "task_key": "a", "existing_cluster_id": "c", "spark_python_task": { "python_file": "{{text}}" } }"""
                    )
                )
            )
        );

    [Fact]
    public void A_file_on_the_disk_of_a_cluster_is_one() =>
        Assert.Empty(
            Checked.Tasks(
                """{ "task_key": "a", "existing_cluster_id": "c", "spark_python_task": { "python_file": "file:///databricks/a.py" } }"""
            )
        );

    [Fact]
    public void A_parameter_of_a_query_has_braces() =>
        Assert.Empty(
            Checked.File("queries/q.json", """{ "display_name": "q", "warehouse_id": "w", "query_text": "select {{ limit }} #{a}" }""")
        );

    [Theory]
    [InlineData("jobs", """{ "default": { "jobs": [ { "name": "a" }, { "name": "b" } ] } }""", "default.jobs holds 2 objects")]
    [InlineData("jobs", """{ "jobs": [ { "job_id": 1, "settings": { "name": "a" } } ] }""", "jobs holds an object")]
    [InlineData("jobs", """{ "resources": { "jobs": { "a": { "name": "a" }, "b": {} } } }""", "resources.jobs holds 2 objects")]
    [InlineData("clusters", """{ "Clusters": [ { "cluster_name": "a" } ] }""", "Clusters holds an object")]
    [InlineData("instance-pools", """{ "instance_pools": [ { "instance_pool_name": "a" } ] }""", "instance_pools holds an object")]
    [InlineData("queries", """{ "results": [ { "display_name": "a" }, { "display_name": "b" } ] }""", "results holds 2 objects")]
    public void A_file_with_several_objects_is_told_to_be_divided(string folder, string text, string says)
    {
        var finding = Assert.Single(Checked.File($"{folder}/all.json", text));

        Assert.Contains($"error DEC009: {says}, and a file of {folder}/ is one object. Write each into a file of its own", finding);
    }

    [Fact]
    public void A_list_at_the_top_is_told_to_be_divided() =>
        Assert.Contains(
            "Write each object into a file of its own.",
            Assert.Single(Checked.File("jobs/all.json", """[ { "name": "a" } ]"""))
        );

    [Fact]
    public void An_object_without_a_name_that_holds_lists_of_its_own_is_still_told_to_have_one() =>
        Assert.Contains("error DEC001", Assert.Single(Checked.File("jobs/j.json", """{ "tasks": [ { "task_key": "a" } ] }""")));

    private const string Notebook = """ "notebook_task": { "notebook_path": "/x" } """;

    private static string Described(string text) => $$""" "description": "{{text}}", "tasks": [ {{Task("a")}} ] """;
}
