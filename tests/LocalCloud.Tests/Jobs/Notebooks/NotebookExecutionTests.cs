using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Jobs.Notebooks;

public sealed class NotebookExecutionTests : IAsyncLifetime
{
    private NotebookBench bench = null!;

    public async Task InitializeAsync() => bench = await NotebookBench.StartAsync();

    public async Task DisposeAsync() => await bench.DisposeAsync();

    [PythonFact]
    public async Task A_notebook_gives_the_value_that_its_cells_worked_out()
    {
        await bench.NotebookAsync(
            "/t/sum",
            "# MAGIC %md\n# MAGIC # Title",
            "total = sum(range(4))",
            "dbutils.notebook.exit(total)",
            "raise ValueError('after its exit')"
        );

        var output = await bench.OutputAsync("/t/sum");

        Assert.Equal("6", (string?)output["notebook_output"]!["result"]);
        Assert.Equal("TERMINATED/SUCCESS", NotebookBench.Result(output["metadata"]!));
    }

    [PythonFact]
    public async Task A_failure_names_notebook_cell_and_line()
    {
        await bench.NotebookAsync("/t/fails", "def check(rows):\n    assert rows > 0, 'no rows'", "x = 1\ncheck(0)");

        var output = await bench.OutputAsync("/t/fails");

        Assert.Equal("AssertionError: no rows", (string?)output["error"]);
        Assert.Equal(
            """
            Traceback (most recent call last):
              File "/t/fails, cell 2", line 2, in <module>
                check(0)
              File "/t/fails, cell 1", line 2, in check
                assert rows > 0, 'no rows'
            AssertionError: no rows

            """,
            WithoutMarks((string)output["error_trace"]!)
        );
        Assert.Equal("TERMINATED/FAILED", NotebookBench.Result(output["metadata"]!));
        Assert.Null(output["notebook_output"]);
    }

    [PythonFact]
    public async Task A_cell_that_is_no_python_fails_with_its_place()
    {
        await bench.NotebookAsync("/t/syntax", "print(1)", "if True\n    pass");

        var output = await bench.OutputAsync("/t/syntax");

        Assert.StartsWith("SyntaxError: ", (string)output["error"]!, StringComparison.Ordinal);
        Assert.Contains("\"/t/syntax, cell 2\", line 1", (string)output["error_trace"]!, StringComparison.Ordinal);
    }

    [PythonFact]
    public async Task Widgets_have_their_defaults_until_a_parameter_says_otherwise()
    {
        await bench.NotebookAsync(
            "/t/widgets",
            "dbutils.widgets.text('rows', '10', 'Rows')\ndbutils.widgets.dropdown('env', 'dev', ['dev', "
                + "'prod'])\ndbutils.widgets.combobox('city', 'Ulm', ['Ulm'])\ndbutils.widgets.multiselect('days', 'mo', ['mo', 'tu'])",
            "import json\ndbutils.notebook.exit(json.dumps([dbutils.widgets.get('rows'), dbutils.widgets.getAll(), "
                + "dbutils.widgets.get('undeclared')]))"
        );

        var output = await bench.OutputAsync("/t/widgets", """{"env": "prod", "undeclared": "yes"}""");

        Assert.Equal(
            """["10", {"rows": "10", "env": "prod", "city": "Ulm", "days": "mo", "undeclared": "yes"}, "yes"]""",
            (string?)output["notebook_output"]!["result"]
        );
    }

    [PythonFact]
    public async Task A_widget_that_nobody_defined_is_an_error()
    {
        await bench.NotebookAsync("/t/widget", "dbutils.widgets.get('nope')");

        Assert.Equal(
            "InputWidgetNotDefined: No input widget named nope is defined",
            (string?)(await bench.OutputAsync("/t/widget"))["error"]
        );
    }

    [PythonFact]
    public async Task An_included_notebook_shares_names_and_finds_its_own_neighbours()
    {
        await bench.NotebookAsync("/t/lib/deep/inner", "who = dbutils.widgets.get('who')\ndef greet():\n    return f'hello {who} {outer}'");
        await bench.NotebookAsync("/t/lib/names", "# MAGIC %run ./deep/inner $who=\"you\"");
        await bench.NotebookAsync("/t/tests/includes", "outer = 7", "# MAGIC %run ../lib/names", "dbutils.notebook.exit(greet())");

        Assert.Equal("hello you 7", (string?)(await bench.OutputAsync("/t/tests/includes"))["notebook_output"]!["result"]);
    }

