using Layercake.Host.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Host.Tests;

/// <summary>The export targets as users run them.</summary>
public sealed class ExportTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private User user = null!;

    public async Task InitializeAsync() => user = await shared.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_is_in_the_workspace_is_shown_written_and_then_unchanged()
    {
        await FillAsync();

        var shown = await user.RunAsync("--target=Export", "--dryrun");
        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("  + added    jobs/nightly.json", shown.Lines);
        Assert.Contains("An export from local would come to: 4 added. Nothing was written.", shown.Lines);
        Assert.Empty(Directory.EnumerateFileSystemEntries(user.Assets));

        var written = await user.RunAsync("--target=Export");
        Assert.Equal(0, written.ExitCode);
        Assert.Contains(
            written.Lines,
            line =>
                line.StartsWith("Exported from local in ", StringComparison.Ordinal)
                && line.EndsWith(": 4 added.", StringComparison.Ordinal)
        );

        var planned = await user.RunAsync("--target=Plan");
        Assert.Contains("Nothing to do: 4 assets are as declared.", planned.Lines);

        var again = await user.RunAsync("--target=Export");
        Assert.Contains(again.Lines, line => line.EndsWith(": 4 unchanged.", StringComparison.Ordinal));
    }

    [Trait("Extent", "Whole")]
    [Fact]
    public async Task Each_target_brings_its_kind_and_names_choose_among_it()
    {
        await FillAsync();

        await user.RunAsync("--target=ExportInitScripts");
        Assert.Equal(["init-scripts"], Directory.EnumerateDirectories(user.Assets).Select(Path.GetFileName));

        var run = await user.RunAsync("--target=ExportJobs", "--target=ExportClusters", "--name=etl", "--name=n*y");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["clusters/etl.json", "jobs/nightly.json"],
            Directory
                .EnumerateFiles(user.Assets, "*.json", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(user.Assets, file))
                .Where(file => file[0] != '.')
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task What_cannot_be_exported_ends_with_1_and_the_rest_is_there()
    {
        await FillAsync();
        await user.Cloud.PostAsync("/api/2.2/jobs/create", JObject.Parse("""{ "name": "twin" }"""));
        await user.Cloud.PostAsync("/api/2.2/jobs/create", JObject.Parse("""{ "name": "twin" }"""));

        var run = await user.RunAsync("--target=Export");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(run.Lines, line => line.StartsWith("error EXP003: jobs.twin: 2 jobs have this name", StringComparison.Ordinal));
        Assert.Contains("Error: 1 error; see above. Everything else was exported.", run.Lines);
        Assert.DoesNotContain("   at ", run.Text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(user.Assets, "jobs/nightly.json")));
    }

    [Fact]
    public async Task Declarations_that_cannot_be_read_end_with_2_before_anything_is_written()
    {
        await FillAsync();
        user.With("jobs/broken.json", "{");

        var run = await user.RunAsync("--target=Export");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(run.Lines, line => line.StartsWith("jobs/broken.json(", StringComparison.Ordinal));
        Assert.Equal(["jobs"], Directory.EnumerateFileSystemEntries(user.Assets).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Every_asset_has_a_log_and_a_secret_is_in_none_of_them()
    {
        var secret = await user.SecretAsync("client-secret");
        await FillAsync();
        await user.Cloud.PostAsync(
            "/api/2.2/jobs/create",
            new JObject
            {
                ["name"] = $"leaks {secret}",
                ["tasks"] = new JArray(
                    new JObject
                    {
                        ["task_key"] = "a",
                        ["notebook_task"] = new JObject
                        {
                            ["notebook_path"] = "/x",
                            ["base_parameters"] = new JObject { ["p"] = secret },
                        },
                    }
                ),
            }
        );
        await user.Cloud.PostAsync(
            "/api/2.2/jobs/create",
            new JObject
            {
                ["name"] = "takes one",
                ["tasks"] = new JArray(
                    new JObject
                    {
                        ["task_key"] = "a",
                        ["notebook_task"] = new JObject
                        {
                            ["notebook_path"] = "/x",
                            ["base_parameters"] = new JObject { ["p"] = secret },
                        },
                    }
                ),
            }
        );

        var run = await user.RunAsync("--target=Export", "--verbosity=diagnostic");

        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain(secret, run.Text, StringComparison.Ordinal);
        var logs = Directory.EnumerateFiles(user.Logs, "*.log", SearchOption.AllDirectories).ToList();
        Assert.Equal(6, logs.Count(file => file.StartsWith(Path.Combine(user.Logs, "export"), StringComparison.Ordinal)));
        Assert.Contains(
            "is etl",
            await File.ReadAllTextAsync(Path.Combine(user.Logs, "export/local/jobs/nightly.json.log")),
            StringComparison.Ordinal
        );
        foreach (var file in logs.Concat(Directory.EnumerateFiles(user.Assets, "*", SearchOption.AllDirectories)))
            Assert.DoesNotContain(secret, file + await File.ReadAllTextAsync(file), StringComparison.Ordinal);

        Assert.Contains(
            "${secret.client-secret}",
            await File.ReadAllTextAsync(Path.Combine(user.Assets, "jobs/takes one.json")),
            StringComparison.Ordinal
        );
    }

    /// <summary>One object of each kind, as if people had made them.</summary>
    private async Task FillAsync()
    {
        await user.WithSmallProject().RunAsync();
        Directory.Delete(user.Assets, recursive: true);
        Directory.CreateDirectory(user.Assets);
    }
}
