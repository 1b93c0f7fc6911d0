using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;

namespace Layercake.Engine.Tests.Templates;

/// <summary>What is wrong with a template or a definition is told at its line.</summary>
public sealed class TemplateFindingTests : IDisposable
{
    private readonly DeclaredFolder assets = new();

    public void Dispose() => assets.Dispose();

    [Fact]
    public void A_missing_value_is_told_at_its_place_in_the_template_each_once()
    {
        Template("{\n  \"name\": \"{{job.name}}\",\n  \"description\": \"for {{ job.taem }} and {{job.other}}\"\n}");
        Definition("""{ "template": "standard", "name": "nightly", "team": "etl" }""");

        Assert.Equal(
            [
                "jobs/nightly.json(1,46): warning TPL003: jobs.nightly: jobs/templates/standard.json uses no job.team. Did you mean "
                    + "taem? Use it there, or remove it.",
                "jobs/templates/standard.json(3,23): error TPL002: jobs.nightly: {{ job.taem }} has no value. Did you mean team? "
                    + "Add taem to the definition, or write \\{{ job.taem }} for the braces themselves. The definition is "
                    + "jobs/nightly.json.",
                "jobs/templates/standard.json(3,42): error TPL002: jobs.nightly: {{job.other}} has no value. Add other to the "
                    + "definition, or write \\{{job.other}} for the braces themselves. The definition is jobs/nightly.json.",
            ],
            assets.Findings()
        );
    }

    [Fact]
    public void An_unknown_template_is_told_with_the_nearest_and_no_other_file_can_be_named()
    {
        Template("""{ "name": "x" }""");
        Definition("""{ "name": "nightly", "template": "standart" }""");
        assets.With("jobs/outside.json", """{ "name": "outside", "template": "../outside" }""");

        Assert.Equal(
            [
                "jobs/nightly.json(1,22): error TPL001: jobs.nightly: There is no template standart in jobs/templates/. Did you "
                    + "mean standard? Templates: standard.",
                "jobs/outside.json(1,22): error TPL001: jobs.outside: There is no template ../outside in jobs/templates/. "
                    + "Templates: standard.",
            ],
            assets.Findings()
        );
    }

    [Fact]
    public void A_template_that_no_definition_names_is_told()
    {
        Template("""{ "name": "{{job.name}}" }""");
        Definition("""{ "name": "nightly", "template": "standard" }""");
        assets.With("jobs/templates/etl/old.json", "{% never read %}");

        Assert.Equal(
            "jobs/templates/etl/old.json: warning TPL009: no definition in jobs/ names the template etl/old. Write \"template\": "
                + "\"etl/old\" in one, or remove the file.",
            assets.Finding()
        );
    }

