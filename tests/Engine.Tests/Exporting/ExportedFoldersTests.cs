using Layercake.Engine.Exporting;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>One export reads notebooks of several folders, and says which folders jobs would need beside them.</summary>
public sealed class ExportedFoldersTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("/Shared/etl", "/Shared", "/Shared/etl /Shared/ml", "/Shared/ml")]
    [InlineData("/Shared/etl", "/Shared", "/Shared/etl /Shared/etl2", "/Workspace/Shared/etl2/")]
    [InlineData("/Shared/etl", "/", "/Shared/etl /Users/a@x.com/ml", "/Users/a@x.com/ml")]
    [InlineData("/Shared/etl", "/Shared/etl", "/Shared/etl", "/Shared/etl/sub", "/Workspace/Shared/etl")]
    [InlineData("/Shared/etl/sub", "/Shared/etl", "/Shared/etl", "/Shared/etl")]
    public void The_folder_in_which_all_are_becomes_notebooks(string first, string root, string exported, params string[] others)
    {
        var environment = ExportedFolders.In(workspace.Environment, [first, .. others]);

        Assert.Equal((root, exported), (environment.NotebooksPath, string.Join(' ', environment.ExportedFolders)));
    }

    [Theory]
    [InlineData("/Shared/ml", "etl", "ml")]
    [InlineData("/Users/a@x.com/ml", "Shared/etl", "Users/a@x.com/ml")]
    public async Task Each_folder_is_read_and_jobs_name_their_notebooks(string other, string first, string second)
    {
        await workspace.HasFileAsync("/Shared/etl/load", "print(1)", "SOURCE", "PYTHON");
        await workspace.HasFileAsync($"{other}/train", "print(1)", "SOURCE", "PYTHON");
        await workspace.HasFileAsync("/Shared/else/x", "print(1)", "SOURCE", "PYTHON");
        await workspace.HasJobAsync(Job("train", $"/Workspace{other}/train"));
        Export("/Shared/etl", other);

        var result = await workspace.ExportAsync("notebooks", "jobs");

        Assert.Empty(result.Findings);
        Assert.Equal(["jobs/train.json", $"notebooks/{first}/load.py", $"notebooks/{second}/train.py"], workspace.Files());
        Assert.Contains($"\"{second}/train\"", workspace.Text("jobs/train.json"), StringComparison.Ordinal);
        Assert.All((await workspace.ExportAsync("notebooks", "jobs")).Files, file => Assert.Equal(ExportAction.Unchanged, file.Action));
    }

    [Fact]
    public async Task Files_of_folders_that_are_not_read_stay()
    {
        foreach (var folder in new[] { "etl", "ml", "bi" })
            await workspace.HasFileAsync($"/Shared/{folder}/load", "print(1)", "SOURCE", "PYTHON");
        Export("/Shared/etl", "/Shared/ml", "/Shared/bi");
        await workspace.ExportAsync("notebooks");
        await DeleteAsync("/Shared/etl/load");
        await DeleteAsync("/Shared/bi/load");
        Export("/Shared/etl", "/Shared/ml");

        await workspace.ExportAsync("notebooks");

        Assert.Equal(["notebooks/bi/load.py", "notebooks/ml/load.py"], workspace.Files());
    }

    [Fact]
    public async Task A_folder_that_is_missing_removes_nothing_and_the_others_are_exported()
    {
        await workspace.HasFileAsync("/Shared/etl/load", "print(1)", "SOURCE", "PYTHON");
        await workspace.HasFileAsync("/Shared/ml/train", "print(1)", "SOURCE", "PYTHON");
        Export("/Shared/etl", "/Shared/ml");
        await workspace.ExportAsync("notebooks");
        await DeleteAsync("/Shared/ml");
        await workspace.HasFileAsync("/Shared/etl/more", "print(1)", "SOURCE", "PYTHON");

        var result = await workspace.ExportAsync("notebooks");

        var missing = Assert.Single(result.Findings, finding => finding.Code == "EXP013");
        Assert.Contains("/Shared/ml", missing.Message, StringComparison.Ordinal);
        Assert.Equal(["notebooks/etl/load.py", "notebooks/etl/more.py", "notebooks/ml/train.py"], workspace.Files());
    }

    [Fact]
    public async Task A_job_whose_notebook_is_elsewhere_is_a_warning_with_the_folders_to_add()
    {
        await workspace.HasFileAsync("/Shared/etl/load", "print(1)", "SOURCE", "PYTHON");
        await workspace.HasJobAsync(Job("inside", "/Shared/etl/load"));
        await workspace.HasJobAsync(Job("outside", "/Users/a@x.com/trial", "/Users/a@x.com/sub/more", "/"));
        Export("/Shared/etl");

        var finding = Assert.Single((await workspace.ExportAsync("notebooks", "jobs")).Findings);

        Assert.Equal(("EXP021", "jobs.outside"), (finding.Code, finding.Asset));
        Assert.EndsWith("--notebooks-path=/Shared/etl --notebooks-path=/Users/a@x.com", finding.Message, StringComparison.Ordinal);
        Assert.Contains("/Users/a@x.com/trial", workspace.Text("jobs/outside.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "notebook_path": "etl/load", "source": "GIT" }""")]
    [InlineData("""{ "notebook_path": "/Workspace/Shared/etl/load", "source": "WORKSPACE" }""")]
    public async Task A_notebook_of_git_and_one_of_an_exported_folder_are_none(string task)
    {
        await workspace.HasFileAsync("/Shared/etl/load", "print(1)", "SOURCE", "PYTHON");
        await workspace.HasJobAsync($$"""
            {
              "name": "a",
              "git_source": { "git_url": "https://example.com/a.git", "git_provider": "gitHub", "git_branch": "main" },
              "tasks": [{ "task_key": "a", "notebook_task": {{task}} }]
            }
            """);
        Export("/Shared/etl");

        Assert.DoesNotContain((await workspace.ExportAsync("notebooks", "jobs")).Findings, finding => finding.Code == "EXP021");
    }

    private void Export(params string[] folders) => workspace.Environment = ExportedFolders.In(workspace.Environment, folders);

    private Task DeleteAsync(string path) =>
        workspace.Cloud.PostAsync("/api/2.0/workspace/delete", new JObject { ["path"] = path, ["recursive"] = true });

    private static string Job(string name, params string[] notebooks)
    {
        var tasks = notebooks.Select(path =>
            $$"""{ "task_key": "{{(path == "/" ? "root" : path[^1])}}", "notebook_task": { "notebook_path": "{{path}}" } }"""
        );
        return $$"""{ "name": "{{name}}", "tasks": [{{string.Join(',', tasks)}}] }""";
    }
}
