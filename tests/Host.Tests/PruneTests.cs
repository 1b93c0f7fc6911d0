using Layercake.Host.Tests.Support;

namespace Layercake.Host.Tests;

public sealed class PruneTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private User user = null!;

    public async Task InitializeAsync() => user = (await shared.StartOverAsync()).WithSmallProject();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task Plan_counts_what_is_no_longer_in_Git_and_Prune_deletes_it()
    {
        Assert.Equal(0, (await user.RunAsync()).ExitCode);
        Remove("jobs/nightly.json", "clusters/etl.json");

        var planned = await user.RunAsync("--target=Plan");
        Assert.Equal(0, planned.ExitCode);
        Assert.Contains(
            "2 assets are no longer in Git: clusters.etl, jobs.nightly. --target=Prune removes them, or says which stay and why.",
            planned.Lines
        );

        var pruned = await user.RunAsync("--target=Prune");
        Assert.Equal(0, pruned.ExitCode);
        Assert.Contains("  - delete   jobs.nightly  no longer in Git", pruned.Lines);
        Assert.Contains("Prune: 2 to delete, 0 left alone.", pruned.Lines);
        Assert.Contains("  - deleted   clusters.etl", pruned.Lines);
        Assert.Contains(
            pruned.Lines,
            line => line.StartsWith("Pruned local in ", StringComparison.Ordinal) && line.EndsWith(": 2 deleted.", StringComparison.Ordinal)
        );
        Assert.Equal(0, await user.CountAsync("/api/2.2/jobs/list", "jobs"));

        Assert.Contains(
            "Nothing to prune: what was deployed to local is in Git, which declares 2 assets.",
            (await user.RunAsync("--target=Prune")).Lines
        );
    }

    [Theory]
    [InlineData("--target=Prune")]
    [InlineData("--target=Deploy")]
    [Trait("Extent", "Whole")]
    public async Task A_link_to_a_disk_that_is_not_mounted_is_no_folder_that_Git_removed(string target)
    {
        Assert.Equal(0, (await user.RunAsync()).ExitCode);
        Directory.Delete(Path.Combine(user.Assets, "jobs"), recursive: true);
        Directory.CreateSymbolicLink(Path.Combine(user.Assets, "jobs"), "/not/mounted/jobs");
        await user.Cloud.ForgetRequestsAsync();

        var run = await user.RunAsync(target);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("jobs: error FIL002: This link leads nowhere. Correct or remove it.", run.Lines);
        Assert.Equal(1, await user.CountAsync("/api/2.2/jobs/list", "jobs"));
        Assert.Empty(await user.WritesAsync());
    }

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task More_than_the_limit_ends_with_3_and_deletes_nothing()
    {
        Assert.Equal(0, (await user.RunAsync()).ExitCode);
        Remove("jobs/nightly.json", "clusters/etl.json");
        await user.Cloud.ForgetRequestsAsync();

        var run = await user.RunAsync("--target=Prune", "--prune-limit=1");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(
            run.Lines,
            line =>
                line.Contains(
                    "error PRN001: environment local: 2 assets would be deleted, and prune_limit allows 1 in one run.",
                    StringComparison.Ordinal
                )
        );
        Assert.Contains("Error: Refused. Nothing was written.", run.Lines);
        Assert.Empty(await user.WritesAsync());
        Assert.DoesNotContain("   at ", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task Everything_goes_only_with_the_environments_name()
    {
        Assert.Equal(0, (await user.RunAsync()).ExitCode);
        await user.RunAsync("--target=Unlock");
        // Made by the same identity, forgotten by this repository.
        await user.Cloud.PostAsync("/api/2.0/workspace/delete", new() { ["path"] = "/Shared/.layercake", ["recursive"] = true });
        Remove("jobs/nightly.json");

        var shown = await user.RunAsync("--target=Prune", "--scope=all");
        Assert.Equal(3, shown.ExitCode);
        Assert.Contains("  - delete   jobs.nightly  never in Git", shown.Lines);
        Assert.Contains(
            shown.Lines,
            line =>
                line.Contains("error PRN002", StringComparison.Ordinal)
                && line.EndsWith("confirm it with --confirm=local.", StringComparison.Ordinal)
        );
        Assert.Equal(3, (await user.RunAsync("--target=Prune", "--scope=all", "--confirm=prod")).ExitCode);
        Assert.Equal(1, await user.CountAsync("/api/2.2/jobs/list", "jobs"));

        Assert.Equal(0, (await user.RunAsync("--target=Prune", "--scope=all", "--confirm=local")).ExitCode);
        Assert.Equal(0, await user.CountAsync("/api/2.2/jobs/list", "jobs"));
    }

    [Trait("Extent", "Whole")]
    [Fact]
    public async Task A_deployment_with_prune_on_that_would_delete_too_much_writes_nothing()
    {
        Assert.Equal(0, (await user.RunAsync()).ExitCode);
        Remove("jobs/nightly.json", "notebooks/load.py");
        user.With(
            "clusters/new.json",
            """{ "cluster_name": "new", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 }"""
        );
        await user.Cloud.ForgetRequestsAsync();

        Assert.Equal(3, (await user.RunAsync("--prune=true", "--prune-limit=1")).ExitCode);
        Assert.Empty(await user.WritesAsync());

        var run = await user.RunAsync("--prune=true");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Plan: 1 to create, 2 to delete, 2 unchanged.", run.Lines);
    }

    [Theory]
    [InlineData("--scope=all is for", "--scope is for --target=Prune only.", "--scope=all")]
    [InlineData(
        "--force with Deploy",
        "--force says nothing to --target=Deploy. It is for Prune, Destroy. Leave it out.",
        "--force",
        "--target=Deploy"
    )]
    [InlineData("a misspelt scope", "--scope=al is not known. It may be all.", "--scope=al", "--target=Prune")]
    public async Task Options_of_Prune_are_checked(string what, string expected, params string[] args)
    {
        var run = await user.RunAsync(args);

        Assert.True(run.ExitCode == 2, what);
        Assert.Contains(expected, run.Lines);
    }

    [Theory]
    [InlineData("Plan")]
    [InlineData("Deploy")]
    [InlineData("Prune")]
    public async Task What_may_lose_its_data_can_be_given_several_times_and_with_commas(string target)
    {
        var run = await user.RunAsync($"--target={target}", "--allow-data-loss=jobs.a", "--allow-data-loss=clusters.b,jobs.c");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["jobs.a", "clusters.b", "jobs.c"],
            run.Lines.Where(line => line.Contains("warning PRN005: --allow-data-loss=", StringComparison.Ordinal))
                .Select(line => line.Split("--allow-data-loss=")[1].Split(' ')[0])
        );
    }

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task With_skip_errors_nothing_is_taken_for_deleted()
    {
        Assert.Equal(0, (await user.RunAsync()).ExitCode);
        user.With("jobs/nightly.json", "{");

        var run = await user.RunAsync("--target=Prune", "--skip-errors");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(
            run.Lines,
            line => line.Contains("error PRN003: environment local: declarations with errors are left out", StringComparison.Ordinal)
        );
        Assert.Equal(1, await user.CountAsync("/api/2.2/jobs/list", "jobs"));
    }

    private void Remove(params string[] files)
    {
        foreach (var file in files)
            File.Delete(Path.Combine(user.Assets, file));
    }
}