    [Fact]
    public void A_template_that_a_definition_in_an_unreadable_file_may_name_is_not_called_unused()
    {
        Template("""{ "name": "{{job.name}}" }""");
        Definition("{ \"name\": \"nightly\", \"template\": ");

        Assert.Contains("JSN001", assets.Finding(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_a_template_leaves_out_all_that_is_made_from_it_and_no_more()
    {
        Template("{\n  {% if job.x %}\n}");
        Definition("""{ "template": "standard", "name": "nightly" }""");
        assets
            .With("jobs/weekly.json", """{ "template": "standard", "name": "weekly" }""")
            .With("jobs/templates/short.json", """{ "name": "{{job.name}}", "description": "{{job.team}}" }""")
            .With("jobs/short.json", """{ "template": "short", "name": "short" }""")
            .With("jobs/good.json", """{ "template": "short", "name": "good", "team": "etl" }""");

        var isolated = assets.IsolateErrors();

        Assert.Equal(
            ["jobs/nightly.json: TPL006", "jobs/short.json: TPL002", "jobs/weekly.json: TPL006"],
            isolated.Skipped.Select(asset => $"{asset.Asset}: {asset.Reason}").Order(StringComparer.Ordinal)
        );
        Assert.Equal(["jobs.good"], isolated.Deployable.Declarations.Select(declaration => declaration.Asset));
        Assert.Empty(isolated.Blocking);
        Assert.True(isolated.Deployable.IsPartial);
    }

    [Fact]
    public void A_template_that_is_there_twice_is_told()
    {
        Template("""{ "name": "x" }""");
        assets.With("jobs/templates/standard.hbs", """{ "name": "x" }""");
        Definition("""{ "name": "nightly", "template": "standard" }""");

        Assert.Equal(
            "jobs/nightly.json(1,22): error TPL001: jobs.nightly: There are two templates standard: jobs/templates/standard.hbs and "
                + "jobs/templates/standard.json. Remove one of them.",
            assets.Finding()
        );
    }

    [Fact]
    public void A_result_that_is_not_JSON_is_told_at_the_line_of_the_template()
    {
        Template(
            "{\n  \"name\": \"{{job.name}}\",\n  \"tasks\": [\n    {{#each job.tasks}}{ \"task_key\": \"{{this}}\" },{{/each}}\n  ]\n}"
        );
        Definition("""{ "template": "standard", "name": "nightly", "tasks": ["a", "b"] }""");

        Assert.Equal(
            "jobs/templates/standard.json(4,50): error TPL004: jobs.nightly: With the values of jobs/nightly.json this is not JSON: "
                + "Nothing follows this comma but ]. Remove the comma.",
            assets.Finding()
        );
    }

    [Theory]
    [InlineData(
        "{ \"name\": \"x\"\n{% if job.cron %}, \"a\": 1{% endif %} }",
        "(2,1): error TPL006: {% if job.cron %} is Jinja. Write {{#if job.cron}} … {{/if}}.",
        "(2,26): error TPL006: {% endif %} is Jinja. Write {{/if}}."
    )]
    [InlineData(
        "{ \"tasks\": [ {% for task in job.tasks %}",
        "(1,14): error TPL006: {% for task in job.tasks %} is Jinja. Write {{#each job.tasks as |task|}} … {{/each}}."
    )]
    [InlineData(
        "{ \"tags\": {{ job.tags | tojson }} }",
        "(1,11): error TPL006: {{ job.tags | tojson }} is Jinja. Write {{ job.tags }}: every value is written as JSON, as the "
            + "definition has it."
    )]
    [InlineData(
        "{ \"tags\": \"{{ job.x | default('y') }}\" }",
        "(1,12): error TPL006: {{ job.x | default('y') }} is Jinja. Write {{#if job.x}}{{ job.x }}{{else}}the default{{/if}}."
    )]
    [InlineData("{ {# a remark #} }", "(1,3): error TPL006: {# a remark #} is Jinja. A comment is written {{! … }}.")]
    [InlineData("{ \"name\": \"x\", {{#if job.a}}\n }", "(1,16): error TPL005: {{#if job.a}} is not closed: {{/if}} is missing.")]
    [InlineData(
        "{ \"name\": {{job.a }",
        "(1,11): error TPL005: These braces are not closed: }} is missing. Write \\{{ for two braces that stay."
    )]
    [InlineData(
        "{ {{#each job.a}} {{/if}} }",
        "(1,19): error TPL005: {{/if}} closes nothing: {{#each job.a}} of an earlier line is still open, and ends with {{/each}}."
    )]
    [InlineData("{ {{/if}} }", "(1,3): error TPL005: {{/if}} stands outside of any block. Remove it, or open the block above.")]
    [InlineData(
        "{ {{> other}} }",
        "(1,3): error TPL005: {{> other}} takes in another template, which templates cannot do here. Write its text in its place."
    )]
    [InlineData(
        "{ {{#eahc job.a}}{{/eahc}} }",
        "(1,3): error TPL005: {{#eahc job.a}} is no block that is known here. Did you mean each? There are #if, #unless, #each and "
            + "#with, with one value each."
    )]
    [InlineData(
        "{ \"a\": {{upper job.a}} }",
        "(1,8): error TPL005: {{upper job.a}} calls a helper, and there are none but #if, #unless, #each and #with. Put the "
            + "finished value into the definition."
    )]
    [InlineData("{ \"a\": {{if job.a}} }", "(1,8): error TPL005: {{if job.a}} opens no block. Write {{#if job.a}} … {{/if}}.")]
    [InlineData("{ \"a\": {{}} }", "(1,8): error TPL005: Nothing stands between these braces. Name a value, or remove them.")]
    [InlineData("{ {{!-- open }} }", "(1,3): error TPL005: This comment is not closed: --}} is missing.")]
    public void A_template_that_is_written_otherwise_is_told_with_what_to_write(string template, params string[] expected)
    {
        Template(template);
        Definition("""{ "name": "nightly", "template": "standard" }""");

        // Told once, however many definitions use it.
        assets.With("jobs/weekly.json", """{ "name": "weekly", "template": "standard" }""");

        Assert.Equal(expected.Select(finding => "jobs/templates/standard.json" + finding), assets.Findings());
    }

    [Fact]
    public void A_list_in_double_quotes_is_told()
    {
        Template("{ \"name\": \"{{job.name}}\",\n \"tags\": \"{{job.tags}}\" }");
        Definition("""{ "template": "standard", "name": "nightly", "tags": ["a"] }""");

        Assert.Equal(
            "jobs/templates/standard.json(2,11): error TPL007: jobs.nightly: This value is a list and stands in double quotes. "
                + "Remove the quotes around the braces, or name one of its values. The definition is jobs/nightly.json.",
            assets.Finding()
        );
    }

    [Fact]
    [Trait("Extent", "Whole")]
    public void A_template_that_grows_without_measure_is_stopped()
    {
        var list = $"[{string.Join(',', Enumerable.Repeat(1, 60))}]";
        Template(
            "{ \"name\": \"x\", \"tasks\": [ {{#each job.l}}{{#each job.l}}{{#each job.l}}{{#each "
                + "job.l}}1,{{/each}}{{/each}}{{/each}}{{/each}} 1 ] }"
        );
        Definition($$"""{ "template": "standard", "l": {{list}} }""");

        Assert.StartsWith("jobs/templates/standard.json(1,", assets.Finding(), StringComparison.Ordinal);
        Assert.Contains("error TPL008: ", assets.Finding(), StringComparison.Ordinal);
    }

    [Fact]
    public void Later_findings_name_the_template_or_the_definition_whichever_holds_the_value()
    {
        Template(
            "{\n  \"name\": \"nightly\",\n  \"tasks\": [\n    { \"task_key\": \"a\", \"notebook_task\": { \"notebook_path\": "
                + "\"gone-{{job.x}}\" } },\n    { \"task_key\": \"b\", \"notebook_task\": { \"notebook_path\": {{job.path}} } }\n  ]\n}"
        );
        Definition("{ \"template\": \"standard\",\n  \"x\": 1,\n  \"path\": \"missing\" }");

        Assert.Equal(
            [
                "jobs/nightly.json(3,11): error JOB001: jobs.nightly: tasks[1].notebook_task.notebook_path names notebooks/missing, "
                    + "which does not exist. Add the file or correct the name.",
                "jobs/templates/standard.json(4,60): error JOB001: jobs.nightly: tasks[0].notebook_task.notebook_path names "
                    + "notebooks/gone-1, which does not exist. Add the file or correct the name.",
            ],
            assets.Findings()
        );
    }

    [Fact]
    public void A_template_without_a_name_is_told_where_its_document_starts()
    {
        Template("\n{ \"description\": \"{{job.name}}\" }");
        Definition("""{ "template": "standard", "name": "nightly" }""");

        Assert.StartsWith("jobs/templates/standard.json(2,1): error DEC001: name is missing", assets.Finding(), StringComparison.Ordinal);
    }

    private void Template(string text) => assets.With("jobs/templates/standard.json", text);

    private void Definition(string text) => assets.With("jobs/nightly.json", text);
}
