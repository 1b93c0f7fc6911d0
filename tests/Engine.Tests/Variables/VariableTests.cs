using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Variables;

public sealed class VariableTests : IDisposable
{
    private readonly DeclaredFolder assets = new();

    public void Dispose() => assets.Dispose();

    [Fact]
    public void Variables_stand_in_texts_in_keys_and_for_whole_values()
    {
        Environment(
            "\"catalog\": \"main\", \"workers\": 4, \"on\": true, \"ratio\": 1.50, \"parameters\": [ { \"name\": \"a\", "
                + "\"default\": \"${var.catalog}\" } ], \"mail\": { \"on_failure\": [\"x@y.z\"] }"
        );
        Job(
            """
            {
              "name": "load-${var.catalog}-${env.name}",
              "description": "${var.workers} ${var.on} ${var.ratio} $${var.catalog} ${x} {{job.id}}",
              "tags": { "${var.catalog}_tag": "x", "$${kept}": "y" },
              "max_concurrent_runs": "${var.workers}",
              "paused": "${var.on}",
              "parameters": "${var.parameters}",
              "email_notifications": "${var.mail}"
            }
            """
        );

        Same(
            """
            {
              "name": "load-main-dev",
              "description": "4 true 1.50 $${var.catalog} ${x} {{job.id}}",
              "tags": { "main_tag": "x", "${kept}": "y" },
              "max_concurrent_runs": 4,
              "paused": true,
              "parameters": [{ "name": "a", "default": "main" }],
              "email_notifications": { "on_failure": ["x@y.z"] }
            }
            """,
            assets.Content("jobs.load-main-dev")
        );
    }

    [Fact]
    public void The_command_line_comes_before_the_environment_and_that_before_all_environments()
    {
        assets.With("deployment/environments/variables.json", """{ "a": "base", "b": "base", "workers": 1 }""");
        Environment("\"b\": \"dev\", \"c\": \"dev\"");
        assets.Variables["c"] = "given";
        assets.Variables["d"] = "new=1";
        assets.Variables["workers"] = "8";
        Job("""{ "name": "x", "description": "${var.a} ${var.b} ${var.c} ${var.d}", "max_concurrent_runs": "${var.workers}" }""");

        Same("""{ "name": "x", "description": "base dev given new=1", "max_concurrent_runs": 8 }""", assets.Content());
    }

