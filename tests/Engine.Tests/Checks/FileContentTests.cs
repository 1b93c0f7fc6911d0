using System.Text;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Checks;

/// <summary>Texts that a merge or another encoding broke are found before anything is written.</summary>
public sealed class FileContentTests
{
    private const string Half = "a\n>>>>>>> feature\n";

    private const string Whole = "a\n<<<<<<< HEAD\nb\n||||||| base\nc\n=======\nd\n>>>>>>> feature\n";

    [Theory]
    [InlineData("notebooks/a.py", "print(1)\n<<<<<<< HEAD\nprint(2)\n", 2)]
    [InlineData("notebooks/a.py", "\uFEFF<<<<<<< HEAD", 1)]
    [InlineData("notebooks/a.py", "# Databricks notebook source\r\n\r\n>>>>>>> feature\r\n", 3)]
    [InlineData("notebooks/a.sql", Half, 2)]
    [InlineData("notebooks/a.scala", Half, 2)]
    [InlineData("notebooks/a.r", Half, 2)]
    [InlineData("notebooks/a.json", Half, 2)]
    [InlineData("notebooks/run", "#!/bin/sh\r>>>>>>> feature\r", 2)]
    [InlineData("init-scripts/a.sh", Half, 2)]
    [InlineData("notebooks/a.md", Whole, 2)]
    [InlineData("notebooks/a.csv", "<<<<<<<\n1\n=======\n2\n>>>>>>>", 1)]
    [InlineData("notebooks/a.html", Whole, 2)]
    [InlineData("init-scripts/settings.conf", Whole, 2)]
    public void Markers_of_a_merge_are_errors_with_their_line(string file, string text, int line) =>
        Assert.StartsWith(
            $"{file}({line},1): error FIL008: {file.Replace('/', '.')}: This line is a marker of a merge that was not resolved",
            Assert.Single(Checked.File(file, text))
        );

    [Theory]
    [InlineData("notebooks/a.md", Half)]
    [InlineData("notebooks/a.md", "Title\n=======\n\n>>>>>>> seven quotes deep\n")]
    [InlineData("notebooks/a.py", "\"\"\"\nTitle\n=======\n\"\"\"\n")]
    [InlineData("notebooks/a.py", "x = '''\n <<<<<<< HEAD\n<<<<<<<<< HEAD\n<<<<<<<HEAD\n<<<<<<<\n'''\n")]
    [InlineData("notebooks/a.bin", "\0\n<<<<<<< HEAD\n=======\n>>>>>>> feature\n")]
    public void What_only_looks_like_one_is_none(string file, string text) => Assert.Empty(Checked.File(file, text));

    [Theory]
    [InlineData("clusters/a.json", "{\n<<<<<<< HEAD\n", 2)]
    [InlineData("jobs/a.json", "{\n  \"name\": \"a\"\n>>>>>>> feature\n}\n", 3)]
    [InlineData("permissions/a.json", Whole, 2)]
    [InlineData("queries/a.sql", "select 1\n<<<<<<< HEAD\n", 2)]
    [InlineData("dashboards/a.lvdash.json", Whole, 2)]
    [InlineData("jobs/templates/t.json.hbs", "{\n" + Half, 3)]
    public void A_declaration_with_markers_is_a_merge_and_no_broken_JSON(string file, string text, int line)
    {
        using var assets = new TempDirectory();
        assets.Write("queries/a.json", """{ "display_name": "a", "warehouse_id": "w" }""");
        assets.Write("dashboards/a.json", """{ "display_name": "a", "warehouse_id": "w" }""");
        assets.Write("queries/a.sql", "select 1\n");
        assets.Write("dashboards/a.lvdash.json", "{}");
        assets.Write("jobs/templated.json", """{ "name": "templated", "template": "t" }""");
        assets.Write("jobs/templates/t.json.hbs", """{ "name": "{{asset.name}}" }""");
        assets.Write(file, text);

        var start = $"{file}({line},1): error FIL008: ";
        Assert.Contains(Checked.Folder(assets), finding => finding.StartsWith(start, StringComparison.Ordinal));
    }

    public static TheoryData<string, byte[], int, int> OtherEncodings =>
        new()
        {
            { "notebooks/a.py", Encoding.Latin1.GetBytes("# Databricks notebook source\n# größer\n"), 2, 5 },
            { "notebooks/a.sql", Encoding.Latin1.GetBytes("select 'ä'"), 1, 9 },
            { "notebooks/a.ipynb", Encoding.Latin1.GetBytes("{\n\"ä\": 1}"), 2, 2 },
            { "notebooks/a.scala", Encoding.Unicode.GetBytes("\uFEFF// Databricks notebook source\n"), 1, 1 },
            { "notebooks/a.py", Encoding.Unicode.GetBytes("print(1)\n"), 1, 1 },
            { "init-scripts/a.sh", Encoding.Latin1.GetBytes("#!/bin/bash\r\necho ä\r\n"), 2, 6 },
            { "init-scripts/install", Encoding.Unicode.GetBytes("\uFEFF#!/bin/bash\necho a\n"), 1, 1 },

            // What Python reads from a file it does not read from a notebook.
            { "notebooks/a.py", Encoding.Latin1.GetBytes("# Databricks notebook source\n# coding: latin-1\n# ä\n"), 3, 3 },
            { "notebooks/a.py", Encoding.Latin1.GetBytes("# -*- coding: utf-8 -*-\n# ä\n"), 2, 3 },
        };

    [Theory]
    [MemberData(nameof(OtherEncodings))]
    public void A_source_or_a_script_that_is_not_UTF8_is_an_error_with_its_place(string file, byte[] content, int line, int column)
    {
        using var assets = new TempDirectory();
        File.WriteAllBytes(assets.Write(file, ""), content);

        var finding = Assert.Single(Checked.Folder(assets));

        Assert.StartsWith($"{file}({line},{column}): error FIL012: {file.Replace('/', '.')}: The file is ", finding);
        Assert.Contains("UTF-8", finding);
    }

    [Theory]
    [InlineData("notebooks/legacy.py", "#!/usr/bin/env python\n# -*- coding: latin-1 -*-\nprint('ä')\n")]
    [InlineData("notebooks/data.csv", "größe\n1\n")]
    [InlineData("init-scripts/lib.tar", "ä")]
    public void Data_may_have_any_encoding_and_a_Python_file_may_name_its_own(string file, string text)
    {
        using var assets = new TempDirectory();
        File.WriteAllBytes(assets.Write(file, ""), Encoding.Latin1.GetBytes(text));

        Assert.Empty(Checked.Folder(assets));
    }
}
