using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>Which files an export leaves to their authors, since more than this workspace is made from them.</summary>
public sealed class ExportKeptFilesTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

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
                + "something else of it (by one of name_prefix, asset_tags). Change it by hand, or export from an environment that "
                + "takes it as it is.",
            Assert.Single(result.Findings).ToString()
        );
        Assert.Equal(Declared, workspace.Text("jobs/nightly.json"));
    }

    [Fact]
    public async Task With_a_prefix_an_object_without_a_file_gets_none_that_would_be_deployed_as_another()
    {
        workspace.Environment = workspace.Environment with { NamePrefix = "p-" };
        await workspace.HasJobAsync(Samples.Job("p-nightly", compute: Samples.Free));
        await workspace.HasJobAsync(Samples.Job("weekly", compute: Samples.Free));

        var result = await workspace.TryExportAsync("jobs");

        Assert.Equal(
            "error EXP015: 2 jobs have no file, such as p-nightly, and get none: test puts p- before the names in files, so a file "
                + "of p-nightly would be deployed as p-p-nightly. Export from an environment without name_prefix.",
            Assert.Single(result.Findings).ToString()["deployment/environments/test.json: ".Length..]
        );
        Assert.Equal([(null, ExportAction.Kept), (null, ExportAction.Kept)], result.Files.Select(file => (file.File, file.Action)));
        Assert.Empty(workspace.Files());
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
        await workspace.HasJobAsync(Samples.Job("nightly", compute: Samples.Free));
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
}
