using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>Which files an export writes, which it removes, and which it leaves to their authors.</summary>
public sealed class ExportFilesTests : IAsyncLifetime
{
    private const string Free = """ "max_retries": 1 """;

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_file_reads_with_the_name_first_the_tasks_last_and_no_defaults()
    {
        await workspace.HasJobAsync(
            """
            {
              "tasks": [{ "notebook_task": { "notebook_path": "/Shared/x" }, "task_key": "main" }],
              "name": "nightly",
              "max_concurrent_runs": 1,
              "description": "Loads."
            }
            """
        );

        await workspace.ExportAsync("jobs");

        Assert.Equal(
            """
            {
              "name": "nightly",
              "description": "Loads.",
              "tasks": [
                {
                  "task_key": "main",
                  "notebook_task": {
                    "notebook_path": "/Shared/x"
                  }
                }
              ]
            }

            """.ReplaceLineEndings("\n"),
            workspace.Text("jobs/nightly.json")
        );
    }

    [Fact]
    public async Task An_asset_that_is_declared_in_another_file_is_updated_there_and_keeps_its_order()
    {
        var id = await workspace.HasJobAsync(Samples.Job("nightly", compute: Free));
        workspace.With(
            "jobs/team/mine.json",
            """
            {
              "tasks": [{ "max_retries": 1, "task_key": "main", "notebook_task": { "notebook_path": "/Shared/x" } }],
              "name": "nightly",
              "tags": { "a": "1" }
            }
            """
        );
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject
            {
                ["job_id"] = id,
                ["new_settings"] = new JObject { ["tags"] = new JObject { ["a"] = "2" } },
            }
        );

        var file = Assert.Single((await workspace.ExportAsync("jobs")).Files);

