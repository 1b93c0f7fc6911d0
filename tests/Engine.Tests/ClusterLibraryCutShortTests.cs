using Layercake.Engine.Applying;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>What a deployment began to install and did not finish goes when Git names it no more.</summary>
public sealed class ClusterLibraryCutShortTests : IAsyncLifetime
{
    private const string Typo = """{ "whl": "/Workspace/nix/b-1.0-py3-none-any.whl" }""";

    private TestWorkspace workspace = null!;
    private LibraryCluster cluster = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        workspace.Environment = workspace.Environment with { StopClusters = false, RestartClusters = true };
        cluster = new LibraryCluster(workspace);
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("3.0")]
    [InlineData("1.0")]
    public async Task A_version_that_a_killed_run_installed_goes_when_Git_names_another(string next)
    {
        await cluster.RunningAsync(Version("1.0"));
        cluster.With(Version("2.0"));
        await workspace.KillAfterAsync("/api/2.0/libraries/install", "tools==2.0");
        await cluster.PassAsync();

        var change = Assert.Single((await cluster.With(Version(next)).PlanAsync()).Writes);
        await workspace.DeployAsync();

        Assert.Contains(change.Fields, field => field.Path == "libraries['pypi tools==2.0']" && !field.Drift);
        Assert.Equal(next == "1.0" ? "an earlier deployment did not finish it" : "changed in Git", change.Reason);
        Assert.Empty(change.Kept);
        Assert.Equal([$"tools=={next} INSTALLED"], await PackagesAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.Empty(await workspace.WritesDuringAsync(() => workspace.PlanAsync()));
    }

    [Fact]
    public async Task A_run_that_failed_after_one_that_was_killed_forgets_nothing_of_what_that_one_installed()
    {
        await cluster.RunningAsync(Version("1.0"));
        cluster.With(Version("2.0"));
        await workspace.KillAfterAsync("/api/2.0/libraries/install", "tools==2.0");
        await cluster.PassAsync();
        await workspace.Cloud.AddFaultAsync("{ \"path\": \"/api/2.0/libraries/uninstall\", \"status\": 400, \"times\": 1 }");
        Assert.False((await cluster.With(Version("3.0")).TryDeployAsync()).Succeeded);

        await cluster.With(Version("4.0")).DeployAsync();

        Assert.Equal(["tools==4.0 INSTALLED"], await PackagesAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_library_that_failed_goes_when_its_name_is_corrected()
    {
        await cluster.RunningAsync(LibraryCluster.Requests);
        Assert.False((await FailingAsync(LibraryCluster.Requests, Typo)).Succeeded);
        Assert.Equal(["pypi INSTALLED", "whl FAILED"], await cluster.StatusesAsync());

        await cluster.With(LibraryCluster.Requests, Version("1.0")).DeployAsync();

        Assert.Equal(["pypi INSTALLED", "pypi INSTALLED"], await cluster.StatusesAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task All_of_a_first_set_that_failed_goes_with_its_field()
    {
        await workspace.With(LibraryCluster.File, Samples.Cluster("etl")).DeployAsync();
        await cluster.PassAsync();
        Assert.False((await FailingAsync(Version("1.0"), Typo)).Succeeded);
        Assert.Equal(["pypi INSTALLED", "whl FAILED"], await cluster.StatusesAsync());

        var plan = await workspace.With(LibraryCluster.File, Samples.Cluster("etl")).PlanAsync();
        await workspace.DeployAsync();

        Assert.Equal("an earlier deployment did not finish it", Assert.Single(plan.Writes).Reason);
        Assert.Empty(await cluster.StatusesAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.Empty((JObject)(await workspace.ManifestAsync())["announced"]!);
    }

    [Fact]
    public async Task What_a_run_did_not_get_to_is_not_taken_from_those_who_installed_it_since()
    {
        await cluster.RunningAsync(LibraryCluster.Requests);
        await workspace.Cloud.AddFaultAsync("""{ "path": "/api/2.1/clusters/edit", "status": 400, "times": 1 }""");
        var more = $""" "autotermination_minutes": 33, "libraries": [{LibraryCluster.Requests}, {Version("1.0")}] """;
        Assert.False((await workspace.With(LibraryCluster.File, Samples.Cluster("etl", more)).TryDeployAsync()).Succeeded);
        await cluster.CalledAsync("libraries/install", Version("1.0"));

        Assert.True((await cluster.With(LibraryCluster.Requests).PlanAsync()).IsEmpty);
    }

    private static string Version(string version) => $$"""{ "pypi": { "package": "tools=={{version}}" } }""";

    /// <summary>The file that a library names was there when the plan was made.</summary>
    private async Task<Outcome> FailingAsync(params string[] libraries)
    {
        await workspace.HasFileAsync("/nix/b-1.0-py3-none-any.whl", "x");
        cluster.With(libraries);
        var planned = await workspace.TryPlanAsync();
        await workspace.Cloud.PostAsync("/api/2.0/workspace/delete", new JObject { ["path"] = "/nix/b-1.0-py3-none-any.whl" });
        return await workspace.ApplyAsync(planned, new TestWorkspace.Nobody(), CancellationToken.None);
    }

    private async Task<IEnumerable<string>> PackagesAsync() =>
        (await cluster.LibrariesAsync()).Select(status => $"{status["library"]!["pypi"]!["package"]} {status["status"]}");
}
