using Layercake.Engine.Applying;
using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>The libraries of clusters, which are declared in the cluster's file and installed by calls of their own.</summary>
public sealed class ClusterLibraryTests : IAsyncLifetime
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
    public async Task They_are_taken_out_of_the_cluster_and_installed()
    {
        await cluster.SwitchAsync("cluster_libraries", "keep");
        var outcome = await cluster.With(LibraryCluster.Requests, LibraryCluster.Jsoup).DeployAsync();

        Assert.Equal(["clusters.etl", "cluster-libraries.etl"], outcome.Changes.Select(change => change.Change.Asset));
        Assert.Equal(["maven PENDING", "pypi PENDING"], await cluster.StatusesAsync());
        Assert.Null((await workspace.ClusterAsync("etl"))["libraries"]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_secret_in_the_address_of_one_is_not_exported()
    {
        await workspace.Vault.PutAsync("feed", "canary-7f3a");
        workspace.With(LibraryCluster.File, Samples.Cluster("etl", """ "spark_env_vars": { "A": "${secret.feed}" } """));
        await workspace.DeployAsync();
        var before = workspace.Text(LibraryCluster.File);
        await cluster.CalledAsync("libraries/install", """{ "pypi": { "package": "x", "repo": "https://u:canary-7f3a@feed" } }""");
        await cluster.CalledAsync("libraries/install", """{ "pypi": { "package": "y", "repo": "https://u:unknown-7f3a@feed" } }""");

        var result = await workspace.TryExportAsync("clusters");

        Assert.Equal(["EXP004", "EXP011", "EXP011"], result.Findings.Select(finding => finding.Code).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(result.Findings, finding => finding.Message.Contains("7f3a", StringComparison.Ordinal));
        Assert.Equal(before, workspace.Text(LibraryCluster.File));
    }

    [Fact]
    public async Task A_library_that_fails_on_a_running_cluster_fails_the_change_and_is_tried_again()
    {
        await cluster.RunningAsync();
        await workspace.HasFileAsync("/Shared/a.jar", "x");
        cluster.With("""{ "jar": "/Workspace/Shared/a.jar" }""");
        var planned = await workspace.TryPlanAsync();
        await workspace.Cloud.PostAsync("/api/2.0/workspace/delete", new JObject { ["path"] = "/Shared/a.jar" });

        var outcome = await workspace.ApplyAsync(planned, new TestWorkspace.Nobody(), CancellationToken.None);

        var failed = Assert.Single(outcome.Changes, change => change.Status == ChangeStatus.Failed);
        Assert.Contains("jar /Workspace/Shared/a.jar: ", failed.Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", failed.Message, StringComparison.Ordinal);

        await workspace.HasFileAsync("/Shared/a.jar", "x");
        await workspace.DeployAsync();
        Assert.Equal(["jar INSTALLED"], await cluster.StatusesAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_failed_since_is_shown_with_what_the_service_says()
    {
        await workspace.HasFileAsync("/Shared/a.jar", "x");
        await cluster.RunningAsync("""{ "jar": "/Workspace/Shared/a.jar" }""");
        await workspace.Cloud.PostAsync("/api/2.0/workspace/delete", new JObject { ["path"] = "/Shared/a.jar" });
        var planned = await workspace.TryPlanAsync();

        var field = Assert.Single(Assert.Single(planned.Plan.Writes).Fields);

        Assert.Equal(("libraries['jar /Workspace/Shared/a.jar'].failure", true), (field.Path, field.Drift));
        Assert.Contains("does not exist", (string?)field.Old, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("at_once")]
    [InlineData("at_start")]
    public async Task What_was_removed_by_hand_is_drift_and_installed_again(string removal)
    {
        await cluster.SwitchAsync("terminated_uninstall", removal);
        await cluster.SwitchAsync("reinstalled_library", "keep");
        await cluster.With(LibraryCluster.Requests).DeployAsync();
        await cluster.CalledAsync("clusters/delete");
        await cluster.CalledAsync("libraries/uninstall", LibraryCluster.Requests);

        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        await workspace.DeployAsync();

        Assert.Equal(("cluster-libraries.etl", true), (change.Asset, change.Drift));
        Assert.Equal(["pypi PENDING"], await cluster.StatusesAsync());
    }

    [Fact]
    public async Task Nobody_asks_for_libraries_where_nothing_names_any_and_one_request_is_enough_for_all_clusters()
    {
        await workspace.With(LibraryCluster.File, Samples.Cluster("etl")).DeployAsync();
        Assert.Equal([], await AskedAsync());

        await cluster.With(LibraryCluster.Requests).DeployAsync();
        Assert.Equal(["cluster-status"], await AskedAsync());

        await workspace.With("clusters/b.json", Samples.Cluster("b", $""" "libraries": [{LibraryCluster.Jsoup}] """)).DeployAsync();
        Assert.Equal(["all-cluster-statuses"], await AskedAsync());
    }

    [Fact]
    public async Task An_export_writes_them_into_the_file_of_their_cluster()
    {
        await cluster.With(LibraryCluster.Requests, LibraryCluster.Jsoup).DeployAsync();
        await workspace.With("clusters/b.json", Samples.Cluster("b")).DeployAsync();
        var written = workspace.Text(LibraryCluster.File);
        Assert.All((await workspace.ExportAsync("clusters")).Files, file => Assert.Equal(ExportAction.Unchanged, file.Action));
        Assert.Equal(written, workspace.Text(LibraryCluster.File));

        await cluster.CalledAsync("libraries/install", """{ "cran": { "package": "ada" } }""");
        await workspace.ExportAsync("clusters");
        Assert.Equal(["pypi", "maven", "cran"], Exported());

        workspace.Without(LibraryCluster.File);
        await workspace.ExportAsync("clusters");
        Assert.Equal(["pypi", "maven", "cran"], Exported());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task An_overlay_of_the_cluster_gives_it_other_libraries()
    {
        workspace.Environment = workspace.Environment with
        {
            Overlays = JObject.Parse($$"""{ "clusters/etl": { "libraries": [{{LibraryCluster.Jsoup}}] } }"""),
        };

        await cluster.With(LibraryCluster.Requests).DeployAsync();

        Assert.Equal(["maven PENDING"], await cluster.StatusesAsync());
    }

    [Fact]
    public async Task A_wheel_in_Git_is_named_by_its_path_and_is_there_before_it_is_installed()
    {
        workspace.With("notebooks/libs/a-1.0-py3-none-any.whl", [0x50, 0x4b, 0x03]);

        var outcome = await cluster.With("""{ "whl": "libs/a-1.0-py3-none-any.whl" }""").DeployAsync();

        Assert.Equal(["clusters.etl", "cluster-libraries.etl", "notebooks.libs/a-1.0-py3-none-any.whl"], Assets(outcome));
        var installed = (await cluster.LibrariesAsync())[0]["library"]!;
        Assert.Equal("/Workspace/Shared/app/notebooks/libs/a-1.0-py3-none-any.whl", (string?)installed["whl"]);
        Assert.Contains("notebooks.libs/a-1.0-py3-none-any.whl", outcome.Changes[1].Change.After);
        workspace.Without(LibraryCluster.File);
        await workspace.ExportAsync("clusters");
        Assert.Equal("libs/a-1.0-py3-none-any.whl", (string?)JObject.Parse(workspace.Text(LibraryCluster.File))["libraries"]![0]!["whl"]);
    }

    [Theory]
    [InlineData("""{ "pypi": { "package": "a" }, "jar": "/a.jar" }""", "CLU009", "libraries[0] has jar and pypi.")]
    [InlineData("{}", "CLU009", "libraries[0] is no library. Write one of")]
    [InlineData("""{ "whl": "" }""", "FLD009", "is empty. Write a path")]
    [InlineData("""{ "pypi": { "package": "a" } }, { "pypi": { "package": "a", "repo": null } }""", "CLU009", "a second time")]
    [InlineData("""{ "pypi": { "package": "a", "repo": "https://${secret.feed}@x" } }""", "CLU009", "has a secret")]
    [InlineData("\"requests\"", "CLU009", "must be an object")]
    [InlineData("""{ "whl": "libs/none.whl" }""", "CLU010", "libraries[0].whl names libs/none.whl, which is neither in libraries/ nor ")]
    [InlineData("""{ "pypi": { "package": "a" } }, { "whl": "" }""", "FLD009", "libraries[1].whl is empty.")]
    public void What_is_wrong_with_a_library_is_found_offline(string library, string code, string words)
    {
        var finding = Assert.Single(cluster.With(library).Check());

        Assert.StartsWith("clusters/etl.json(1,", finding, StringComparison.Ordinal);
        Assert.Contains($"error {code}: ", finding, StringComparison.Ordinal);
        Assert.Contains(words, finding, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Assets(Outcome outcome) => outcome.Changes.Select(change => change.Change.Asset);

    private IEnumerable<string> Exported() =>
        JObject.Parse(workspace.Text(LibraryCluster.File))["libraries"]!.Select(library => ((JObject)library).Properties().First().Name);

    /// <summary>The questions about libraries that a plan asks.</summary>
    private async Task<IEnumerable<string>> AskedAsync()
    {
        await workspace.Cloud.ForgetRequestsAsync();
        await workspace.PlanAsync();
        return (await workspace.Cloud.RequestsAsync())
            .Where(request => request.Contains("/libraries/", StringComparison.Ordinal))
            .Select(request => request.Split('/')[^1].Split('?')[0]);
    }
}
