using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Templates;

public sealed class TemplateTests : IDisposable
{
    private readonly DeclaredFolder assets = new();

    public void Dispose() => assets.Dispose();

    [Fact]
    public void A_definition_of_small_values_and_a_template_become_a_job()
    {
        Template(
            """
            {
              "name": "{{ job.name }}",
              "tags": { "{{ job.team }}": "{{job.env.kind}}" },
              "max_concurrent_runs": {{ job.runs }},
              "tasks": [{
                "task_key": "main",
                "notebook_task": { "notebook_path": "{{ job.notebookpath }}", "base_parameters": {{ job.parameters }} }
              }]
            }
            """
        );
        Definition(
            """
            {
              "template": "standard",
              "name": "nightly",
              "team": "etl",
              "env": { "kind": "batch" },
              "runs": 3,
              "notebookpath": "/Shared/load",
              "parameters": { "days": [1, 2.50, null, true] }
            }
            """
        );

        Same(
            """
            {
              "name": "nightly",
              "tags": { "etl": "batch" },
              "max_concurrent_runs": 3,
              "tasks": [{
                "task_key": "main",
                "notebook_task": {
                  "notebook_path": "/Shared/load",
                  "base_parameters": { "days": [1, 2.50, null, true] }
                }
              }]
            }
            """,
            assets.Content()
        );
    }

    [Theory]
    [InlineData("a \"quoted\" text")]
    [InlineData("C:\\temp\\")]
    [InlineData("two\nlines\r\n\tand a tab")]
    [InlineData("{{job.name}} and {{#if x}}")]
    [InlineData("żółć 日本 🎂 \u2028 \u0001")]
    [InlineData("*/ // \", \"injected\": \"x")]
    [InlineData("${secret.x} $${y}")]
    public void Whatever_a_value_holds_the_result_is_JSON_with_just_that_value(string value)
    {
        Template(
            """
            {
              // {{ job.description }}
              /* {{ job.description }} */
              "name": "nightly",
              "description": "{{ job.description }}",
              "tags": { "whole": {{ job.description }}, "part": "<{{ job.description }}>" }
            }
            """
        );
        Definition(new JObject { ["template"] = "standard", ["description"] = value }.ToString());

        var job = assets.Content();

        Assert.Equal(
            (value, value, $"<{value}>"),
            ((string?)job["description"], (string?)job["tags"]!["whole"], (string?)job["tags"]!["part"])
        );
        Assert.Equal(3, job.Count);
    }

    [Fact]
    public void Blocks_repeat_and_choose()
    {
        Template(
            """
            {
              "name": "{{job.name}}",
              "tasks": [
                {{#each job.notebooks as |notebook|}}
                  {
                    "task_key": "t{{@index}}",
                    "notebook_task": { "notebook_path": "/{{@root.job.folder}}/{{notebook}}" }
                    {{#unless @first}}, "depends_on": [ { "task_key": "t0" } ]{{/unless}}
                  }{{#unless @last}},{{/unless}}
                {{/each}}
              ]
              {{#if job.cron}}
              , "schedule": { "quartz_cron_expression": "{{job.cron}}" }
              {{else if job.continuous}}
              , "continuous": {}
              {{else}}
              , "description": "by hand"
              {{/if}}
              {{#with job.limits}} , "timeout_seconds": {{seconds}} {{/with}}
            }
            """
        );
        Definition(
            """
            {
              "template": "standard",
              "name": "nightly",
              "folder": "x",
              "notebooks": ["a", "b"],
              "continuous": true,
              "limits": { "seconds": 60 }
            }
            """
        );

        Same(
            """
            {
              "name": "nightly",
              "tasks": [
                { "task_key": "t0", "notebook_task": { "notebook_path": "/x/a" } },
                { "task_key": "t1", "notebook_task": { "notebook_path": "/x/b" }, "depends_on": [{ "task_key": "t0" }] }
              ],
              "continuous": {},
              "timeout_seconds": 60
            }
            """,
            assets.Content()
        );
    }

    [Fact]
    public void References_of_the_service_pass_and_the_definitions_own_values_win()
    {
        const string description =
            "{{job.id}} {{ job.run_id }} {{job.start_time.iso_date}} {{job.parameters.day}} {{tasks.my-task.values.x}} {{task.name}} "
            + "{{workspace.url}} {{input.a}} {{secrets/scope/a@b.c}} \\{{job.other}}";
        Template(
            $$$"""
            {
              "name": "{{job.name}}",
              "description": "{{{description}}}",
              "parameters": [{ "name": "run", "default": {{job.run_id}} }]
            }
            """
        );
        Definition("""{ "template": "standard", "name": "nightly", "parameters": { "day": "Monday" } }""");

        var job = assets.Content();

        Assert.Equal(
            "{{job.id}} {{ job.run_id }} {{job.start_time.iso_date}} Monday {{tasks.my-task.values.x}} {{task.name}} "
                + "{{workspace.url}} {{input.a}} {{secrets/scope/a@b.c}} {{job.other}}",
            (string?)job["description"]
        );
        Assert.Equal("{{job.run_id}}", (string?)job["parameters"]![0]!["default"]);
    }

    [Fact]
    public void References_of_the_service_outside_of_templates_pass_untouched()
    {
        Definition("""{ "name": "nightly", "description": "{{job.id}} {{job.whatever}} ${x} {% raw %}" }""");

        Assert.Equal("{{job.id}} {{job.whatever}} ${x} {% raw %}", (string?)assets.Content()["description"]);
    }

    [Fact]
    public void Backslashes_before_a_value_are_those_of_JSON()
    {
        Template("""{ "name": "nightly", "description": "C:\\{{job.folder}}\\x \\\{{x}}" }""");
        Definition("""{ "template": "standard", "folder": "temp" }""");

        Assert.Equal("C:\\temp\\x \\{{x}}", (string?)assets.Content()["description"]);
    }

    [Fact]
    public void Clusters_have_templates_too()
    {
        assets.With(
            "clusters/templates/small.hbs",
            """
            {
              "cluster_name": "{{cluster.cluster_name}}",
              "spark_version": "16.4.x-scala2.12",
              "node_type_id": "Standard_D4ds_v5",
              "num_workers": {{cluster.workers}}
            }
            """
        );
        assets.With("clusters/etl.json", """{ "template": "small", "cluster_name": "etl", "workers": 2 }""");

        Assert.Equal(2, (int)assets.Content("clusters.etl")["num_workers"]!);
    }

    [Fact]
    public void Templates_are_no_declarations()
    {
        assets
            .With("jobs/templates/standard.json", """{ "name": "{{job.name}}" }""")
            .With("jobs/templates/README.md", "")
            .With("jobs/templates/old.j2", "");

        var (declarations, findings) = assets.Read();

        Assert.Empty(declarations);
        Assert.Equal(
            ["jobs/templates/old.j2: warning DEC004", "jobs/templates/standard.json: warning TPL009"],
            findings.Select(finding => string.Join(':', finding.Split(':').Take(2)))
        );
    }

    private void Template(string text) => assets.With("jobs/templates/standard.json", text);

    private void Definition(string text) => assets.With("jobs/nightly.json", text);

    private static void Same(string expected, JObject actual) =>
        Assert.True(JToken.DeepEquals(JObject.Parse(expected), actual), actual.ToString());
}
