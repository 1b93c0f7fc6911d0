using Layercake.Engine.Exporting;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.References;

/// <summary>Names of files and folders become paths of the workspace, and an export makes names of these paths again.</summary>
public sealed class PathDeploymentTests : ReferenceTests
{
    private const string Root = "/Shared/app/notebooks";

    /// <summary>Each path field: where it is in the job, what Git says, and what is sent.</summary>
    private static readonly (string Path, string Name, string Sent)[] Named =
    [
        ("tasks[0].notebook_task.notebook_path", "etl/load", $"{Root}/etl/load"),
        ("tasks[0].libraries[0].whl", "dist/app-1-py3-none-any.whl", $"/Workspace{Root}/dist/app-1-py3-none-any.whl"),
        ("tasks[0].libraries[1].jar", "dist/a.jar", $"/Workspace{Root}/dist/a.jar"),
        ("tasks[0].libraries[2].requirements", "requirements.txt", $"/Workspace{Root}/requirements.txt"),
        ("tasks[1].notebook_task.notebook_path", "archive/etl/load", $"{Root}/archive/etl/load"),
        ("tasks[2].sql_task.file.path", "daily.sql", $"/Workspace{Root}/daily.sql"),
        ("tasks[3].dbt_task.project_directory", "dbt/main", $"/Workspace{Root}/dbt/main"),
        ("tasks[4].for_each_task.task.spark_python_task.python_file", "lib/tool.py", $"/Workspace{Root}/lib/tool.py"),
        ("environments[0].spec.dependencies[0]", "pandas", "pandas"),
        ("environments[0].spec.dependencies[1]", "dist/app-1-py3-none-any.whl", $"/Workspace{Root}/dist/app-1-py3-none-any.whl"),
        ("environments[0].spec.dependencies[2]", "-r requirements.txt", $"-r /Workspace{Root}/requirements.txt"),
    ];

