using Layercake.Host.Tests.Support;

namespace Layercake.Host.Tests;

/// <summary>Runs about some of the assets, as users ask for them.</summary>
public sealed class SelectTests(User shared) : IClassFixture<User>, IAsyncLifetime
{
    private User user = null!;

    public async Task InitializeAsync() => user = (await shared.StartOverAsync()).WithSmallProject();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    [Trait("Extent", "Whole")]
    public async Task What_is_selected_is_deployed_with_what_it_needs_and_the_run_says_what_it_left_out()
    {
        user.With(
            "clusters/other.json",
            """{ "cluster_name": "other", "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 }"""
        );
        var refused = await user.RunAsync("--select=jobs.nightly");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("error REF003", refused.Text, StringComparison.Ordinal);
        Assert.Contains("It is not selected: add --with-needed, or --select=clusters.etl.", refused.Text, StringComparison.Ordinal);
        Assert.Empty(await user.WritesAsync());

        var run = await user.RunAsync("--select=jobs.nightly", "--with-needed");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Taken along by --with-needed: clusters.etl, notebooks.load.py.", run.Lines);
        Assert.Contains("Left out by --select: 2 assets: init-scripts.install.sh, clusters.other.", run.Lines);
        Assert.Equal(1, await user.CountAsync("/api/2.0/clusters/list", "clusters"));
        Assert.Contains("Plan: 2 to create, 3 unchanged.", (await user.RunAsync("--target=Plan")).Lines);
    }

    [Fact]
    public async Task A_pattern_that_matches_nothing_ends_with_2_before_anybody_is_asked()
    {
        var run = await user.RunAsync("--target=DeployJobs", "--select=jobs.nigthly");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(
            "error SEL001: --select=jobs.nigthly matches nothing that Git declares in jobs/. Did you mean jobs.nightly? Give "
                + "KIND.NAME, such as jobs.nightly or notebooks.ingest/*. What Git holds no more is removed by --target=Prune.",
            run.Lines
        );
        Assert.Empty(await user.Cloud.RequestsAsync());
    }

    [Trait("Extent", "Whole")]
    [Fact]
    public async Task A_prune_deletes_only_what_is_selected()
    {
        Assert.Equal(0, (await user.RunAsync()).ExitCode);
        File.Delete(Path.Combine(user.Assets, "jobs/nightly.json"));
        File.Delete(Path.Combine(user.Assets, "clusters/etl.json"));

        Assert.Equal(2, (await user.RunAsync("--target=Prune", "--select=jobs.nope")).ExitCode);
        var run = await user.RunAsync("--target=Prune", "--select=jobs.*");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Left out by --select: 1 asset: clusters.etl.", run.Lines);
        Assert.Contains("Prune: 1 to delete, 0 left alone.", run.Lines);
        Assert.Equal(0, await user.CountAsync("/api/2.2/jobs/list", "jobs"));
        Assert.Equal(1, await user.CountAsync("/api/2.0/clusters/list", "clusters"));
    }

    [Trait("Extent", "Whole")]
    [Fact]
    public async Task Names_of_an_export_are_another_way_to_select_and_the_run_says_so()
    {
        await user.RunAsync();
        File.Delete(Path.Combine(user.Assets, "jobs/nightly.json"));

        var none = await user.RunAsync("--target=Export", "--select=jobs.nightl");
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("Did you mean jobs.nightly?", none.Text, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(user.Assets, "jobs/nightly.json")));

        var run = await user.RunAsync("--target=ExportJobs", "--target=ExportClusters", "--name=nightly");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("--name=nightly is another way to write --select=*.nightly.", run.Lines);
        Assert.Contains("Left out by --select: 1 asset: clusters.etl.", run.Lines);
        Assert.True(File.Exists(Path.Combine(user.Assets, "jobs/nightly.json")));
    }
}
