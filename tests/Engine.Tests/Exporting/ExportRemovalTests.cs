using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>Which files an export removes since their objects are gone, and which it leaves.</summary>
public sealed class ExportRemovalTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task The_file_of_an_object_that_is_gone_goes_too_and_hand_written_ones_stay()
    {
        var id = await workspace.HasJobAsync(Samples.Job("nightly", compute: Samples.Free));
        await workspace.ExportAsync("jobs");
        workspace.With("jobs/new.json", Samples.Job("not deployed yet", compute: Samples.Free));
        await DeleteJobAsync(id);

        var result = await workspace.ExportAsync("jobs");

        Assert.Equal(["jobs/new.json"], workspace.Files());
        var removed = Assert.Single(result.Files);
        Assert.Equal(("jobs/nightly.json", ExportAction.Removed), (removed.File, removed.Action));
        Assert.Equal(["jobs.not deployed yet"], result.OnlyInGit);
        Assert.DoesNotContain("nightly", workspace.Text(".layercake-export.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_edited_since_stays_and_is_told_even_when_its_object_is_gone()
    {
        var id = await workspace.HasJobAsync(Samples.Job("nightly", compute: Samples.Free));
        await workspace.ExportAsync("jobs");
        workspace.With("jobs/nightly.json", workspace.Text("jobs/nightly.json").Replace("\"main\"", "\"mine\"", StringComparison.Ordinal));
        await DeleteJobAsync(id);

        var result = await workspace.ExportAsync("jobs");

        Assert.Equal(["jobs/nightly.json"], workspace.Files());
        Assert.Equal("EXP007", Assert.Single(result.Findings).Code);
        Assert.Empty(result.OnlyInGit);
    }

    [Fact]
    public async Task Line_ends_that_git_put_in_are_no_edit()
    {
        var id = await workspace.HasJobAsync(Samples.Job("nightly", compute: Samples.Free));
        await workspace.ExportAsync("jobs");
        workspace.With("jobs/nightly.json", workspace.Text("jobs/nightly.json").ReplaceLineEndings("\r\n"));
        Assert.Equal(ExportAction.Unchanged, Assert.Single((await workspace.ExportAsync("jobs")).Files).Action);
        await DeleteJobAsync(id);

        await workspace.ExportAsync("jobs");

        Assert.Empty(workspace.Files());
    }

    [Fact]
    public async Task What_was_exported_from_another_workspace_of_that_name_is_not_taken_for_gone()
    {
        var id = await workspace.HasJobAsync(Samples.Job("nightly", compute: Samples.Free));
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
    public async Task What_another_environment_exported_is_not_removed()
    {
        await workspace.HasJobAsync(Samples.Job("nightly", compute: Samples.Free));
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
            await workspace.HasJobAsync(Samples.Job("etl-1", compute: Samples.Free)),
            await workspace.HasJobAsync(Samples.Job("other", compute: Samples.Free)),
        };
        await workspace.ExportAsync("jobs");
        foreach (var id in ids)
            await DeleteJobAsync(id);
        await workspace.HasJobAsync(Samples.Job("etl-2", compute: Samples.Free));
        await workspace.HasJobAsync(Samples.Job("ETL-3", compute: Samples.Free));
        await workspace.HasJobAsync(Samples.Job("new", compute: Samples.Free));

        var result = await workspace.ExportAsync(request => request with { Only = new AssetSelection(["jobs.etl-*"]) }, ["jobs"]);

        Assert.Equal(["jobs/etl-2.json", "jobs/other.json"], workspace.Files());
        Assert.Equal(["jobs.ETL-3", "jobs.new"], result.NotSelected.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_writes_nothing()
    {
        var id = await workspace.HasJobAsync(Samples.Job("gone", compute: Samples.Free));
        await workspace.ExportAsync("jobs");
        await DeleteJobAsync(id);
        await workspace.HasJobAsync(Samples.Job("new", compute: Samples.Free));
        var before = workspace.Text(".layercake-export.json");

        var said = await workspace.ExportAsync(request => request with { DryRun = true }, ["jobs"]);

        Assert.Equal(["jobs/gone.json"], workspace.Files());
        Assert.Equal(before, workspace.Text(".layercake-export.json"));
        var done = await workspace.ExportAsync("jobs");
        Assert.Equal(said.Files.Select(file => (file.File, file.Action)), done.Files.Select(file => (file.File, file.Action)));
    }

    [Theory]
    [InlineData("""{ "format": 2, "files": {} }""")]
    [InlineData("""{ "format": 1, "files": { "jobs/a.json": "x" } }""")]
    public async Task An_index_that_cannot_be_understood_ends_the_export_before_it_begins(string index)
    {
        await workspace.HasJobAsync(Samples.Job("nightly", compute: Samples.Free));
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

    private Task DeleteJobAsync(long id) => workspace.Cloud.PostAsync("/api/2.2/jobs/delete", new JObject { ["job_id"] = id });
}
