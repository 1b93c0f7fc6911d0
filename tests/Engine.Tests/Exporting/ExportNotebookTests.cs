using Layercake.Engine.Exporting;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>Notebooks and init scripts come back as the files they would be deployed from.</summary>
public sealed class ExportNotebookTests : IAsyncLifetime
{
    private const string Root = "/Shared/app/notebooks";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task Each_language_gets_its_ending_and_files_keep_their_names()
    {
        await workspace.HasFileAsync($"{Root}/a", "print(1)", "SOURCE", "PYTHON");
        await workspace.HasFileAsync($"{Root}/sub/b.v2", "select 1", "SOURCE", "SQL");
        await workspace.HasFileAsync($"{Root}/c", "1", "SOURCE", "SCALA");
        await workspace.HasFileAsync($"{Root}/d", "1", "SOURCE", "R");
        await workspace.HasFileAsync($"{Root}/data.csv", "x,y\n");

        await workspace.ExportAsync("notebooks");

        Assert.Equal(
            ["notebooks/a.py", "notebooks/c.scala", "notebooks/d.r", "notebooks/data.csv", "notebooks/sub/b.v2.sql"],
            workspace.Files()
        );
        Assert.Equal("# Databricks notebook source\nprint(1)", workspace.Text("notebooks/a.py"));
        Assert.True((await workspace.PlanAsync("notebooks")).IsEmpty);
    }

    [Fact]
    public async Task A_jupyter_notebook_stays_one()
    {
        workspace.With("notebooks/a.ipynb", Jupyter("print(1)"));
        await workspace.DeployAsync("notebooks");
        Assert.Equal(ExportAction.Unchanged, Assert.Single((await workspace.ExportAsync("notebooks")).Files).Action);
        await workspace.HasFileAsync($"{Root}/a", Jupyter("print(2)"), "JUPYTER");

        var file = Assert.Single((await workspace.ExportAsync("notebooks")).Files);

        Assert.Equal(("notebooks/a.ipynb", ExportAction.Changed), (file.File, file.Action));
        Assert.Equal(["notebooks/a.ipynb"], workspace.Files());
        Assert.Contains("print(2)", workspace.Text("notebooks/a.ipynb"), StringComparison.Ordinal);
        Assert.Equal(ExportAction.Unchanged, Assert.Single((await workspace.ExportAsync("notebooks")).Files).Action);
    }

    [Fact]
    public async Task A_notebook_that_changed_its_language_changes_its_file()
    {
        workspace.With("notebooks/a.py", Samples.Notebook());
        await workspace.DeployAsync("notebooks");
        await workspace.Cloud.PostAsync("/api/2.0/workspace/delete", new JObject { ["path"] = $"{Root}/a" });
        await workspace.HasFileAsync($"{Root}/a", "select 1", "SOURCE", "SQL");

        var result = await workspace.ExportAsync("notebooks");

        Assert.Equal(["notebooks/a.sql"], workspace.Files());
        Assert.Equal([ExportAction.Added, ExportAction.Removed], result.Files.Select(file => file.Action));
    }

    [Fact]
    public async Task A_notebook_that_is_gone_takes_its_file_and_its_empty_folder_along()
    {
        await workspace.HasFileAsync($"{Root}/a", "print(1)", "SOURCE", "PYTHON");
        await workspace.HasFileAsync($"{Root}/deep/er/b", "print(1)", "SOURCE", "PYTHON");
        await workspace.ExportAsync("notebooks");
        await workspace.Cloud.PostAsync("/api/2.0/workspace/delete", new JObject { ["path"] = $"{Root}/deep", ["recursive"] = true });

        await workspace.ExportAsync("notebooks");

        Assert.Equal(["notebooks/a.py"], workspace.Files());
        Assert.False(Directory.Exists(workspace.Assets["notebooks/deep"]));
    }

    [Fact]
    public async Task A_wrong_path_removes_nothing()
    {
        await workspace.HasFileAsync($"{Root}/a", "print(1)", "SOURCE", "PYTHON");
        await workspace.ExportAsync("notebooks");
        workspace.Environment = workspace.Environment with { NotebooksPath = "/Shared/nowhere" };

        var result = await workspace.ExportAsync("notebooks");

        var finding = Assert.Single(result.Findings);
        Assert.Equal("EXP013", finding.Code);
        Assert.EndsWith(" Check notebooks_path.", finding.Message, StringComparison.Ordinal);
        Assert.Equal(["notebooks/a.py"], workspace.Files());
    }

    [Fact]
    public async Task Who_has_no_init_scripts_is_not_told_that_there_is_no_folder_of_them()
    {
        await workspace.HasFileAsync($"{Root}/a", "print(1)", "SOURCE", "PYTHON");

        Assert.Empty((await workspace.ExportAsync("notebooks", "init-scripts")).Findings);
        Assert.EndsWith(
            " Check init_scripts_destination.",
            Assert.Single((await workspace.ExportAsync("init-scripts")).Findings).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_notebook_as_the_ui_names_it_is_exported_and_the_job_that_runs_it_names_its_file_where_it_can()
    {
        await workspace.HasFileAsync($"{Root}/Untitled Notebook 2026-01-02 10:20:30", "print(1)", "SOURCE", "PYTHON");
        await workspace.HasFileAsync($"{Root}/load", "print(1)", "SOURCE", "PYTHON");
        await workspace.HasJobAsync(
            $$"""
            {
              "name": "two",
              "tasks": [
                { "task_key": "a", "notebook_task": { "notebook_path": "{{Root}}/load" } },
                {
                  "task_key": "b",
                  "notebook_task": { "notebook_path": "{{Root}}/Untitled Notebook 2026-01-02 10:20:30" }
                }
              ]
            }
            """
        );

        var result = await workspace.ExportAsync("notebooks", "jobs");

        var tasks = JObject.Parse(workspace.Text("jobs/two.json"))["tasks"]!;
        Assert.Equal("load", (string?)tasks[0]!.SelectToken("notebook_task.notebook_path"));
        Assert.Equal($"{Root}/Untitled Notebook 2026-01-02 10:20:30", (string?)tasks[1]!.SelectToken("notebook_task.notebook_path"));
        Assert.Equal("EXP012", Assert.Single(result.Findings).Code);
        Assert.True((await workspace.PlanAsync("notebooks", "jobs")).IsEmpty);
    }

    private static string Jupyter(string source) =>
        new JObject
        {
            ["nbformat"] = 4,
            ["nbformat_minor"] = 0,
            ["metadata"] = new JObject { ["language_info"] = new JObject { ["name"] = "python" } },
            ["cells"] = new JArray(
                new JObject
                {
                    ["cell_type"] = "code",
                    ["metadata"] = new JObject(),
                    ["outputs"] = new JArray(),
                    ["execution_count"] = null,
                    ["source"] = new JArray(source),
                }
            ),
        }.ToString();
}