    [Fact]
    public void The_file_of_all_environments_is_none_of_them()
    {
        assets.With("deployment/environments/variables.json", "{}");
        Job("""{ "name": "x" }""");

        Assert.Equal("x", (string?)assets.Content()["name"]);
        Assert.StartsWith(
            "error ENV001: There is no environment variables. Environments: dev, ",
            Assert.Single(LoadOther("variables")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_missing_variable_is_told_where_it_is_used_with_the_nearest_name()
    {
        Environment("\"catalog\": \"main\", \"mail\": { \"to\": \"x\" }");
        Job(
            "{ \"name\": \"x\",\n  \"description\": \"${var.catalgo} ${var.catalog}\",\n  \"tags\": { \"${var.none}\": "
                + "\"${env.nmae}\", \"a\": \"${git.brunch}\", \"b\": \"${git.branch}\", \"c\": \"${env.location}\", \"d\": "
                + "\"${var.mail.form}\" } }"
        );

        Assert.Equal(
            [
                "jobs/x.json(2,3): error VAR001: jobs.x: description: ${var.catalgo} has no value. Did you mean catalog? Add it to "
                    + "variables in deployment/environments/dev.json, or give --var=catalgo=….",
                "jobs/x.json(3,13): error VAR001: jobs.x: tags['${var.none}']: ${env.nmae} has no value. Did you mean name? There "
                    + "are content_path, deployment_name, init_scripts_destination, libraries_destination, location, name, name_prefix, "
                    + "notebooks_path.",
                "jobs/x.json(3,13): error VAR001: jobs.x: tags['${var.none}']: ${var.none} has no value. Add it to variables in "
                    + "deployment/environments/dev.json, or give --var=none=….",
                "jobs/x.json(3,43): error VAR001: jobs.x: tags.a: ${git.brunch} has no value. Did you mean branch? There are "
                    + "branch, commit.",
                "jobs/x.json(3,65): error VAR001: jobs.x: tags.b: ${git.branch} has no value: no branch is checked out here. Deploy "
                    + "from a clone with a branch, or use a variable and --var.",
                "jobs/x.json(3,87): error VAR001: jobs.x: tags.c: ${env.location} has no value: the environment dev does not set "
                    + "location. Set it, or use a variable.",
                "jobs/x.json(3,111): error VAR001: jobs.x: tags.d: ${var.mail.form} has no value: the variable mail holds no form.",
            ],
            assets.Findings()
        );
    }

    [Fact]
    public void A_variable_that_nothing_uses_is_told_where_it_stands()
    {
        assets.With("deployment/environments/variables.json", """{ "shared": 1 }""");
        Environment("\"used\": \"${var.through}\", \"through\": \"x\",\n \"unused\": 1");
        assets.Variables["given"] = "1";
        Job("""{ "name": "${var.used}" }""");

        Assert.Equal(
            [
                "warning VAR002: --var=given is used nowhere. Write ${var.given} where it is meant, or remove it.",
                "deployment/environments/dev.json(3,2): warning VAR002: variable unused is used nowhere. Did you mean used? Write "
                    + "${var.unused} where it is meant, or remove it.",
                "deployment/environments/variables.json(1,3): warning VAR002: variable shared is used nowhere. Write ${var.shared} "
                    + "where it is meant, or remove it.",
            ],
            assets.Findings()
        );
    }

    [Fact]
    public void What_cannot_be_put_in_its_place_is_told()
    {
        Environment(
            "\"list\": [1], \"circle\": \"a ${var.back}\", \"back\": \"${var.circle}\", \"key\": \"a\", \"secret\": \"${secret.pw}\""
        );
        Job(
            "{ \"name\": \"x\", \"description\": \"<${var.list}>\",\n \"a\": \"${var.circle}\",\n \"b\": \"${var.open\",\n "
                + "\"tags\": { \"a\": \"1\", \"${var.key}\": \"2\", \"${var.list}\": \"3\", \"${var.secret}\": \"4\" } }"
        );

        Assert.Equal(
            [
                "jobs/x.json(1,16): error VAR003: jobs.x: description: ${var.list} is a list, so it must stand alone in its double quotes.",
                "jobs/x.json(2,2): error VAR004: jobs.x: a: The variables go in a circle: ${var.circle} → ${var.back} → "
                    + "${var.circle}. Give one of them a value.",
                "jobs/x.json(3,2): error VAR003: jobs.x: b: this begins a variable that has no end. Add } after its name, or write "
                    + "$${ for the characters ${ themselves.",
                "jobs/x.json(4,22): error VAR003: jobs.x: tags['${var.key}']: ${var.key} becomes a, which stands here already. "
                    + "Remove one of them.",
                "jobs/x.json(4,41): error VAR003: jobs.x: tags['${var.list}']: ${var.list} is a list, which cannot be the name of a field.",
                "jobs/x.json(4,61): error SEC004: jobs.x: tags['${var.secret}']: it becomes ${secret.pw}, and the name of a field "
                    + "can hold no secret. Put ${secret.…} into a value, or write $${ for the characters ${ themselves.",
            ],
            assets.Findings()
        );
    }

    [Fact]
    public void Variables_are_declared_well_and_those_of_the_command_line_keep_their_type()
    {
        Environment("\"a b\": 1, \"workers\": 4");
        assets.Variables["workers"] = "many";
        assets.Variables["1x"] = "";

        Assert.Equal(
            [
                "error VAR004: --var=1x=…: 1x cannot be a variable's name: letters, digits, _ and - after a letter or _.",
                "error VAR004: --var=workers=…: workers is a number (deployment/environments/dev.json line 2), and the value given "
                    + "is none. Give it as JSON has it.",
                "deployment/environments/dev.json(2,16): error VAR004: a b cannot be a variable's name: letters, digits, _ and - "
                    + "after a letter or _. Rename it.",
            ],
            assets.Findings()
        );
    }

    [Theory]
    [InlineData("main", "main")]
    [InlineData("${secret.db-password}", "$${secret.db-password}")]
    [InlineData("$${secret.x}", "$$${secret.x}")]
    [InlineData("${var.other}", "$${var.other}")]
    public void The_name_of_a_branch_refers_to_nothing(string branch, string expected)
    {
        assets.Git = new(() => branch, () => null);
        Job("""{ "name": "x", "description": "${git.branch}" }""");

        Assert.Equal(expected, (string?)assets.Content()["description"]);
    }

    [Fact]
    public void Two_pieces_do_not_become_a_reference_that_neither_of_them_is()
    {
        assets.Git = new(() => "a$", () => "c");
        Job("""{ "name": "x", "description": "${git.branch}{secret.x} ${git.commit}" }""");

        Assert.Equal("a$${secret.x} c", (string?)assets.Content()["description"]);
    }

    [Fact]
    public void Git_is_asked_only_when_a_declaration_does()
    {
        assets.Git = new(() => throw new InvalidOperationException("asked"), () => "c0ffee");
        Job("""{ "name": "x", "description": "${git.commit}" }""");

        Assert.Equal("c0ffee", (string?)assets.Content()["description"]);
    }

    [Fact]
    public void Names_that_become_one_are_told()
    {
        Environment("\"a\": \"x\"");
        assets.With("jobs/one.json", """{ "name": "${var.a}" }""").With("jobs/two.json", """{ "name": "x" }""");

        Assert.Equal(
            [
                "jobs/one.json(1,3): error DEC003: jobs.x: jobs/two.json has the same name. Rename or remove one of them.",
                "jobs/two.json(1,3): error DEC003: jobs.x: jobs/one.json has the same name. Rename or remove one of them.",
            ],
            assets.Findings()
        );
    }

    [Fact]
    public void Variables_that_grow_without_measure_are_stopped()
    {
        var links = Enumerable.Range(1, 40).Select(i => $"\"v{i}\": [\"${{var.v{i - 1}}}\", \"${{var.v{i - 1}}}\"]");
        Environment($"\"v0\": \"x\", {string.Join(", ", links)}");
        Job("""{ "name": "x", "parameters": "${var.v40}" }""");

        Assert.Contains(
            assets.Findings(),
            finding =>
                finding.StartsWith("jobs/x.json(1,16): error VAR004: jobs.x: parameters: ${var.v", StringComparison.Ordinal)
                && finding.Contains("longer than 1 MB", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Values_inside_values_are_not_nested_deeper_than_a_declaration_may_be()
    {
        string Nested(string inner) => string.Concat(Enumerable.Repeat("[", 30)) + inner + string.Concat(Enumerable.Repeat("]", 30));
        Environment($"\"deep\": {Nested("1")}");
        Job($$"""{ "name": "x", "parameters": {{Nested("\"${var.deep}\"")}} }""");

        Assert.Equal(
            "jobs/x.json: error JSN006: jobs.x: With what the environment puts into it, objects and lists are nested more than 50 "
                + "deep. Look at its overlays and variables.",
            assets.Finding()
        );
    }

    private IEnumerable<string> LoadOther(string name)
    {
        var findings = new List<Layercake.Engine.Declarations.Finding>();
        Assert.Null(assets.Environment(findings, name));
        return findings.Select(finding => finding.ToString());
    }

    private void Environment(string variables) => assets.WithEnvironment($"\"variables\": {{ {variables} }}");

    private void Job(string text) => assets.With("jobs/x.json", text);

    private static void Same(string expected, JObject actual) =>
        Assert.True(JToken.DeepEquals(JObject.Parse(expected), actual), actual.ToString());
}
