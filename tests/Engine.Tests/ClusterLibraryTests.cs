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
    private const string File = "clusters/etl.json";
    private const string Requests = """{ "pypi": { "package": "requests==2.32.0" } }""";
    private const string Jsoup = """{ "maven": { "coordinates": "org.jsoup:jsoup:1.7.2", "exclusions": ["b:b", "a:a"] } }""";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        workspace.Environment = workspace.Environment with { StopClusters = false };
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task They_are_taken_out_of_the_cluster_and_installed()
    {
        await SwitchAsync("cluster_libraries", "keep");
        var outcome = await With(Requests, Jsoup).DeployAsync();

        Assert.Equal(["clusters.etl", "cluster-libraries.etl"], outcome.Changes.Select(change => change.Change.Asset));
        Assert.Equal(["maven PENDING", "pypi PENDING"], await StatusesAsync());
        Assert.Null((await workspace.ClusterAsync("etl"))["libraries"]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_secret_in_the_address_of_one_is_not_exported()
    {
        await workspace.Vault.PutAsync("feed", "canary-7f3a");
        await workspace.With(File, Samples.Cluster("etl", """ "spark_env_vars": { "A": "${secret.feed}" } """)).DeployAsync();
        var before = workspace.Text(File);
        await ByHandAsync("install", """{ "pypi": { "package": "x", "repo": "https://u:canary-7f3a@feed" } }""");
        await ByHandAsync("install", """{ "pypi": { "package": "y", "repo": "https://u:unknown-7f3a@feed" } }""");

        var result = await workspace.TryExportAsync("clusters");

        Assert.Equal(["EXP004", "EXP011", "EXP011"], result.Findings.Select(finding => finding.Code).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(result.Findings, finding => finding.Message.Contains("7f3a", StringComparison.Ordinal));
        Assert.Equal(before, workspace.Text(File));
    }

    [Fact]
    public async Task What_leaves_Git_goes_with_the_next_restart_and_what_others_installed_stays()
    {
        await RunningAsync(Requests, Jsoup);
        await ByHandAsync("install", """{ "cran": { "package": "ada" } }""");

        var change = Assert.Single((await With(Jsoup).PlanAsync()).Writes);
        var outcome = await workspace.DeployAsync();

        Assert.Equal(("cluster-libraries.etl", ChangeAction.Update, "changed in Git"), (change.Asset, change.Action, change.Reason));
        Assert.Equal("libraries['pypi requests==2.32.0']", Assert.Single(change.Fields).Path);
        Assert.Equal(["cran ada"], change.Kept);
        Assert.Contains("next restart of the cluster", Assert.Single(change.Notes), StringComparison.Ordinal);
        Assert.Contains("pypi requests==2.32.0", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
        Assert.Equal(["cran INSTALLED", "maven INSTALLED", "pypi UNINSTALL_ON_RESTART"], await StatusesAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task All_of_them_leave_with_their_field()
    {
        await RunningAsync(Requests);

        await workspace.With(File, Samples.Cluster("etl")).DeployAsync();

        Assert.Equal(["pypi UNINSTALL_ON_RESTART"], await StatusesAsync());
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
        await RunningAsync(Requests, Jsoup);
        if (isAtWork)
            await RunJobAsync();

        await With(Requests).DeployAsync();

        Assert.Equal(statuses, await StatusesAsync());
    }

    [Fact]
    public async Task A_restart_that_a_deployment_did_not_get_to_is_made_by_the_next()
    {
        workspace.Environment = workspace.Environment with { RestartClusters = true };
        await RunningAsync(Requests, Jsoup);
        await workspace.Cloud.AddFaultAsync("""{ "path": "/api/2.1/clusters/restart", "status": 403, "times": 1 }""");
        Assert.False((await With(Requests).TryDeployAsync()).Succeeded);
        Assert.Equal(["maven UNINSTALL_ON_RESTART", "pypi INSTALLED"], await StatusesAsync());

        await workspace.DeployAsync();

        Assert.Equal(["pypi INSTALLED"], await StatusesAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task No_cluster_is_restarted_for_what_somebody_else_removed()
    {
        workspace.Environment = workspace.Environment with { RestartClusters = true };
        await RunningAsync(Requests);
        await ByHandAsync("install", Jsoup);
        await ByHandAsync("uninstall", Jsoup);

        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_library_that_fails_on_a_running_cluster_fails_the_change_and_is_tried_again()
    {
        await RunningAsync();
        await workspace.HasFileAsync("/Shared/a.jar", "x");
        With("""{ "jar": "/Workspace/Shared/a.jar" }""");
        var planned = await workspace.TryPlanAsync();
        await workspace.Cloud.PostAsync("/api/2.0/workspace/delete", new JObject { ["path"] = "/Shared/a.jar" });

        var outcome = await workspace.ApplyAsync(planned, new TestWorkspace.Nobody(), CancellationToken.None);

        var failed = Assert.Single(outcome.Changes, change => change.Status == ChangeStatus.Failed);
        Assert.Contains("jar /Workspace/Shared/a.jar: ", failed.Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", failed.Message, StringComparison.Ordinal);

        await workspace.HasFileAsync("/Shared/a.jar", "x");
        await workspace.DeployAsync();
        Assert.Equal(["jar INSTALLED"], await StatusesAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_failed_since_is_shown_with_what_the_service_says()
    {
        await workspace.HasFileAsync("/Shared/a.jar", "x");
        await RunningAsync("""{ "jar": "/Workspace/Shared/a.jar" }""");
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
        await SwitchAsync("terminated_uninstall", removal);
        await SwitchAsync("reinstalled_library", "keep");
        await With(Requests).DeployAsync();
        await StopAsync();
        await ByHandAsync("uninstall", Requests);

        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        await workspace.DeployAsync();

        Assert.Equal(("cluster-libraries.etl", true), (change.Asset, change.Drift));
        Assert.Equal(["pypi PENDING"], await StatusesAsync());
    }

    [Fact]
    public async Task Nobody_asks_for_libraries_where_nothing_names_any_and_one_request_is_enough_for_all_clusters()
    {
        await workspace.With(File, Samples.Cluster("etl")).DeployAsync();
        Assert.Equal([], await AskedAsync());

        await With(Requests).DeployAsync();
        Assert.Equal(["cluster-status"], await AskedAsync());

        await workspace.With("clusters/b.json", Samples.Cluster("b", $""" "libraries": [{Jsoup}] """)).DeployAsync();
        Assert.Equal(["all-cluster-statuses"], await AskedAsync());
    }

    [Fact]
    public async Task An_export_writes_them_into_the_file_of_their_cluster()
    {
        await With(Requests, Jsoup).DeployAsync();
        await workspace.With("clusters/b.json", Samples.Cluster("b")).DeployAsync();
        var written = workspace.Text(File);
        Assert.All((await workspace.ExportAsync("clusters")).Files, file => Assert.Equal(ExportAction.Unchanged, file.Action));
        Assert.Equal(written, workspace.Text(File));

        await ByHandAsync("install", """{ "cran": { "package": "ada" } }""");
        await workspace.ExportAsync("clusters");
        Assert.Equal(["pypi", "maven", "cran"], Exported());

        workspace.Without(File);
        await workspace.ExportAsync("clusters");
        Assert.Equal(["pypi", "maven", "cran"], Exported());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task An_overlay_of_the_cluster_gives_it_other_libraries()
    {
        workspace.Environment = workspace.Environment with
        {
            Overlays = JObject.Parse($$"""{ "clusters/etl": { "libraries": [{{Jsoup}}] } }"""),
        };

        await With(Requests).DeployAsync();

        Assert.Equal(["maven PENDING"], await StatusesAsync());
    }

    [Fact]
    public async Task A_wheel_in_Git_is_named_by_its_path_and_is_there_before_it_is_installed()
    {
        workspace.With("notebooks/libs/a-1.0-py3-none-any.whl", [0x50, 0x4b, 0x03]);

        var outcome = await With("""{ "whl": "libs/a-1.0-py3-none-any.whl" }""").DeployAsync();

        Assert.Equal(["clusters.etl", "cluster-libraries.etl", "notebooks.libs/a-1.0-py3-none-any.whl"], Assets(outcome));
        var installed = (await LibrariesAsync())[0]["library"]!;
        Assert.Equal("/Workspace/Shared/app/notebooks/libs/a-1.0-py3-none-any.whl", (string?)installed["whl"]);
        Assert.Contains("notebooks.libs/a-1.0-py3-none-any.whl", outcome.Changes[1].Change.After);
        workspace.Without(File);
        await workspace.ExportAsync("clusters");
        Assert.Equal("libs/a-1.0-py3-none-any.whl", (string?)JObject.Parse(workspace.Text(File))["libraries"]![0]!["whl"]);
    }

    [Theory]
    [InlineData("""{ "pypi": { "package": "a" }, "jar": "/a.jar" }""", "CLU009", "libraries[0] has jar and pypi.")]
    [InlineData("{}", "CLU009", "libraries[0] is no library. Write one of")]
    [InlineData("""{ "whl": "" }""", "FLD009", "is empty. Write a path")]
    [InlineData("""{ "pypi": { "package": "a" } }, { "pypi": { "package": "a", "repo": null } }""", "CLU009", "a second time")]
    [InlineData("""{ "pypi": { "package": "a", "repo": "https://${secret.feed}@x" } }""", "CLU009", "has a secret")]
    [InlineData("\"requests\"", "CLU009", "must be an object")]
    [InlineData("""{ "whl": "libs/none.whl" }""", "CLU010", "there or in libraries/, or correct the name.")]
    public void What_is_wrong_with_a_library_is_found_offline(string library, string code, string words)
    {
        var finding = Assert.Single(With(library).Check());

        Assert.StartsWith("clusters/etl.json(1,", finding, StringComparison.Ordinal);
        Assert.Contains($"error {code}: ", finding, StringComparison.Ordinal);
        Assert.Contains(words, finding, StringComparison.Ordinal);
    }

    private TestWorkspace With(params string[] libraries) =>
        workspace.With(File, Samples.Cluster("etl", $""" "libraries": [{string.Join(", ", libraries)}] """));

    private static IEnumerable<string> Assets(Outcome outcome) => outcome.Changes.Select(change => change.Change.Asset);

    private IEnumerable<string> Exported() =>
        JObject.Parse(workspace.Text(File))["libraries"]!.Select(library => ((JObject)library).Properties().First().Name);

    private async Task RunningAsync(params string[] libraries)
    {
        await With(libraries).DeployAsync();
        await PassAsync();
    }

    private async Task StopAsync()
    {
        await workspace.Cloud.PostAsync("/api/2.1/clusters/delete", new JObject { ["cluster_id"] = await IdAsync() });
        await PassAsync();
    }

    private async Task ByHandAsync(string call, string library)
    {
        await workspace.Cloud.PostAsync(
            $"/api/2.0/libraries/{call}",
            new JObject { ["cluster_id"] = await IdAsync(), ["libraries"] = new JArray(JObject.Parse(library)) }
        );
        await PassAsync();
    }

    private async Task RunJobAsync()
    {
        var job = await workspace.HasJobAsync(Samples.Job("load").Replace("\"etl\"", $"\"{await IdAsync()}\"", StringComparison.Ordinal));
        workspace.Cloud.Server.State.Table("run-outcomes").Put("load/main", new JObject { ["duration_ms"] = 3_600_000 });
        await workspace.Cloud.PostAsync("/api/2.2/jobs/run-now", new JObject { ["job_id"] = job });
    }

    private Task SwitchAsync(string rule, string mode) =>
        workspace.Cloud.AdminAsync("POST", "/unconfirmed", new JObject { ["rule"] = rule, ["mode"] = mode });

    private Task PassAsync() => workspace.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 60_000 });

    private async Task<string> IdAsync() => (string)(await workspace.ClusterAsync("etl"))["cluster_id"]!;

    private async Task<JArray> LibrariesAsync() =>
        (JArray)(await workspace.Cloud.GetAsync($"/api/2.0/libraries/cluster-status?cluster_id={await IdAsync()}"))["library_statuses"]!;

    private async Task<IEnumerable<string>> StatusesAsync() =>
        (await LibrariesAsync())
            .Select(status => $"{((JObject)status["library"]!).Properties().First().Name} {status["status"]}")
            .Order(StringComparer.Ordinal);

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
