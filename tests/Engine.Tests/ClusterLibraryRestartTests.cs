using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>Libraries of a running cluster that others install on all clusters, and restarts of others.</summary>
public sealed class ClusterLibraryRestartTests : IAsyncLifetime
{
    private const string Requests = """{ "pypi": { "package": "requests==2.32.0" } }""";
    private const string Jsoup = """{ "maven": { "coordinates": "org.jsoup:jsoup:1.7.2" } }""";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        workspace.Environment = workspace.Environment with { StopClusters = false, RestartClusters = true };
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task What_is_on_all_clusters_is_neither_removed_from_one_nor_is_that_restarted_for_it()
    {
        await RunningAsync(Requests);
        await EverywhereAsync(Requests);
        await OnClusterAsync("libraries/uninstall", Requests);
        await OnClusterAsync("clusters/restart");
        await PassAsync();
        Assert.Equal(["pypi INSTALLED True"], await StatusesAsync());
        await workspace.Cloud.ForgetRequestsAsync();

        await With().DeployAsync();

        var sent = await workspace.Cloud.RequestsAsync();
        Assert.DoesNotContain(sent, request => request.EndsWith("/uninstall", StringComparison.Ordinal));
        Assert.DoesNotContain(sent, request => request.EndsWith("/restart", StringComparison.Ordinal));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_is_declared_is_installed_on_the_cluster_also_where_all_clusters_have_it()
    {
        await RunningAsync();
        await EverywhereAsync(Requests);

        await With(Requests).DeployAsync();

        Assert.Equal(["pypi INSTALLED False", "pypi INSTALLED True"], await StatusesAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_the_cluster_had_of_its_own_is_not_installed_again_while_only_all_clusters_are_told_to_have_it()
    {
        await RunningAsync(Requests);
        await EverywhereAsync(Requests);
        await OnClusterAsync("libraries/uninstall", Requests);
        await OnClusterAsync("clusters/restart");
        await PassAsync();
        Assert.Equal(["pypi INSTALLED True"], await StatusesAsync());

        Assert.True((await workspace.PlanAsync()).IsEmpty);

        await EverywhereAsync(Jsoup);
        await workspace.DeployAsync();

        Assert.Equal(["maven INSTALLED True", "pypi INSTALLED False"], await StatusesAsync());
    }

    [Theory]
    [InlineData("this_restart", 1)]
    [InlineData("next_restart", 2)]
    public async Task A_restart_that_somebody_else_began_is_waited_for_and_made_again_where_it_was_too_early(string mode, int restarts)
    {
        await workspace.Cloud.AdminAsync("POST", "/unconfirmed", new JObject { ["rule"] = "restarting_uninstall", ["mode"] = mode });
        await RunningAsync(Requests, Jsoup);
        await workspace.Cloud.ForgetRequestsAsync();
        await OnClusterAsync("clusters/restart");

        await With(Requests).DeployAsync();

        Assert.Equal(["pypi INSTALLED False"], await StatusesAsync());
        Assert.Equal(restarts, (await workspace.Cloud.RequestsAsync()).Count(sent => sent.EndsWith("/restart", StringComparison.Ordinal)));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    private TestWorkspace With(params string[] libraries) =>
        workspace.With("clusters/etl.json", Samples.Cluster("etl", $""" "libraries": [{string.Join(", ", libraries)}] """));

    private async Task RunningAsync(params string[] libraries)
    {
        await With(libraries).DeployAsync();
        await PassAsync();
    }

    private Task PassAsync() => workspace.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 60_000 });

    private Task EverywhereAsync(string library) =>
        workspace.Cloud.AdminAsync(
            "POST",
            "/libraries-of-all-clusters",
            new JObject { ["libraries"] = new JArray(JObject.Parse(library)) }
        );

    private async Task<string> IdAsync() => (string)(await workspace.ClusterAsync("etl"))["cluster_id"]!;

    private async Task OnClusterAsync(string call, params string[] libraries)
    {
        var body = new JObject { ["cluster_id"] = await IdAsync() };
        if (libraries.Length > 0)
            body["libraries"] = new JArray(libraries.Select(JObject.Parse));
        await workspace.Cloud.PostAsync($"/api/2.0/{call}", body);
    }

    private async Task<IEnumerable<string>> StatusesAsync() =>
        (await workspace.Cloud.GetAsync($"/api/2.0/libraries/cluster-status?cluster_id={await IdAsync()}"))["library_statuses"]!
            .Select(status => $"{((JObject)status["library"]!).Properties().First().Name} {status["status"]} {status[ForAll]}")
            .Order(StringComparer.Ordinal);

    private const string ForAll = "is_library_for_all_clusters";
}
