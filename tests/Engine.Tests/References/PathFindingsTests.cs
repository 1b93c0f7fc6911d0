using System.Text.RegularExpressions;
using Layercake.Engine.Tests.Checks;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.References;

/// <summary>
/// A path field names something below <c>notebooks/</c> that becomes what the field needs, or is told what is wrong, offline.
/// </summary>
public sealed class PathFindingsTests : IDisposable
{
    private readonly TempDirectory assets = new();

    /// <summary>Every path field, with the name of something that is there and fits, and one that is not there.</summary>
    public static TheoryData<string, string, string> Fields =>
        new()
        {
            { """ "notebook_task": { "notebook_path": "NAME" } """, "etl/load", "etl/laod" },
            { """ "spark_python_task": { "python_file": "NAME" }, "environment_key": "e" """, "lib/tool.py", "lib/tol.py" },
            { """ "sql_task": { "warehouse_id": "w", "file": { "path": "NAME" } } """, "daily.sql", "daly.sql" },
            { """ "dbt_task": { "commands": [ "dbt run" ], "project_directory": "NAME" } """, "dbt/main", "dbt/mian" },
            { """ "gen_ai_compute_task": { "training_script_path": "NAME" } """, "lib/tool.py", "lib/tol.py" },
            { """ "spark_jar_task": { "jar_uri": "NAME" }, "existing_cluster_id": "c" """, "dist/a.jar", "dist/b.jar" },
            { Library("whl"), "dist/app-1-py3-none-any.whl", "dst/app-1-py3-none-any.whl" },
            { Library("jar"), "dist/a.jar", "dist/aa.jar" },
            { Library("requirements"), "requirements.txt", "requirement.txt" },
            { Dependency("NAME"), "./dist/app-1-py3-none-any.whl", "dst/app-1-py3-none-any.whl" },
            { Dependency("-r NAME"), "requirements.txt", "requirement.txt" },
            { Dependency("--requirement=NAME"), "requirements.txt", "requirement.txt" },
            { Dependency("-e NAME"), "dbt", "dtb" },
            { """ "java_dependencies": [ "NAME" ] """, "dist/a.jar", "dist/aa.jar" },
            { """ "base_environment": "NAME" """, "env.yml", "evn.yml" },
        };

    public PathFindingsTests()
    {
        assets.Write("notebooks/etl/load.py", Samples.Notebook());
        assets.Write("notebooks/lib/tool.py", "print(1)\n");
        assets.Write("notebooks/daily.sql", "select 1;\n");
        assets.Write("notebooks/report.ipynb", """{ "cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5 }""");
        assets.Write("notebooks/requirements.txt", "pandas\n");
        assets.Write("notebooks/env.yml", "environment_version: 4\n");
        assets.Write("notebooks/dbt/main/dbt_project.yml", "name: a\n");
        assets.Write("notebooks/dist/app-1-py3-none-any.whl", "PK");
        assets.Write("notebooks/dist/a.jar", "PK");
        File.WriteAllBytes(assets["notebooks/archive.dbc"], Archives.Of("etl/load.python", "top.sql"));
        File.WriteAllBytes(assets["notebooks/pack.dbc"], Archives.Of("folder/one.python", "folder/sub/two.sql"));
    }

    public void Dispose() => assets.Dispose();