        Assert.Equal(("jobs/team/mine.json", ExportAction.Changed), (file.File, file.Action));
        Assert.Equal(["jobs/team/mine.json"], workspace.Files());
        Assert.Equal(
            ["tasks", "name", "tags", "queue"],
            JObject
                .Parse(workspace.Text("jobs/team/mine.json"))
                .Properties()
                .Select(field => field.Name)
                .Except(["email_notifications"])
                .Append("queue")
                .Distinct()
        );
    }

    [Fact]
    public async Task What_was_exported_from_another_workspace_of_that_name_is_not_taken_for_gone()
    {
        var id = await workspace.HasJobAsync(Samples.Job("nightly", compute: Free));
        await workspace.ExportAsync("jobs");
        var index = JObject.Parse(workspace.Text(".layercake-export.json"));
        Assert.Matches("^[0-9]{16}$", (string)index["files"]!["jobs/nightly.json"]!["workspace"]!);
        index["files"]!["jobs/nightly.json"]!["workspace"] = "1111111111111111";
        workspace.With(".layercake-export.json", index.ToString());
        await workspace.Cloud.PostAsync("/api/2.2/jobs/delete", new JObject { ["job_id"] = id });

        var exported = await workspace.ExportAsync("jobs");

        Assert.Contains("jobs/nightly.json", workspace.Files());
        var finding = Assert.Single(exported.Findings);
        Assert.StartsWith(
            "jobs/nightly.json: warning EXP014: this file was exported from workspace 1111111111111111, and ",
            finding.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_an_environment_makes_of_a_file_never_comes_back_into_it()
    {
        const string Declared =
            """
            {
              "name": "nightly",
              "tasks": [{ "task_key": "main", "max_retries": 1, "notebook_task": { "notebook_path": "/Shared/x" } }]
            }
            """;
        workspace.Environment = workspace.Environment with
        {
            NamePrefix = "p-",
            AssetTags = new JObject { ["environment"] = "test" },
        };
        await workspace.With("jobs/nightly.json", Declared).DeployAsync();
        Assert.Equal(ExportAction.Unchanged, Assert.Single((await workspace.ExportAsync("jobs")).Files).Action);

        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new()
            {
                ["job_id"] = (await workspace.JobAsync("p-nightly"))["job_id"],
                ["new_settings"] = new JObject { ["max_concurrent_runs"] = 7 },
            }
        );
        var result = await workspace.ExportAsync("jobs");

        Assert.Equal(("jobs/nightly.json", ExportAction.Kept), (Assert.Single(result.Files).File, result.Files[0].Action));
        Assert.Equal(
            "warning EXP006: jobs.p-nightly: differs from the workspace, and jobs/nightly.json stays as it is, because test makes "
                + "something else of it (name_prefix, asset_tags). Change it by hand, or export from an environment that takes "
                + "it as it is.",
            Assert.Single(result.Findings).ToString()
        );
        Assert.Equal(Declared, workspace.Text("jobs/nightly.json"));
    }

    [Fact]
    public async Task With_a_prefix_an_object_without_a_file_gets_none_that_would_be_deployed_as_another()
    {
        workspace.Environment = workspace.Environment with { NamePrefix = "p-" };
        await workspace.HasJobAsync(Samples.Job("p-nightly", compute: Free));
        await workspace.HasJobAsync(Samples.Job("weekly", compute: Free));

        var result = await workspace.TryExportAsync("jobs");

        Assert.Equal(
            "error EXP015: 2 jobs have no file, such as p-nightly, and get none: test puts p- before the names in files, so a file "
                + "of p-nightly would be deployed as p-p-nightly. Export from an environment without name_prefix.",
            Assert.Single(result.Findings).ToString()["deployment/environments/test.json: ".Length..]
        );
        Assert.Equal([(null, ExportAction.Kept), (null, ExportAction.Kept)], result.Files.Select(file => (file.File, file.Action)));
        Assert.Empty(workspace.Files());
    }

    [Fact]
    public async Task The_file_of_an_object_that_is_gone_goes_too_and_hand_written_ones_stay()
    {
        var id = await workspace.HasJobAsync(Samples.Job("nightly", compute: Free));
        await workspace.ExportAsync("jobs");
        workspace.With("jobs/new.json", Samples.Job("not deployed yet", compute: Free));
        await DeleteJobAsync(id);

        var result = await workspace.ExportAsync("jobs");

        Assert.Equal(["jobs/new.json"], workspace.Files());
        var removed = Assert.Single(result.Files);
        Assert.Equal(("jobs/nightly.json", ExportAction.Removed), (removed.File, removed.Action));
        Assert.DoesNotContain("nightly", workspace.Text(".layercake-export.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_edited_since_stays_and_is_told_even_when_its_object_is_gone()
    {
        var id = await workspace.HasJobAsync(Samples.Job("nightly", compute: Free));
        await workspace.ExportAsync("jobs");
        workspace.With("jobs/nightly.json", workspace.Text("jobs/nightly.json").Replace("\"main\"", "\"mine\"", StringComparison.Ordinal));
        await DeleteJobAsync(id);

        var result = await workspace.ExportAsync("jobs");

        Assert.Equal(["jobs/nightly.json"], workspace.Files());
        Assert.Equal("EXP007", Assert.Single(result.Findings).Code);
    }

    [Fact]
    public async Task Line_ends_that_git_put_in_are_no_edit()
    {
        var id = await workspace.HasJobAsync(Samples.Job("nightly", compute: Free));
        await workspace.ExportAsync("jobs");
        workspace.With("jobs/nightly.json", workspace.Text("jobs/nightly.json").ReplaceLineEndings("\r\n"));
        Assert.Equal(ExportAction.Unchanged, Assert.Single((await workspace.ExportAsync("jobs")).Files).Action);
        await DeleteJobAsync(id);

        await workspace.ExportAsync("jobs");

        Assert.Empty(workspace.Files());
    }

    [Fact]
    public async Task What_another_environment_exported_is_not_removed()
    {
        await workspace.HasJobAsync(Samples.Job("nightly", compute: Free));
        await workspace.ExportAsync("jobs");
        await using var other = await TestWorkspace.StartAsync();
        foreach (var file in workspace.Files().Append(".layercake-export.json"))
            other.With(file, workspace.Text(file));

        other.Environment = other.Environment with { Name = "prod" };
        await other.ExportAsync("jobs");

        Assert.Equal(["jobs/nightly.json"], other.Files());
    }

    [Fact]
    public async Task With_a_filter_nothing_outside_of_it_is_written_or_removed()
    {
        var ids = new[]
        {
            await workspace.HasJobAsync(Samples.Job("etl-1", compute: Free)),
            await workspace.HasJobAsync(Samples.Job("other", compute: Free)),
        };
        await workspace.ExportAsync("jobs");
        foreach (var id in ids)
            await DeleteJobAsync(id);
        await workspace.HasJobAsync(Samples.Job("etl-2", compute: Free));
        await workspace.HasJobAsync(Samples.Job("ETL-3", compute: Free));
        await workspace.HasJobAsync(Samples.Job("new", compute: Free));

        var result = await workspace.ExportAsync(request => request with { Only = new AssetSelection(["jobs.etl-*"]) }, ["jobs"]);

        Assert.Equal(["jobs/etl-2.json", "jobs/other.json"], workspace.Files());
        Assert.Equal(["jobs.ETL-3", "jobs.new"], result.NotSelected.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_writes_nothing()
    {
        var id = await workspace.HasJobAsync(Samples.Job("gone", compute: Free));
        await workspace.ExportAsync("jobs");
        await DeleteJobAsync(id);
        await workspace.HasJobAsync(Samples.Job("new", compute: Free));
        var before = workspace.Text(".layercake-export.json");

        var said = await workspace.ExportAsync(request => request with { DryRun = true }, ["jobs"]);

        Assert.Equal(["jobs/gone.json"], workspace.Files());
        Assert.Equal(before, workspace.Text(".layercake-export.json"));
        var done = await workspace.ExportAsync("jobs");
        Assert.Equal(said.Files.Select(file => (file.File, file.Action)), done.Files.Select(file => (file.File, file.Action)));
    }

    [Theory]
    [InlineData("""{ "name": "nightly", "template": "standard" }""", "it is made from a template")]
    [InlineData(
        """
        {
          "name": "nightly",
          "description": "${env.name}",
          "tasks": [{ "task_key": "old", "notebook_task": { "notebook_path": "/Shared/y" } }]
        }
        """,
        "it holds variables"
    )]
    public async Task A_file_that_is_the_source_for_several_environments_is_not_overwritten(string text, string why)
    {
        await workspace.HasJobAsync(Samples.Job("nightly", compute: Free));
        workspace
            .With("jobs/nightly.json", text)
            .With(
                "jobs/templates/standard.json",
                """{ "name": "{{job.name}}", "tasks": [ { "task_key": "old", "notebook_task": { "notebook_path": "/Shared/y" } } ] }"""
            );

        var result = await workspace.ExportAsync("jobs");

        Assert.Equal(text, workspace.Text("jobs/nightly.json"));
        Assert.Contains(why, Assert.Single(result.Findings, finding => finding.Code == "EXP006").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "format": 2, "files": {} }""")]
    [InlineData("""{ "format": 1, "files": { "jobs/a.json": "x" } }""")]
    public async Task An_index_that_cannot_be_understood_ends_the_export_before_it_begins(string index)
    {
        await workspace.HasJobAsync(Samples.Job("nightly", compute: Free));
        workspace.With(".layercake-export.json", index);

        var result = await workspace.TryExportAsync("jobs");

        Assert.Equal("EXP008", Assert.Single(result.Findings).Code);
        Assert.Empty(workspace.Files());
    }

    [Fact]
    public async Task An_index_that_names_files_elsewhere_removes_none_of_them()
    {
        workspace.With("keep.txt", "x");
        var digest = ExportIndex.Digest("x"u8.ToArray());
        workspace.With(
            ".layercake-export.json",
            $$"""
            {
              "format": 1,
              "files": {
                "jobs/../keep.txt": { "kind": "jobs", "name": "a", "environment": "test", "content": "{{digest}}" }
              }
            }
            """
        );

        await workspace.ExportAsync("jobs");

        Assert.Equal(["keep.txt"], workspace.Files());
    }

    [Fact]
    public async Task Clusters_that_jobs_made_are_not_exported()
    {
        var job = await workspace.HasJobAsync(
            Samples.Job(
                "nightly",
                compute: """
                "new_cluster": { "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 }
                """
            )
        );
        await workspace.HasClusterAsync(Samples.Cluster("etl"));
        await workspace.Cloud.PostAsync("/api/2.2/jobs/run-now", new JObject { ["job_id"] = job });

        await workspace.ExportAsync("clusters");

        Assert.Equal(["clusters/etl.json"], workspace.Files());
    }

    private Task DeleteJobAsync(long id) => workspace.Cloud.PostAsync("/api/2.2/jobs/delete", new JObject { ["job_id"] = id });
}