    [PythonFact]
    public async Task Including_what_is_not_there_fails_and_names_it()
    {
        await bench.NotebookAsync("/t/lost", "# MAGIC %run ./nowhere");

        Assert.Equal("WorkflowException: Notebook not found: /t/nowhere", (string?)(await bench.OutputAsync("/t/lost"))["error"]);
    }

    [PythonFact]
    public async Task A_called_notebook_has_names_of_its_own_and_its_failure_can_be_caught()
    {
        await bench.NotebookAsync(
            "/t/called",
            "assert 'mine' not in globals()",
            "if dbutils.widgets.get('n') == '0': raise ValueError('zero')",
            "dbutils.notebook.exit(dbutils.widgets.get('n') * 2)"
        );
        await bench.NotebookAsync(
            "/t/calls",
            "mine = dbutils.notebook.run('./called', 60, {'n': 4})",
            "try:\n    dbutils.notebook.run('/t/called', 60, {'n': 0})\nexcept Exception as e:\n    dbutils.notebook.exit(f'{mine} {e}')"
        );

        Assert.Equal(
            "44 Notebook /t/called failed: ValueError: zero",
            (string?)(await bench.OutputAsync("/t/calls"))["notebook_output"]!["result"]
        );
    }

    [PythonFact]
    public async Task A_jupyter_notebook_and_files_beside_it_work_as_well()
    {
        await bench.ImportAsync("/t/j/helper.py", "RAW", null, "def twice(n):\n    return 2 * n\n");
        await bench.ImportAsync("/t/j/data/one.txt", "RAW", null, "21");
        await bench.ImportAsync(
            "/t/j/jupyter",
            "JUPYTER",
            "PYTHON",
            """
            {
              "nbformat": 4,
              "nbformat_minor": 0,
              "metadata": {"language_info": {"name": "python"}},
              "cells": [
                {"cell_type": "markdown", "metadata": {}, "source": "# Hi"},
                {
                  "cell_type": "code",
                  "metadata": {},
                  "outputs": [],
                  "source": ["import helper\n", "dbutils.notebook.exit(helper.twice(int(open('data/one.txt').read())))"]
                }
              ]
            }
            """
        );

        Assert.Equal("42", (string?)(await bench.OutputAsync("/t/j/jupyter"))["notebook_output"]!["result"]);
    }

    [PythonFact]
    public async Task Tasks_hand_values_on_to_notebooks_conditions_and_loops()
    {
        await bench.NotebookAsync(
            "/t/first",
            "dbutils.jobs.taskValues.set(key='rows', value=3)\ndbutils.jobs.taskValues.set('names', ['a', {'k': 1}])"
        );
        await bench.NotebookAsync(
            "/t/then",
            "dbutils.notebook.exit(f\"{dbutils.jobs.taskValues.get('first', 'rows') + 1} "
                + "{dbutils.jobs.taskValues.get(taskKey='first', key='nope', default='d')} {dbutils.widgets.get('rows')}\")"
        );
        await bench.NotebookAsync("/t/each", "dbutils.notebook.exit(dbutils.widgets.get('name'))");
        var id = await bench.SubmitAsync(
            """
            {"tasks": [
              {"task_key": "first", "notebook_task": {"notebook_path": "/t/first"}},
              {
                "task_key": "if",
                "depends_on": [{"task_key": "first"}],
                "condition_task": {"op": "GREATER_THAN", "left": "{{tasks.first.values.rows}}", "right": "2"}
              },
              {
                "task_key": "then",
                "depends_on": [{"task_key": "if", "outcome": "true"}],
                "notebook_task": {"notebook_path": "/t/then", "base_parameters": {"rows": "{{tasks.first.values.rows}}"}}
              },
              {"task_key": "else", "depends_on": [{"task_key": "if", "outcome": "false"}], "notebook_task": {"notebook_path": "/t/then"}},
              {
                "task_key": "loop",
                "depends_on": [{"task_key": "first"}],
                "for_each_task": {
                  "inputs": "{{tasks.first.values.names}}",
                  "concurrency": 2,
                  "task": {
                    "task_key": "each",
                    "notebook_task": {"notebook_path": "/t/each", "base_parameters": {"name": "{{input}}"}}
                  }
                }
              }
            ]}
            """
        );

        var run = await bench.EndAsync(id);

        Assert.Equal("TERMINATED/SUCCESS", NotebookBench.Result(run));
        Assert.Equal("4 d 3", (string?)(await bench.OutputAsync(run, "then"))["notebook_output"]!["result"]);
        Assert.Equal("TERMINATED/EXCLUDED", NotebookBench.Result(NotebookBench.TaskOf(run, "else")));
        var loop = await bench.RunAsync((long)NotebookBench.TaskOf(run, "loop")["run_id"]!);
        var values = new List<string?>();
        foreach (var iteration in loop["iterations"]!)
            values.Add(
                (string?)
                    (await bench.Cloud.GetAsync($"/api/2.2/jobs/runs/get-output?run_id={iteration["run_id"]}"))["notebook_output"]![
                        "result"
                    ]
            );
        Assert.Equal(["a", """{"k":1}"""], values);
    }

