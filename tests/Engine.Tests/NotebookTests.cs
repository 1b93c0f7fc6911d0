using System.Text;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

public sealed class NotebookTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("a.py", "# Databricks notebook source\n", "a", "NOTEBOOK", "PYTHON")]
    [InlineData("a.sql", "-- Databricks notebook source\nSELECT 1\n", "a", "NOTEBOOK", "SQL")]
    [InlineData("a.scala", "// Databricks notebook source\n", "a", "NOTEBOOK", "SCALA")]
    [InlineData("a.r", "# Databricks notebook source\n", "a", "NOTEBOOK", "R")]
    [InlineData("a.R", "# Databricks notebook source\r\nx\r\n", "a", "NOTEBOOK", "R")]
    [InlineData("a.py", "# Databricks notebook source\rprint(1)\r", "a", "NOTEBOOK", "PYTHON")]
    [InlineData("a.py", "\uFEFF# Databricks notebook source\n", "a", "NOTEBOOK", "PYTHON")]
    [InlineData(
        "a.ipynb",
        """{"cells":[],"metadata":{"language_info":{"name":"python"}},"nbformat":4,"nbformat_minor":5}""",
        "a",
        "NOTEBOOK",
        "PYTHON"
    )]
    [InlineData("a.py", "import this\n", "a.py", "FILE", null)]
    [InlineData("a.sql", "SELECT 1\n", "a.sql", "FILE", null)]
    [InlineData("a.html", "<p>hello</p>", "a.html", "FILE", null)]
    [InlineData("config.yml", "a: 1\n", "config.yml", "FILE", null)]
    public async Task The_header_and_the_ending_decide_what_a_file_becomes(
        string file,
        string text,
        string name,
        string type,
        string? language
    )
    {
        await workspace.With($"notebooks/{file}", Encoding.UTF8.GetBytes(text)).DeployAsync();

        var status = await workspace.StatusAsync($"/Shared/app/notebooks/{name}");
        Assert.Equal((type, language), ((string?)status["object_type"], (string?)status["language"]));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData("with space.py")]
    [InlineData("dots.in.name.py")]
    [InlineData("it's \"quoted\".py")]
    [InlineData("50% + #1 & more.py")]
    [InlineData("größe-日本.py")]
    [InlineData("a folder/und # so/x+y.py")]
    public async Task Any_name_that_a_file_can_have_arrives(string file)
    {
        await workspace.With($"notebooks/{file}", Samples.Notebook()).DeployAsync();

        var status = await workspace.StatusAsync($"/Shared/app/notebooks/{Path.ChangeExtension(file, null)}");
        Assert.Equal("NOTEBOOK", (string?)status["object_type"]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Line_ends_arrive_as_they_are()
    {
        await workspace.With("notebooks/data.txt", "a\r\nb\r\n"u8.ToArray()).DeployAsync();

        Assert.Equal("a\r\nb\r\n", await workspace.SourceAsync("/Shared/app/notebooks/data.txt"));
    }

    [Fact]
    public async Task Folders_are_made_once_and_only_the_lowest_is_asked_for()
    {
        workspace
            .With("notebooks/a/b/c/one.py", Samples.Notebook())
            .With("notebooks/a/b/two.py", Samples.Notebook("2"))
            .With("notebooks/three.py", Samples.Notebook("3"));

        await workspace.WritesDuringAsync(() => workspace.DeployAsync("notebooks"));

        // One for the tree, one for the manifest.
        Assert.Equal(2, (await workspace.Cloud.RequestsAsync()).Count(request => request == "POST /api/2.0/workspace/mkdirs"));
    }

    [Fact]
    public void Two_files_that_would_become_one_notebook_are_findings() =>
        Assert.Equal(
            [
                "notebooks/x.py: error NBK002: notebooks.x.py: becomes /Shared/app/notebooks/x in the workspace, and so does "
                    + "notebooks/x.sql. Rename one of them.",
                "notebooks/x.sql: error NBK002: notebooks.x.sql: becomes /Shared/app/notebooks/x in the workspace, and so does "
                    + "notebooks/x.py. Rename one of them.",
            ],
            workspace.With("notebooks/x.py", Samples.Notebook()).With("notebooks/x.sql", "-- Databricks notebook source\n").Check()
        );

    [Fact]
    public void A_notebook_and_a_folder_of_one_name_are_a_finding() =>
        Assert.Contains(
            "error NBK003",
            Assert.Single(workspace.With("notebooks/x.py", Samples.Notebook()).With("notebooks/x/y.py", Samples.Notebook("y")).Check())
        );

    [Fact]
    public async Task A_notebook_that_was_only_saved_again_in_the_workspace_is_no_drift()
    {
        await workspace.With("notebooks/x.py", Samples.Notebook()).DeployAsync();
        await workspace.Cloud.PostAsync(
            "/api/2.0/workspace/import",
            new JObject
            {
                ["path"] = "/Shared/app/notebooks/x",
                ["format"] = "SOURCE",
                ["language"] = "PYTHON",
                ["overwrite"] = true,
                ["content"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(Samples.Notebook())),
            }
        );

        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Unchanged_notebooks_are_not_read_again()
    {
        for (var i = 0; i < 30; i++)
            workspace.With($"notebooks/{i % 3}/n{i}.py", Samples.Notebook($"print({i})"));
        await workspace.DeployAsync();
        await workspace.Cloud.ForgetRequestsAsync();

        await workspace.PlanAsync();

        // What is remembered (its folder, the lease, the manifest), the folder and its three.
        Assert.Equal(7, (await workspace.Cloud.RequestsAsync()).Count);
    }

    [Fact]
    public async Task A_file_that_takes_the_place_of_a_notebook_replaces_it()
    {
        await workspace.With("notebooks/x.py", Samples.Notebook()).DeployAsync();

        var change = Assert.Single((await workspace.Without("notebooks/x.py").With("notebooks/x", "plain\n").PlanAsync()).Changes);
        Assert.Equal(ChangeAction.Recreate, change.Action);

        await workspace.DeployAsync();
        Assert.Equal("FILE", (string?)(await workspace.StatusAsync("/Shared/app/notebooks/x"))["object_type"]);
    }
}
