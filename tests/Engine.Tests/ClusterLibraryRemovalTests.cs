using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>What leaves the libraries of a cluster in Git goes with a restart, which a deployment makes where it may.</summary>
public sealed class ClusterLibraryRemovalTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;
    private LibraryCluster cluster = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        workspace.Environment = workspace.Environment with { StopClusters = false };
        cluster = new LibraryCluster(workspace);
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task What_leaves_Git_goes_with_the_next_restart_and_what_others_installed_stays()
    {
        await cluster.RunningAsync(LibraryCluster.Requests, LibraryCluster.Jsoup);
        await cluster.CalledAsync("libraries/install", """{ "cran": { "package": "ada" } }""");

        var change = Assert.Single((await cluster.With(LibraryCluster.Jsoup).PlanAsync()).Writes);
        var outcome = await workspace.DeployAsync();

        Assert.Equal(("cluster-libraries.etl", ChangeAction.Update, "changed in Git"), (change.Asset, change.Action, change.Reason));
        Assert.Equal("libraries['pypi requests==2.32.0']", Assert.Single(change.Fields).Path);
        Assert.Equal(["cran ada"], change.Kept);
        Assert.Contains("next restart of the cluster", Assert.Single(change.Notes), StringComparison.Ordinal);
        Assert.Contains("pypi requests==2.32.0", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
        Assert.Equal(["cran INSTALLED", "maven INSTALLED", "pypi UNINSTALL_ON_RESTART"], await cluster.StatusesAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task All_of_them_leave_with_their_field()
    {
        await cluster.RunningAsync(LibraryCluster.Requests);

        await workspace.With(LibraryCluster.File, Samples.Cluster("etl")).DeployAsync();

        Assert.Equal(["pypi UNINSTALL_ON_RESTART"], await cluster.StatusesAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData(false, "pypi INSTALLED")]
    [InlineData(true, "maven UNINSTALL_ON_RESTART", "pypi INSTALLED")]
    public async Task A_cluster_is_restarted_for_a_removal_where_the_environment_says_so_and_no_job_runs_on_it(
        bool isAtWork,
        params string[] statuses
    )
    {
        workspace.Environment = workspace.Environment with { RestartClusters = true };
        await cluster.RunningAsync(LibraryCluster.Requests, LibraryCluster.Jsoup);
        if (isAtWork)
            await RunJobAsync();

        await cluster.With(LibraryCluster.Requests).DeployAsync();

        Assert.Equal(statuses, await cluster.StatusesAsync());
    }

    [Fact]
    public async Task A_restart_that_a_deployment_did_not_get_to_is_made_by_the_next()
    {
        workspace.Environment = workspace.Environment with { RestartClusters = true };
        await cluster.RunningAsync(LibraryCluster.Requests, LibraryCluster.Jsoup);
        await workspace.Cloud.AddFaultAsync("""{ "path": "/api/2.1/clusters/restart", "status": 403, "times": 1 }""");
        Assert.False((await cluster.With(LibraryCluster.Requests).TryDeployAsync()).Succeeded);
        Assert.Equal(["maven UNINSTALL_ON_RESTART", "pypi INSTALLED"], await cluster.StatusesAsync());

        await workspace.DeployAsync();

        Assert.Equal(["pypi INSTALLED"], await cluster.StatusesAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_restart_that_a_run_put_off_is_made_by_the_first_deployment_after_it()
    {
        workspace.Environment = workspace.Environment with { RestartClusters = true };
        await cluster.RunningAsync(LibraryCluster.Requests, LibraryCluster.Jsoup);
        var run = await RunJobAsync();

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var put = await cluster.With(LibraryCluster.Requests).DeployAsync();
            Assert.Contains(
                $"maven org.jsoup:jsoup:1.7.2 exclusions=a:a,b:b. It was not restarted, since run {run} of load is at work on it.",
                Assert.Single(put.Warnings),
                StringComparison.Ordinal
            );
        }

        await workspace.Cloud.PostAsync("/api/2.2/jobs/runs/cancel", new JObject { ["run_id"] = run });
        await cluster.PassAsync();
        Assert.Equal("an earlier deployment did not finish it", Assert.Single((await workspace.PlanAsync()).Writes).Reason);
        Assert.Empty((await workspace.DeployAsync()).Warnings);

        Assert.Equal(["pypi INSTALLED"], await cluster.StatusesAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_restart_that_a_run_put_off_and_somebody_made_is_not_made_again()
    {
        workspace.Environment = workspace.Environment with { RestartClusters = true };
        await cluster.RunningAsync(LibraryCluster.Requests, LibraryCluster.Jsoup);
        await RunJobAsync();
        await cluster.With(LibraryCluster.Requests).DeployAsync();
        await cluster.CalledAsync("clusters/restart");

        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task No_cluster_is_restarted_for_what_somebody_else_removed()
    {
        workspace.Environment = workspace.Environment with { RestartClusters = true };
        await cluster.RunningAsync(LibraryCluster.Requests);
        await cluster.CalledAsync("libraries/install", LibraryCluster.Jsoup);
        await cluster.CalledAsync("libraries/uninstall", LibraryCluster.Jsoup);

        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    /// <returns>The id of the run.</returns>
    private async Task<long> RunJobAsync()
    {
        var onIt = Samples.Job("load").Replace("\"etl\"", $"\"{await cluster.IdAsync()}\"", StringComparison.Ordinal);
        var job = await workspace.HasJobAsync(onIt);
        workspace.Cloud.Server.State.Table("run-outcomes").Put("load/main", new JObject { ["duration_ms"] = 3_600_000 });
        return (long)(await workspace.Cloud.PostAsync("/api/2.2/jobs/run-now", new JObject { ["job_id"] = job }))["run_id"]!;
    }
}