    [Theory]
    [MemberData(nameof(Fields))]
    public void Each_path_field_names_a_file_of_git_or_is_refused_with_the_nearest_one(string task, string there, string missing)
    {
        Assert.Empty(Findings(task.Replace("NAME", there, StringComparison.Ordinal)));

        var finding = Assert.Single(Findings(task.Replace("NAME", missing, StringComparison.Ordinal)));
        Assert.Contains("error JOB001: jobs.j: ", finding);
        var isInstalled = new[] { "\"libraries\"", "dependencies\"" }.Any(list => task.Contains(list, StringComparison.Ordinal));
        Assert.Contains(
            isInstalled
                ? $"names {missing}, which is neither in libraries/ nor in notebooks/. Did you mean "
                : $"names notebooks/{missing}, which does not exist. Did you mean ",
            finding,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(""" "notebook_task": { "notebook_path": "/Shared/x" } """)]
    [InlineData(""" "notebook_task": { "notebook_path": "{{job.parameters.notebook}}" } """)]
    [InlineData(""" "notebook_task": { "notebook_path": "src/x", "source": "GIT" } """)]
    [InlineData(""" "sql_task": { "warehouse_id": "w", "file": { "path": "src/x.sql", "source": "GIT" } } """)]
    [InlineData(""" "spark_python_task": { "python_file": "dbfs:/x.py" }, "environment_key": "e" """)]
    [InlineData(""" "spark_python_task": { "python_file": "s3://bucket/x.py" }, "environment_key": "e" """)]
    [InlineData(""" "dbt_task": { "commands": [ "dbt run" ] }, "environment_key": "e" """)]
    public void A_path_of_another_place_is_left_alone(string task) => Assert.Empty(Findings(task));

    [Theory]
    [InlineData("whl", "/Volumes/main/x/y/app-1-py3-none-any.whl")]
    [InlineData("whl", "/Workspace/Shared/app-1-py3-none-any.whl")]
    [InlineData("jar", "abfss://c@a.dfs.core.windows.net/a.jar")]
    [InlineData("egg", "dbfs:/a.egg")]
    public void A_library_of_another_place_is_left_alone(string field, string path) =>
        Assert.Empty(Findings(Library(field).Replace("NAME", path, StringComparison.Ordinal)));

    [Theory]
    [InlineData("pandas==2.2.0")]
    [InlineData("a-package[extra]>=1; python_version < '3.12'")]
    [InlineData("/Volumes/main/x/y/app-1-py3-none-any.whl")]
    [InlineData("https://example.com/app-1-py3-none-any.whl")]
    [InlineData("a @ https://example.com/app-1-py3-none-any.whl")]
    [InlineData("git+https://example.com/a.git")]
    [InlineData("-r /Workspace/Shared/requirements.txt")]
    [InlineData("--index-url https://example.com/simple")]
    public void A_package_of_an_index_or_another_place_is_left_alone(string line) => Assert.Empty(Findings(Dependency(line)));

    [Theory]
    [InlineData(
        """ "notebook_task": { "notebook_path": "lib/tool" } """,
        "tasks[0].notebook_task.notebook_path names notebooks/lib/tool.py, which becomes a file and no notebook, since its first line is "
            + "not \"# Databricks notebook source\". Write that line on top, or run the file with spark_python_task."
    )]
    [InlineData(
        """ "notebook_task": { "notebook_path": "daily.sql" } """,
        "names notebooks/daily.sql, which becomes a file and no notebook, since its first line is not \"-- Databricks notebook source\". "
            + "Write that line on top, or run the file with sql_task.file."
    )]
    [InlineData(
        """ "notebook_task": { "notebook_path": "requirements.txt" } """,
        "which becomes a file and no notebook: the service makes notebooks of .py, .sql, .scala and .r with their header, and of .ipynb."
    )]
    [InlineData(""" "notebook_task": { "notebook_path": "etl" } """, "names notebooks/etl, which is a folder, and a notebook is needed.")]
    [InlineData(
        """ "notebook_task": { "notebook_path": "archive" } """,
        "names notebooks/archive.dbc, an archive, which becomes a folder. Name a notebook in it: archive/NOTEBOOK."
    )]
    [InlineData(
        """ "spark_python_task": { "python_file": "etl/load.py" }, "environment_key": "e" """,
        "names notebooks/etl/load.py, which becomes a notebook and no file, since its first line is \"# Databricks notebook source\". Take "
            + "that line away, or run it with notebook_task."
    )]
    [InlineData(
        """ "spark_python_task": { "python_file": "report.ipynb" }, "environment_key": "e" """,
        "names notebooks/report.ipynb, which becomes a notebook and no file, since it ends in .ipynb. Run it with notebook_task."
    )]
    [InlineData(
        """ "dbt_task": { "commands": [ "dbt run" ], "project_directory": "dbt/main/dbt_project.yml" }, "environment_key": "e" """,
        "names notebooks/dbt/main/dbt_project.yml, which is no folder. Name the folder that it is in."
    )]
    public void A_name_of_something_that_becomes_another_thing_says_what_to_write(string task, string says)
    {
        var finding = Assert.Single(Findings(task));
        Assert.Contains("error JOB020: jobs.j: ", finding);
        Assert.Contains(says, finding);
    }

    [Fact]
    public void A_header_that_is_not_on_the_first_line_makes_no_notebook()
    {
        assets.Write("notebooks/late.py", $"\n{Samples.Notebook()}");

        Assert.Contains("error JOB020", Assert.Single(Findings(""" "notebook_task": { "notebook_path": "late" } """)));
    }

    [Fact]
    public void Of_two_files_with_one_name_before_the_ending_the_one_that_fits_is_meant()
    {
        assets.Write("notebooks/load.ipynb", """{ "cells": [], "nbformat": 4 }""");
        assets.Write("notebooks/load.py", "print(1)\n");

        Assert.Empty(Findings(""" "notebook_task": { "notebook_path": "load" } """));
        Assert.Empty(Findings(""" "spark_python_task": { "python_file": "load.py" }, "environment_key": "e" """));
    }

    [Theory]
    [InlineData("archive/etl/load", null)]
    [InlineData("archive/top", null)]
    [InlineData("pack/one", null)]
    [InlineData("pack/sub/two", null)]
    [InlineData("pack/folder/one", "Did you mean pack/one?")]
    [InlineData("archive/etl/laod", "Did you mean archive/etl/load?")]
    public void A_notebook_in_an_archive_is_looked_up_in_it(string name, string? says)
    {
        var findings = Findings($$""" "notebook_task": { "notebook_path": "{{name}}" } """);

        if (says is null)
            Assert.Empty(findings);
        else
            Assert.Contains(says, Assert.Single(findings));
    }

    [Theory]
    [InlineData("notebooks/etl/load.py", " is notebooks/etl/load.py, and a name begins below notebooks/. Write etl/load.py.")]
    [InlineData("../notebooks/etl/load", "Did you mean etl/load.py?")]
    public void A_path_of_the_repository_or_of_a_file_beside_the_job_is_recognised(string path, string says) =>
        Assert.Contains(says, Assert.Single(Findings($$""" "notebook_task": { "notebook_path": "{{path}}" } """)));

    private IReadOnlyList<string> Findings(string fields)
    {
        assets.Write(
            "jobs/j.json",
            fields.Contains("_environment\"", StringComparison.Ordinal) || fields.Contains("dependencies\"", StringComparison.Ordinal)
                ? Job(fields, """ "environment_key": "e", "notebook_task": { "notebook_path": "/x" } """)
                : Job(""" "environment_version": "4" """, fields)
        );
        return Checked.Folder(assets);
    }

    private static string Job(string spec, string task) =>
        $$"""
        {
          "name": "j",
          "environments": [{ "environment_key": "e", "spec": { {{spec}} } }],
          "tasks": [{ "task_key": "a", {{task}} }]
        }
        """;

    private static string Library(string field) =>
        $$""" "existing_cluster_id": "c", "notebook_task": { "notebook_path": "/x" }, "libraries": [ { "{{field}}": "NAME" } ] """;

    private static string Dependency(string line) => $$""" "environment_version": "4", "dependencies": [ "{{line}}" ] """;
}
