using Layercake.Testing;

namespace Layercake.Engine.Tests.Checks;

/// <summary>Names that people misread and services refuse, and texts that are none, are found for every kind before anything is written.</summary>
public sealed class NameCheckTests
{
    /// <summary>Files with the name <c>?</c>.</summary>
    public static TheoryData<string, string> Named =>
        new()
        {
            { "clusters/a.json", """{ "cluster_name": "?", "spark_version": "16.4.x-scala2.12", "node_type_id": "n", "num_workers": 1 }""" },
            { "jobs/a.json", """{ "name": "?" }""" },
            { "jobs/a.json", """{ "settings": { "name": "?" } }""" },
            { "instance-pools/a.json", """{ "instance_pool_name": "?", "node_type_id": "n" }""" },
            { "cluster-policies/a.json", """{ "name": "?", "definition": {} }""" },
            { "warehouses/a.json", """{ "name": "?", "cluster_size": "Small" }""" },
            { "pipelines/a.json", """{ "name": "?", "catalog": "main" }""" },
            { "queries/a.json", """{ "display_name": "?", "query_text": "select 1" }""" },
            { "dashboards/a.json", """{ "display_name": "?", "serialized_dashboard": "{}" }""" },
        };

    [Theory]
    [MemberData(nameof(Named))]
    public void A_blank_at_an_end_of_a_name_is_a_warning(string file, string text)
    {
        foreach (var name in new[] { " a", "a ", "a\\t", "\u00a0a" })
            Assert.Contains(" has a blank at an end: \"", Single("warning DEC010", file, text, name), StringComparison.Ordinal);

        Assert.DoesNotContain("DEC010", string.Concat(Checked.File(file, text.Replace("?", "a b", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Named))]
    public void U_0000_in_a_name_is_an_error(string file, string text) =>
        Assert.EndsWith("has the character U+0000, which no service keeps in a text. Remove it.", Single("error DEC011", file, text, "a\\u0000b"));

    [Theory]
    [InlineData("jobs/a.json", """{ "name": "a", "tags": { "x\u0000": "y" } }""", "jobs/a.json(1,26): error DEC011: jobs.a: the name of the field tags[")]
    [InlineData("jobs/a.json", """{ "name": "a", "tags": { "x": "\u0000" } }""", "jobs/a.json(1,26): error DEC011: jobs.a: tags.x has")]
    public void U_0000_anywhere_else_is_told_at_its_place(string file, string text, string says) =>
        Assert.StartsWith(says, Assert.Single(Checked.File(file, text), finding => finding.Contains("DEC011", StringComparison.Ordinal)));

    [Fact]
    public void U_0000_in_a_text_beside_its_declaration_is_told_at_its_line() =>
        Assert.StartsWith(
            "queries/a.sql(2,3): error DEC011: queries.a: query_text has",
            Assert.Single(Beside("queries", """{ "display_name": "a" }""", "select\n1,\0"))
        );

    [Theory]
    [InlineData("notebooks/ a.py")]
    [InlineData("notebooks/a .py")]
    [InlineData("notebooks/dir /a.py")]
    [InlineData("init-scripts/a.sh ")]
    [InlineData("libraries/ requirements.txt")]
    public void A_blank_at_an_end_of_a_part_of_a_path_is_a_warning(string file) =>
        Assert.StartsWith($"{file}: warning DEC010: ", Assert.Single(Checked.File(file, "# Databricks notebook source\n")));

    [Fact]
    public void A_slash_in_the_name_of_a_dashboard_which_is_a_file_is_an_error() =>
        Assert.StartsWith(
            "dashboards/a.json(1,3): error DEC012: dashboards.a/b: display_name is a/b, and in the workspace a dashboard is a file of its name",
            Assert.Single(Checked.File("dashboards/a.json", """{ "display_name": "a/b", "serialized_dashboard": "{}" }"""))
        );

    [Theory]
    [InlineData("queries", "warning")]
    [InlineData("alerts", "error")]
    public void An_empty_text_beside_a_declaration_is_told(string kind, string severity)
    {
        var declaration = Support.Samples.Alert("a").Replace("\"query_text\": \"select count(*) as late from orders\",", "", StringComparison.Ordinal);
        foreach (var text in new[] { "", "\n", " \n\n" })
            Assert.StartsWith(
                $"{kind}/a.sql(1,1): {severity} DEC013: {kind}.a: query_text is empty. Write the text, or remove the ",
                Assert.Single(Beside(kind, kind == "alerts" ? declaration : """{ "display_name": "a" }""", text))
            );
    }

    [Theory]
    [InlineData("libraries/a-1.0-py3-none-any.whl")]
    [InlineData("libraries/a.jar")]
    [InlineData("notebooks/lib/a-1.0-py3-none-any.WHL")]
    public void An_empty_package_is_an_error(string file) =>
        Assert.EndsWith("the file is empty, so nothing can install it. Build it again, or remove it.", Single("error FIL013", file, "", ""));

    private static string Single(string says, string file, string text, string name) =>
        Assert.Single(
            Checked.File(file, text.Replace("?", name, StringComparison.Ordinal)),
            finding => finding.Contains(says, StringComparison.Ordinal)
        );

    private static IReadOnlyList<string> Beside(string kind, string declaration, string text)
    {
        using var assets = new TempDirectory();
        assets.Write($"{kind}/a.json", declaration);
        assets.Write($"{kind}/a.sql", text);
        return Checked.Folder(assets);
    }
}