    [Fact]
    public async Task Every_path_field_is_sent_with_its_place_in_the_workspace_and_then_nothing_is_left_to_do()
    {
        await Files().With("jobs/j.json", await JobAsync(field => field.Name)).DeployAsync();

        var sent = (JObject)(await Workspace.JobAsync("j"))["settings"]!;
        Assert.All(Named, field => Assert.Equal(field.Sent, Sorted(sent).SelectToken(field.Path)?.ToString()));
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    /// <summary>The archive of one folder becomes that folder.</summary>
    [Fact]
    public async Task A_notebook_in_the_archive_of_a_folder_is_where_the_job_looks_for_it()
    {
        var job = Samples.Job("j", compute: Samples.Free);
        Workspace
            .With("notebooks/pack.dbc", Archives.Of("folder/one.python", "folder/sub/two.sql"))
            .With("jobs/j.json", job.Replace(Samples.NotebookPath, "pack/sub/two", StringComparison.Ordinal));

        var outcome = await Workspace.DeployAsync();

        var path = (string)(await Workspace.JobAsync("j"))["settings"]!["tasks"]![0]!["notebook_task"]!["notebook_path"]!;
        Assert.Equal($"{Root}/pack/sub/two", path);
        Assert.Contains("print(1)", await Workspace.SourceAsync(path), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(outcome.Warnings);
    }

    [Fact]
    public async Task A_job_is_written_after_all_that_its_paths_lead_to()
    {
        Files().With("jobs/j.json", await JobAsync(field => field.Name)).With("notebooks/unused.py", Samples.Notebook());

        var job = (await Workspace.PlanAsync()).Writes.Single(change => change.Asset == "jobs.j");

        Assert.Equal(
            [
                "notebooks.archive.dbc",
                "notebooks.daily.sql",
                "notebooks.dbt/main/dbt_project.yml",
                "notebooks.dbt/main/models/a.sql",
                "notebooks.dist/a.jar",
                "notebooks.dist/app-1-py3-none-any.whl",
                "notebooks.etl/load.py",
                "notebooks.lib/tool.py",
                "notebooks.requirements.txt",
            ],
            job.After
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_export_makes_names_of_the_paths_with_the_root_in_front_or_not(bool rooted)
    {
        await Files().DeployAsync();
        await Workspace.HasJobAsync(await JobAsync(field => rooted ? Rooted(field.Sent) : Unrooted(field.Sent)));

        await Workspace.ExportAsync();

        var exported = JObject.Parse(Workspace.Text("jobs/j.json"));
        Assert.All(Named, field => Assert.Equal(field.Name, Sorted(exported).SelectToken(field.Path)?.ToString()));
        var again = await Workspace.ExportAsync();
        Assert.All(again.Files, file => Assert.Equal((file.Asset, ExportAction.Unchanged), (file.Asset, file.Action)));
    }

    [Theory]
    [InlineData("etl/twin", "etl/twin.py")]
    [InlineData("etl/alone", "etl/alone")]
    public async Task An_export_writes_the_ending_of_a_notebook_only_where_another_file_is_called_so(string place, string name)
    {
        await Files()
            .With("notebooks/etl/twin.py", Samples.Notebook())
            .With("notebooks/etl/twin.sql", "select 1")
            .With("notebooks/etl/alone.py", Samples.Notebook())
            .DeployAsync();
        await Workspace.HasJobAsync(Task("j", $$""" "notebook_task": { "notebook_path": "{{Root}}/{{place}}" } """));

        await Workspace.ExportAsync();

        var exported = JObject.Parse(Workspace.Text("jobs/j.json"));
        Assert.Equal(name, (string?)exported.SelectToken("tasks[0].notebook_task.notebook_path"));
    }

    [Fact]
    public async Task An_export_leaves_a_file_that_names_a_notebook_with_its_ending_as_it_is()
    {
        await Files().With("jobs/j.json", Task("j", """ "notebook_task": { "notebook_path": "etl/load.py" } """)).DeployAsync();

        var job = Assert.Single((await Workspace.ExportAsync()).Files, file => file.Asset == "jobs.j");

        Assert.Equal(ExportAction.Unchanged, job.Action);
    }

    [Fact]
    public async Task A_task_path_that_the_workspace_has_with_the_root_in_front_is_no_difference()
    {
        await Files().With("jobs/j.json", Task("j", """ "notebook_task": { "notebook_path": "etl/load" } """)).DeployAsync();
        await Workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject
            {
                ["job_id"] = (await Workspace.JobAsync("j"))["job_id"],
                ["new_settings"] = JObject.Parse(
                    $$"""{ "tasks": [ { "task_key": "main", "notebook_task": { "notebook_path": "/Workspace{{Root}}/etl/load" } } ] }"""
                ),
            }
        );

        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_path_of_dbfs_or_of_the_jobs_own_repository_is_exported_as_it_is()
    {
        await Files().DeployAsync();
        await Workspace.HasJobAsync(
            $$"""
            {
              "name": "j",
              "git_source": { "git_url": "https://example.com/r", "git_provider": "gitHub", "git_branch": "main" },
              "environments": [{ "environment_key": "e", "spec": { "environment_version": "4" } }],
              "tasks": [
                { "task_key": "a", "environment_key": "e", "spark_python_task": { "python_file": "dbfs:{{Root}}/lib/tool.py" } },
                { "task_key": "b", "notebook_task": { "notebook_path": "etl/load" } }
              ]
            }
            """
        );

        await Workspace.ExportAsync("jobs");

        var exported = Workspace.Text("jobs/j.json");
        Assert.Contains($"\"dbfs:{Root}/lib/tool.py\"", exported);
        Assert.Contains("\"etl/load\"", exported);
    }

    private TestWorkspace Files() =>
        Workspace
            .With("notebooks/etl/load.py", Samples.Notebook())
            .With("notebooks/lib/tool.py", "print(1)\n")
            .With("notebooks/daily.sql", "select 1;\n")
            .With("notebooks/requirements.txt", "pandas\n")
            .With("notebooks/dbt/main/dbt_project.yml", "name: a\n")
            .With("notebooks/dbt/main/models/a.sql", "select 1\n")
            .With("notebooks/dist/app-1-py3-none-any.whl", "PK")
            .With("notebooks/dist/a.jar", "PK")
            .With("notebooks/archive.dbc", Archives.Of("etl/load.python", "top.sql"));

    private async Task<string> JobAsync(Func<(string Path, string Name, string Sent), string> value)
    {
        var spec = JObject.Parse("""{ "name": "w", "cluster_size": "Small" }""");
        var warehouse = (string)(await Workspace.Cloud.PostAsync("/api/2.0/sql/warehouses", spec))["id"]!;
        var job = JObject.Parse(
            $$"""
            {
              "name": "j",
              "environments": [
                { "environment_key": "e", "spec": { "environment_version": "4", "dependencies": [0, 1, 2] } }
              ],
              "tasks": [
                {
                  "task_key": "a",
                  "new_cluster": { "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 },
                  "notebook_task": { "notebook_path": 0 },
                  "libraries": [{ "whl": 0 }, { "jar": 0 }, { "requirements": 0 }]
                },
                { "task_key": "b", "notebook_task": { "notebook_path": 0 } },
                { "task_key": "c", "sql_task": { "warehouse_id": "{{warehouse}}", "file": { "path": 0 } } },
                { "task_key": "d", "environment_key": "e", "dbt_task": { "commands": ["dbt run"], "project_directory": 0 } },
                {
                  "task_key": "e",
                  "for_each_task": {
                    "inputs": "[1]",
                    "task": { "task_key": "f", "environment_key": "e", "spark_python_task": { "python_file": 0 } }
                  }
                }
              ]
            }
            """
        );
        foreach (var field in Named)
            job.SelectToken(field.Path)!.Replace(value(field));

        return job.ToString();
    }

    /// <summary>With the tasks in the order of their keys.</summary>
    private static JObject Sorted(JObject job)
    {
        var sorted = (JObject)job.DeepClone();
        sorted["tasks"] = new JArray(sorted["tasks"]!.OrderBy(task => (string?)task["task_key"], StringComparer.Ordinal));
        return sorted;
    }

    private static string Unrooted(string sent) => sent.Replace("/Workspace/", "/", StringComparison.Ordinal);

    private static string Rooted(string sent) => Unrooted(sent).Replace("/Shared/", "/Workspace/Shared/", StringComparison.Ordinal);
}
