using System.Globalization;
using Layercake.Engine.Planning;
using Layercake.Engine.Pruning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>Wheels and the like in <c>libraries/</c>, each version in a folder that is called after its content.</summary>
public sealed class LibraryTests : IAsyncLifetime
{
    private const string Wheel = "tools-1.0-py3-none-any.whl";
    private const string File = $"libraries/{Wheel}";
    private const string Root = "/Workspace/Shared/app/libraries";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        workspace
            .With(File, "one")
            .With("clusters/etl.json", Samples.Cluster("etl", $$""" "libraries": [{ "whl": "{{Wheel}}" }] """))
            .With("jobs/load.json", Job($$"""{ "whl": "{{Wheel}}" }"""));
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task Clusters_and_jobs_name_the_file_and_get_the_place_of_its_version()
    {
        var outcome = await workspace.DeployAsync();

        var place = outcome.Changes[0].Id;
        Assert.Matches($"^{Root}/[0-9a-f]{{12}}/{Wheel}$", place);
        Assert.Equal([place, place, $"-r {place}"], await NamedAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_pipeline_names_it_among_its_packages_and_an_export_brings_the_name_back()
    {
        var pipeline = $$"""{ "name": "etl", "catalog": "main", "environment": { "dependencies": ["-r {{Wheel}}", "pandas"] } }""";
        workspace.Without("clusters/etl.json").Without("jobs/load.json").With("pipelines/etl.json", pipeline);

        var outcome = await workspace.DeployAsync();

        Assert.Equal([$"libraries.{Wheel}", "pipelines.etl"], outcome.Changes.Select(change => change.Change.Asset));
        var made = await workspace.Cloud.GetAsync($"/api/2.0/pipelines/{outcome.Changes[1].Id}");
        Assert.Equal($"-r {outcome.Changes[0].Id}", (string?)made.SelectToken("spec.environment.dependencies[0]"));
        workspace.Without("pipelines/etl.json");
        await workspace.ExportAsync("pipelines");
        Assert.Equal(JObject.Parse(pipeline), JObject.Parse(workspace.Text("pipelines/etl.json")), JToken.EqualityComparer);
        Assert.EndsWith(
            $"environment.dependencies[0] names {Wheel}, which is neither in libraries/ nor in notebooks/. Add the file to libraries/, or "
                + "correct the name.",
            Assert.Single(workspace.Without(File).Check()),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("clusters/etl.json", "cluster-libraries.etl: libraries[0].whl")]
    [InlineData("jobs/load.json", "jobs.load: tasks[0].libraries[0].whl")]
    public void Its_name_does_not_begin_with_the_folder(string file, string field)
    {
        workspace.With(file, workspace.Text(file).Replace($"\"{Wheel}\"", $"\"libraries/{Wheel}\"", StringComparison.Ordinal));

        Assert.EndsWith(
            $"{field} is libraries/{Wheel}, and a name begins below libraries/. Write {Wheel}.",
            Assert.Single(workspace.Check()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Another_content_is_another_library_and_the_one_before_stays_until_it_is_pruned()
    {
        var before = (await workspace.DeployAsync()).Changes[0].Id!;
        var job = await workspace.HasJobAsync(Job($$"""{ "whl": "{{before}}" }""", "of-others"));

        var plan = await workspace.With(File, "two").PlanAsync();
        var after = (await workspace.DeployAsync()).Changes[0].Id!;

        Assert.Equal(
            [ChangeAction.Create, ChangeAction.Update, ChangeAction.Update],
            plan.Writes.Select(change => change.Action)
        );
        Assert.Contains($"stays at {before}", plan.Changes[0].Reason, StringComparison.Ordinal);
        Assert.NotEqual(before, after);
        Assert.Equal([after, after, $"-r {after}"], await NamedAsync());
        Assert.Equal([before, after], (await FilesAsync()).Order(StringComparer.Ordinal).OrderBy(path => path != before));
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        // A job of others still names it.
        Assert.NotNull(Assert.Single((await workspace.PlanPruneAsync()).Plan.Changes).HeldBack);

        await workspace.Cloud.PostAsync("/api/2.2/jobs/delete", new JObject { ["job_id"] = job });
        await workspace.PruneAsync();
        Assert.Equal([after], await FilesAsync());
        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Changes);
    }

    [Theory]
    [InlineData(false, "clusters.etl uses it")]
    [InlineData(true, "a cluster may install it, and what clusters install may not be read")]
    public async Task What_a_cluster_still_installs_is_not_pruned_nor_where_nobody_may_ask(bool isRefused, string reason)
    {
        var before = (await workspace.DeployAsync()).Changes[0].Id!;
        await workspace.With(File, "two").DeployAsync();
        var cluster = (await workspace.ClusterAsync("etl"))["cluster_id"];
        await workspace.Cloud.PostAsync(
            "/api/2.0/libraries/install",
            new JObject { ["cluster_id"] = cluster, ["libraries"] = new JArray(new JObject { ["whl"] = before }) }
        );
        if (isRefused)
            await workspace.Cloud.AddFaultAsync("""{ "path": "/api/2.0/libraries/all-cluster-statuses", "status": 403, "times": 1 }""");

        var held = Assert.Single((await workspace.PlanPruneAsync()).Plan.Changes);

        Assert.Equal((ChangeAction.None, before, reason), (held.Action, held.Id, held.HeldBack));
    }

    [Theory]
    [InlineData("-r {0}")]
    [InlineData("--constraint={0}")]
    [InlineData("{0}")]
    public async Task What_a_job_of_others_names_in_a_line_of_requirements_is_not_pruned(string line)
    {
        var before = (await workspace.DeployAsync()).Changes[0].Id!;
        var dependency = string.Format(CultureInfo.InvariantCulture, line, before);
        await workspace.HasJobAsync(
            $$"""
            {
              "name": "of-others",
              "environments": [{ "environment_key": "a", "spec": { "client": "1", "dependencies": ["{{dependency}}"] } }]
            }
            """
        );
        await workspace.With(File, "two").DeployAsync();

        Assert.Equal("jobs.of-others uses it", Assert.Single((await workspace.PlanPruneAsync()).Plan.Changes).HeldBack);
    }

    [Fact]
    public async Task The_empty_folder_of_a_version_that_a_killed_prune_left_goes_with_the_next()
    {
        var before = (await workspace.DeployAsync()).Changes[0].Id!;
        await workspace.With(File, "two").DeployAsync();
        await workspace.Cloud.PostAsync("/api/2.0/workspace/delete", new JObject { ["path"] = before });
        var folder = Uri.EscapeDataString(before[..before.LastIndexOf('/')]);
        await workspace.Cloud.GetAsync($"/api/2.0/workspace/get-status?path={folder}");

        await workspace.PruneAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => workspace.Cloud.GetAsync($"/api/2.0/workspace/get-status?path={folder}"));
        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Changes);
    }

    [Fact]
    public async Task A_content_that_comes_back_is_at_its_place_still()
    {
        var first = (await workspace.DeployAsync()).Changes[0].Id!;
        var second = (await workspace.With(File, "two").DeployAsync()).Changes[0].Id!;

        await workspace.With(File, "one").DeployAsync();

        Assert.Equal([first, first, $"-r {first}"], await NamedAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        var deleted = Assert.Single((await workspace.PruneAsync()).Changes);
        Assert.Equal(second, deleted.Change.Id);
    }

    [Fact]
    public async Task An_export_has_the_versions_that_Git_has_and_the_names_of_its_files()
    {
        await workspace.DeployAsync();
        await workspace.With(File, "two").DeployAsync();
        var job = workspace.Text("jobs/load.json");
        workspace.Without("clusters/etl.json").Without("jobs/load.json");

        await workspace.ExportAsync();

        Assert.Equal(["clusters/etl.json", "jobs/load.json", File], workspace.Files());
        Assert.Equal("two", workspace.Text(File));
        Assert.Equal(Wheel, (string?)JObject.Parse(workspace.Text("clusters/etl.json"))["libraries"]![0]!["whl"]);
        Assert.Equal(
            JObject.Parse(job).SelectToken("tasks[0].libraries"),
            JObject.Parse(workspace.Text("jobs/load.json")).SelectToken("tasks[0].libraries")
        );
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        workspace.Without(File).Without("clusters/etl.json").Without("jobs/load.json");
        await workspace.ExportAsync("libraries");
        Assert.Equal("two", workspace.Text(File));
    }

    [Fact]
    public async Task They_can_lie_in_a_volume()
    {
        workspace.Environment = workspace.Environment with { LibrariesDestination = "/Volumes/main/ops/libs" };

        var place = (await workspace.DeployAsync()).Changes[0].Id;

        Assert.StartsWith("/Volumes/main/ops/libs/", place, StringComparison.Ordinal);
        Assert.Equal([place, place, $"-r {place}"], await NamedAsync());
        workspace.Without("clusters/etl.json");
        await workspace.ExportAsync("clusters");
        Assert.Equal(Wheel, (string?)JObject.Parse(workspace.Text("clusters/etl.json"))["libraries"]![0]!["whl"]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_version_that_lies_in_two_places_is_pruned_from_both()
    {
        workspace.Without("clusters/etl.json").Without("jobs/load.json");
        var first = (await workspace.DeployAsync()).Changes[0].Id!;
        workspace.Environment = workspace.Environment with { LibrariesDestination = "/Workspace/Shared/other" };
        var second = (await workspace.DeployAsync()).Changes[0].Id!;
        await workspace.With(File, "two").DeployAsync();

        var pruned = (await workspace.PruneAsync()).Changes.Select(change => change.Change.Id).OfType<string>();

        Assert.Equal(new[] { first, second }.Order(StringComparer.Ordinal), pruned.Order(StringComparer.Ordinal));
        Assert.Empty((await workspace.PlanPruneAsync()).Plan.Changes);
    }

    [Fact]
    public void A_wheel_that_pip_refuses_is_found_offline() =>
        Assert.StartsWith(
            "libraries/tools.whl: error LIB002: libraries.tools.whl: ",
            Assert.Single(workspace.With("libraries/tools.whl", "x").Check()),
            StringComparison.Ordinal
        );

    private static string Job(string library, string name = "load") =>
        $$"""
        {
          "name": "{{name}}",
          "tasks": [
            {
              "task_key": "main", "libraries": [{{library}}], "spark_python_task": { "python_file": "dbfs:/x.py" },
              "new_cluster": {{Samples.Cluster("")}}
            },
            { "task_key": "other", "environment_key": "own", "spark_python_task": { "python_file": "dbfs:/x.py" } }
          ],
          "environments": [
            { "environment_key": "own", "spec": { "environment_version": "4", "dependencies": ["-r {{Wheel}}"] } }
          ]
        }
        """.Replace("\"cluster_name\": \"\", ", "", StringComparison.Ordinal);

    /// <summary>What the cluster, the task and the environment of the job name.</summary>
    private async Task<IEnumerable<string?>> NamedAsync()
    {
        var id = (string)(await workspace.ClusterAsync("etl"))["cluster_id"]!;
        var libraries = (await workspace.Cloud.GetAsync($"/api/2.0/libraries/cluster-status?cluster_id={id}"))["library_statuses"]!;
        var settings = (await workspace.JobAsync("load"))["settings"]!;
        return
        [
            (string?)libraries.Single(status => (string?)status["status"] != "UNINSTALL_ON_RESTART")["library"]!["whl"],
            (string?)settings.SelectToken("tasks[0].libraries[0].whl"),
            (string?)settings.SelectToken("environments[0].spec.dependencies[0]"),
        ];
    }

    private async Task<IReadOnlyList<string>> FilesAsync()
    {
        var folders = (await workspace.Cloud.GetAsync($"/api/2.0/workspace/list?path={Root}"))["objects"] ?? new JArray();
        var files = new List<string>();
        foreach (var folder in folders)
        {
            var below = (await workspace.Cloud.GetAsync($"/api/2.0/workspace/list?path={folder["path"]}"))["objects"];
            files.AddRange((below ?? new JArray()).Select(file => $"/Workspace{file["path"]}"));
        }

        return files;
    }
}
