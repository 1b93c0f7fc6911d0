using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>Libraries of a running cluster that others install on all clusters, and restarts of others.</summary>
public sealed class ClusterLibraryRestartTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;
    private LibraryCluster cluster = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        workspace.Environment = workspace.Environment with { StopClusters = false, RestartClusters = true };
        cluster = new LibraryCluster(workspace);
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task What_is_on_all_clusters_is_neither_removed_from_one_nor_is_that_restarted_for_it()
    {
        await cluster.RunningAsync(LibraryCluster.Requests);
        await EverywhereAsync(LibraryCluster.Requests);
        await cluster.CallAsync("libraries/uninstall", LibraryCluster.Requests);
        await cluster.CallAsync("clusters/restart");
        await cluster.PassAsync();
        Assert.Equal(["pypi INSTALLED True"], await StatusesAsync());
        await workspace.Cloud.ForgetRequestsAsync();

        await cluster.With().DeployAsync();

        var sent = await workspace.Cloud.RequestsAsync();
        Assert.DoesNotContain(sent, request => request.EndsWith("/uninstall", StringComparison.Ordinal));
        Assert.DoesNotContain(sent, request => request.EndsWith("/restart", StringComparison.Ordinal));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_is_declared_is_installed_on_the_cluster_also_where_all_clusters_have_it()
    {
        await cluster.RunningAsync();
        await EverywhereAsync(LibraryCluster.Requests);

        await cluster.With(LibraryCluster.Requests).DeployAsync();

        Assert.Equal(["pypi INSTALLED False", "pypi INSTALLED True"], await StatusesAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_the_cluster_had_of_its_own_is_not_installed_again_while_only_all_clusters_are_told_to_have_it()
    {
        await cluster.RunningAsync(LibraryCluster.Requests);
        await EverywhereAsync(LibraryCluster.Requests);
        await cluster.CallAsync("libraries/uninstall", LibraryCluster.Requests);
        await cluster.CallAsync("clusters/restart");
        await cluster.PassAsync();
        Assert.Equal(["pypi INSTALLED True"], await StatusesAsync());

        Assert.True((await workspace.PlanAsync()).IsEmpty);

        await EverywhereAsync(LibraryCluster.Jsoup);
        await workspace.DeployAsync();

        Assert.Equal(["maven INSTALLED True", "pypi INSTALLED False"], await StatusesAsync());
    }

    [Theory]
    [InlineData("this_restart", 1)]
    [InlineData("next_restart", 2)]
    public async Task A_restart_that_somebody_else_began_is_waited_for_and_made_again_where_it_was_too_early(string mode, int restarts)
    {
        await cluster.SwitchAsync("restarting_uninstall", mode);
        await cluster.RunningAsync(LibraryCluster.Requests, LibraryCluster.Jsoup);
        await workspace.Cloud.ForgetRequestsAsync();
        await cluster.CallAsync("clusters/restart");

        await cluster.With(LibraryCluster.Requests).DeployAsync();

        Assert.Equal(["pypi INSTALLED False"], await StatusesAsync());
        Assert.Equal(restarts, (await workspace.Cloud.RequestsAsync()).Count(sent => sent.EndsWith("/restart", StringComparison.Ordinal)));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    private Task EverywhereAsync(string library) =>
        workspace.Cloud.AdminAsync(
            "POST",
            "/libraries-of-all-clusters",
            new JObject { ["libraries"] = new JArray(JObject.Parse(library)) }
        );

    /// <summary>With whether all clusters have it.</summary>
    private async Task<IEnumerable<string>> StatusesAsync() =>
        (await cluster.LibrariesAsync())
            .Select(status =>
                $"{((JObject)status["library"]!).Properties().First().Name} {status["status"]} {status["is_library_for_all_clusters"]}"
            )
            .Order(StringComparer.Ordinal);
}
