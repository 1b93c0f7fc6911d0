using Layercake.Engine.Planning;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>The text of a query stands in a file beside its declaration.</summary>
public sealed class QueryTextTests : QueryWorkspace
{
    [Fact]
    public async Task The_text_stands_in_a_file_beside_the_declaration()
    {
        await Workspace.With("queries/top.json", Query()).With("queries/top.sql", "select a,\r\n  b\r\n").DeployAsync();

        Assert.Equal("select a,\n  b", (string?)(await QueryAsync("top"))["query_text"]);

        Workspace.With("queries/top.sql", "select 2\n");
        var change = Assert.Single((await Workspace.PlanAsync()).Changes);
        Assert.Equal(("query_text", ChangeAction.Update), (Assert.Single(change.Fields).Path, change.Action));
        await Workspace.DeployAsync();
        Assert.Equal("select 2", (string?)(await QueryAsync("top"))["query_text"]);
    }

    [Theory]
    [InlineData("queries/top", "SQL", "sql")]
    [InlineData("dashboards/top", "lvdash.JSON", "lvdash.json")]
    public void A_file_whose_ending_has_other_capitals_is_told_with_the_name_that_it_must_have(string file, string ending, string right) =>
        Assert.Contains(
            $"{file}.{ending}: warning DEC004: This file is not deployed: it must be named top.{right}.",
            Workspace.With($"{file}.json", Query()).With($"{file}.{ending}", "{}").Check()
        );

    [Fact]
    public async Task Line_ends_of_another_system_are_no_difference()
    {
        await Workspace.With("queries/top.json", Query()).With("queries/top.sql", "select 1,\n2\n").DeployAsync();
        var id = (string)(await QueryAsync("top"))["id"]!;
        await PatchAsync(id, "query_text", "select 1,\r\n2");

        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Variables_are_replaced_in_the_text_and_one_without_a_value_is_found_at_its_line()
    {
        Workspace.Environment = Workspace.Environment with
        {
            Variables = new Dictionary<string, Layercake.Engine.Environments.EnvironmentVariable>(),
        };
        Workspace.With("queries/top.json", Query()).With("queries/top.sql", "select 1\nfrom ${env.name}.t\nwhere a = ${var.nope}");

        var finding = Assert.Single(Workspace.Check());

        Assert.StartsWith(
            "queries/top.sql(3,11): error VAR001: queries.top: query_text: ${var.nope} has no value",
            finding,
            StringComparison.Ordinal
        );

        await Workspace.With("queries/top.sql", "select 1\nfrom ${env.name}.t\n").DeployAsync();
        Assert.Equal("select 1\nfrom test.t", (string?)(await QueryAsync("top"))["query_text"]);
    }

    [Fact]
    public async Task An_overlay_may_give_another_text()
    {
        Workspace.Environment = Workspace.Environment with
        {
            Overlays = JObject.Parse("""{ "queries/top": { "query_text": "select 'here'" } }"""),
        };
        await Workspace.With("queries/top.json", Query()).With("queries/top.sql", "select 1").DeployAsync();

        Assert.Equal("select 'here'", (string?)(await QueryAsync("top"))["query_text"]);
    }

    [Fact]
    public async Task A_template_makes_the_fields_and_the_text_is_the_one_beside_the_definition()
    {
        Workspace
            .With("queries/templates/report.json", """{ "display_name": "{{query.display_name}}", "tags": ["report"] }""")
            .With("queries/top.json", """{ "template": "report", "display_name": "top" }""")
            .With("queries/top.sql", "select 1");

        await Workspace.DeployAsync();

        var query = await QueryAsync("top");
        Assert.Equal("report select 1", $"{query["tags"]![0]} {query["query_text"]}");
    }

    [Fact]
    public void What_is_wrong_with_the_files_is_said_of_the_right_one()
    {
        Workspace
            .With("queries/both.json", """{ "display_name": "both", "query_text": "select 1" }""")
            .With("queries/both.sql", "select 2")
            .With("queries/none.json", """{ "display_name": "none" }""")
            .With("queries/orphan.sql", "select 1")
            .With("queries/latin.json", """{ "display_name": "latin" }""")
            .With("queries/latin.sql", [0x73, 0x0a, 0xe4, 0x20]);

        Assert.Equal(
            [
                "queries/both.json(1,27): error DEC007: queries.both: query_text stands here and in queries/both.sql. Remove one of them.",
                "queries/latin.sql(2,1): error JSN003: The file is not UTF-8: this character was saved in another encoding. Save the file "
                    + "as UTF-8.",
                "queries/none.json(1,1): error DEC008: queries.none: it has no query_text, and there is no queries/none.sql. Put the text "
                    + "into that file, or into the field.",
                "queries/orphan.sql: warning DEC006: This file is not deployed: there is no orphan.json beside it. Add it, or rename or "
                    + "remove this file.",
            ],
            Workspace.Check()
        );
    }
}
