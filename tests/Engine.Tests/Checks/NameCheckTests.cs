using Layercake.Testing;

namespace Layercake.Engine.Tests.Checks;

/// <summary>Names that people misread and services refuse, and texts that are none, are found for every kind before a write.</summary>
public sealed class NameCheckTests
{
    /// <summary>Files with the name <c>?</c>.</summary>
    public static TheoryData<string, string> Named =>
        new()
        {
            { "clusters/a.json", Support.Samples.Cluster("?") },
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

        Assert.DoesNotContain(
            Checked.File(file, text.Replace("?", "a b", StringComparison.Ordinal)),
            finding => finding.Contains("DEC010", StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Named))]
    public void U_0000_in_a_name_is_an_error(string file, string text) =>
        Assert.EndsWith(
            "has the character U+0000, which no service keeps in a text. Remove it.",
            Single("error DEC011", file, text, "a\\u0000b")
        );

    [Theory]
    [InlineData(""" "x\u0000": "y" """, "the name of the field tags.x")]
    [InlineData(""" "x": "\u0000" """, "tags.x has")]
    public void U_0000_anywhere_else_is_told_at_its_place(string tags, string says) =>
        Assert.StartsWith(
            $"jobs/a.json(1,26): error DEC011: jobs.a: {says}",
            Assert.Single(Checked.File("jobs/a.json", $$"""{ "name": "a", "tags": {{{tags}}} }"""))
        );

    [Fact]
    public void U_0000_in_a_library_is_told_once_where_people_wrote_it()
    {
        var cluster = Support.Samples.Cluster("a", """ "libraries": [ { "whl": "/x.whl" }, { "pypi": { "package": "x\u0000" } } ] """);

        var finding = Assert.Single(Checked.File("clusters/a.json", cluster));

        Assert.Contains("error DEC011: cluster-libraries.a: libraries[1].pypi.package has", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void U_0000_in_a_text_beside_its_declaration_is_told_at_its_line() =>
        Assert.StartsWith(
            "queries/a.sql(2,3): error DEC011: queries.a: query_text has",
            Assert.Single(Beside("queries", """{ "display_name": "a" }""", "select\n1,\0"))
        );

    [Theory]
    [InlineData("notebooks/a.py", "# Databricks notebook source\nprint('\0')\n")]
    [InlineData("notebooks/lib/b.py", "x = 1\n# \0\n")]
    [InlineData("init-scripts/a.sh", "#!/bin/bash\necho \0\n")]
    public void U_0000_in_a_source_is_a_warning_at_its_line(string file, string text) =>
        Assert.StartsWith($"{file}(2,0): warning DEC011: ", Assert.Single(Checked.File(file, text)));

    [Theory]
    [InlineData("notebooks/ a.py")]
    [InlineData("notebooks/a .py")]
    [InlineData("notebooks/dir /a.py")]
    [InlineData("init-scripts/a.sh ")]
    [InlineData("libraries/ requirements.txt")]
    public void A_blank_at_an_end_of_a_part_of_a_path_is_a_warning(string file) =>
        Assert.StartsWith($"{file}: warning DEC010: ", Assert.Single(Checked.File(file, "# Databricks notebook source\n")));

    [Fact]
    public void A_slash_in_the_name_of_a_dashboard_which_is_a_file_is_told() =>
        Assert.StartsWith(
            "dashboards/a.json(1,3): warning DEC012: dashboards.a/b: display_name is a/b, and in the workspace a dashboard is a file",
            Assert.Single(Checked.File("dashboards/a.json", """{ "display_name": "a/b", "serialized_dashboard": "{}" }"""))
        );

    [Theory]
    [InlineData("queries", "warning")]
    [InlineData("alerts", "error")]
    public void An_empty_text_beside_a_declaration_is_told(string kind, string severity)
    {
        var alert = Newtonsoft.Json.Linq.JObject.Parse(Support.Samples.Alert("a"));
        alert.Remove("query_text");
        var declaration = kind == "alerts" ? alert.ToString() : """{ "display_name": "a" }""";
        foreach (var text in new[] { "", "\n", " \n\n" })
            Assert.StartsWith(
                $"{kind}/a.sql(1,1): {severity} DEC013: {kind}.a: query_text is empty. Write the text, or remove the ",
                Assert.Single(Beside(kind, declaration, text))
            );
    }

    [Theory]
    [InlineData("libraries/a-1.0-py3-none-any.whl")]
    [InlineData("libraries/a.jar")]
    [InlineData("notebooks/lib/a-1.0-py3-none-any.WHL")]
    public void An_empty_package_is_an_error(string file) =>
        Assert.EndsWith(
            "the file is empty, so nothing can install it. Build it again, or remove it.",
            Single("error FIL013", file, "", "")
        );

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