    [PythonFact]
    public async Task What_only_a_cluster_has_ends_in_a_success_that_says_it_is_simulated()
    {
        await bench.NotebookAsync(
            "/t/spark",
            "print('before')",
            "try:\n    spark.sql('select 1')\nexcept Exception:\n    pass",
            "raise ValueError('not reached')"
        );
        await bench.NotebookAsync("/t/sql", "# MAGIC %sql\n# MAGIC select 1");
        await bench.NotebookAsync("/t/runtime", "import pyspark.sql");
        await bench.NotebookAsync("/t/misspelt", "import jsn");
        await bench.ImportAsync("/t/scala", "SOURCE", "SCALA", "// Databricks notebook source\nprintln(1)\n");

        var spark = await bench.OutputAsync("/t/spark");

        Assert.Equal("TERMINATED/SUCCESS", NotebookBench.Result(spark["metadata"]!));
        Assert.Equal(
            "Simulated by the local cloud: spark.sql needs a cluster. What was not executed here counts as succeeded, so this "
                + "result says nothing about it.",
            (string?)spark["info"]
        );
        Assert.Contains("cell 1 of /t/sql is %sql", (string?)(await bench.OutputAsync("/t/sql"))["info"], StringComparison.Ordinal);
        Assert.Contains("it is in SCALA", (string?)(await bench.OutputAsync("/t/scala"))["info"], StringComparison.Ordinal);
        Assert.Contains(
            "the module pyspark is not on this machine",
            (string?)(await bench.OutputAsync("/t/runtime"))["info"],
            StringComparison.Ordinal
        );
        Assert.StartsWith("ModuleNotFoundError", (string?)(await bench.OutputAsync("/t/misspelt"))["error"], StringComparison.Ordinal);
    }

    [PythonFact]
    public async Task The_page_of_a_run_shows_cells_what_they_printed_and_no_markup_of_theirs()
    {
        await bench.NotebookAsync(
            "/t/page",
            "print('<b>bold</b>')\n1 + 1",
            "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'print(\"from a child\")'])\nraise ValueError('<script>')"
        );
        var run = await bench.EndAsync(
            await bench.SubmitAsync("""{"tasks": [{"task_key": "main", "notebook_task": {"notebook_path": "/t/page"}}]}""")
        );

        var view = (await bench.Cloud.GetAsync($"/api/2.2/jobs/runs/export?run_id={run["tasks"]![0]!["run_id"]}"))["views"]![0]!;

        var content = (string)view["content"]!;
        Assert.Equal("page", (string?)view["name"]);
        Assert.Contains("&lt;b&gt;bold&lt;/b&gt;\n2\n", content, StringComparison.Ordinal);
        Assert.Contains("from a child", content, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notebook_that_is_not_there_is_an_internal_error_that_names_it()
    {
        var run = await bench.EndAsync(
            await bench.SubmitAsync("""{"tasks": [{"task_key": "main", "notebook_task": {"notebook_path": "/t/nope"}}]}""")
        );

        Assert.Equal("INTERNAL_ERROR/FAILED", NotebookBench.Result(run));
        Assert.Contains("Unable to access the notebook \"/t/nope\"", (string?)run["state"]!["state_message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_python_a_notebook_is_simulated_and_says_so()
    {
        await using var other = await NotebookBench.StartAsync(new LocalCloudOptions { Python = "layercake-has-no-such-python" });
        await other.NotebookAsync("/t/any", "raise ValueError('never')");

        var output = await other.OutputAsync("/t/any");

        Assert.Equal("TERMINATED/SUCCESS", NotebookBench.Result(output["metadata"]!));
        Assert.Contains("there is no python3 on this machine", (string?)output["info"], StringComparison.Ordinal);
    }

    // Python 3.11 began to underline with marks what a line's trouble is.
    private static string WithoutMarks(string trace) =>
        string.Join('\n', trace.Split('\n').Where(line => line.Length == 0 || line.Trim(' ', '^', '~').Length > 0));
}
