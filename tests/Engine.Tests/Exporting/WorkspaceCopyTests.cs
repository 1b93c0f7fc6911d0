using Layercake.Engine.Declarations;
using Layercake.Engine.Exporting;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>A workspace is exported, and deployed to others where everything has another id.</summary>
public sealed class WorkspaceCopyTests : IAsyncLifetime
{
    private const string Mappings = "prod.mappings.json";

    private TestWorkspace origin = null!;
    private TestWorkspace copy = null!;
    private UsedWorkspace made = null!;
    private UsedWorkspace copied = null!;

    public async Task InitializeAsync()
    {
        (origin, copy) = (await StartAsync(), await StartAsync());
        (made, copied) = (new UsedWorkspace(origin), new UsedWorkspace(copy));
        await made.FillAsync();
    }

    /// <summary>Clusters stay as they are made: one that runs shows sizes that one which starts does not.</summary>
    private static Task<TestWorkspace> StartAsync() => TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync()
    {
        await origin.DisposeAsync();
        await copy.DisposeAsync();
    }

    [Fact]
    public async Task Only_what_is_gone_is_told_and_no_id_is_left_in_any_file()
    {
        var result = await origin.ExportAsync();

        Assert.Equal(
            ["jobs.on what is gone", "jobs.on what is gone", "jobs.on what is gone"],
            result.Findings.Select(finding => finding.Asset)
        );
        Assert.All(result.Findings, finding => Assert.Equal("EXP010", finding.Code));
        var files = origin.Files().Where(file => file.EndsWith(".json", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            UsedWorkspace.JobCount
                + UsedWorkspace.ClusterCount
                + UsedWorkspace.PoolCount
                + UsedWorkspace.PolicyCount
                + UsedWorkspace.WarehouseCount
                + UsedWorkspace.PipelineCount
                + UsedWorkspace.DestinationCount
                + UsedWorkspace.QueryCount
                + UsedWorkspace.AlertCount
                + UsedWorkspace.DashboardCount,
            files.Count(file => !file.EndsWith(".lvdash.json", StringComparison.Ordinal))
        );
        var ids = new[]
        {
            made.Id("clusters", "ETL"),
            made.Id("instance-pools", "small"),
            made.Id("cluster-policies", "team policy"),
            made.Id("warehouses", "Starter"),
            made.Id("pipelines", "bronze → silver"),
            made.Id("queries", "late orders"),
            made.Id("legacy-alerts", "too late"),
            made.Id("alerts", "too many"),
            made.Id("dashboards", "Trips"),
            made.Id("notification-destinations", "on call"),
            made.Id("jobs", "circle a"),
            made.Id("jobs", "2024"),
        };
        Assert.All(files, file => Assert.All(ids, id => Assert.DoesNotContain(id, origin.Text(file), StringComparison.Ordinal)));
        Assert.Equal(
            "__JOB__2024__",
            (string?)JObject.Parse(origin.Text("jobs/runs 2024.json")).SelectToken("tasks[0].run_job_task.job_id")
        );
        Assert.Equal("circle b", (string?)JObject.Parse(origin.Text("jobs/circle a.json")).SelectToken("tasks[0].run_job_task.job_id"));
        Assert.Equal(
            ["__CLUSTER__unknown__", "late orders", "__WAREHOUSE__unknown__", "__JOB__unknown__"],
            AssetReferences.In("jobs", JObject.Parse(origin.Text("jobs/on what is gone.json")))
                .Select(reference => reference.Written)
        );
    }

    [Fact]
    public async Task The_plan_where_it_came_from_has_nothing_to_do_but_for_what_is_gone()
    {
        await origin.ExportAsync();

        var planned = await origin.TryPlanAsync();
        Assert.Equal(
            ["REF007", "REF007", "REF007"],
            planned.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Code)
        );
        Assert.Equal(["jobs.on what is gone"], planned.Plan.Writes.Select(change => change.Asset));

        Assert.True((await origin.Without("jobs/on what is gone.json").PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task An_empty_workspace_gets_the_same_content_and_then_neither_side_has_anything_to_do()
    {
        await origin.ExportAsync();
        await copied.SurroundAsync();
        Take(
            """
            {
              "compute_name_mappings": {
                "cluster_name_mappings": { "unknown": "ETL" },
                "warehouse_name_mappings": { "unknown": "Starter" }
              },
              "job_name_mappings": { "unknown": "plain" }
            }
            """
        );
        Assert.NotEqual(made.Id("warehouses", "Starter"), copied.Id("warehouses", "Starter"));

        await copy.DeployAsync();

        var gone = new Dictionary<string, string>
        {
            ["clusters gone"] = "clusters ETL",
            ["warehouses gone"] = "warehouses Starter",
            ["404404404"] = "jobs plain",
        };
        var (was, comes) = (
            (await made.ContentAsync())
                .Select(content => gone.Aggregate(content, (text, id) => text.Replace(id.Key, id.Value, StringComparison.Ordinal)))
                .ToList(),
            await copied.ContentAsync()
        );
        Assert.True(
            was.SequenceEqual(comes),
            string.Join(
                '\n',
                was.Except(comes).Select(content => "- " + content).Concat(comes.Except(was).Select(content => "+ " + content))
            )
        );
        Assert.Equal(UsedWorkspace.JobCount + UsedWorkspace.ClusterCount, comes.Count);
        Assert.Empty((await copy.PlanAsync()).Writes.Select(change => $"{change.Asset}: {change.Reason}"));

        var before = Snapshot(copy);
        var again = await copy.ExportAsync();
        Assert.Empty(again.Findings);
        Assert.Equal(before, Snapshot(copy));
        Assert.NotEmpty(again.Files);
        Assert.All(again.Files, file => Assert.Equal((file.Asset, ExportAction.Unchanged), (file.Asset, file.Action)));
    }

    [Fact]
    public async Task Where_clusters_warehouses_and_people_are_called_otherwise_a_mapping_file_is_all_it_takes()
    {
        await origin.ExportAsync("jobs", "notebooks", "init-scripts");
        await copied.SurroundAsync(name => name == "Starter" ? "bi-prod" : null);
        var etl = await copy.HasClusterAsync(Samples.Cluster("etl-prod"));
        var other = await copy.HasClusterAsync(Samples.Cluster("numbered"));
        Take(
            """
            {
              "compute_name_mappings": {
                "cluster_name_mappings": { "ETL": "etl-prod", "12345": "numbered", "unknown": "etl-prod" },
                "warehouse_name_mappings": { "Starter": "bi-prod", "unknown": "bi-prod" }
              },
              "job_name_mappings": { "unknown": "plain" },
              "run_as_mappings": { "default": { "user_name": "robot@contoso.example" } }
            }
            """
        );

        await copy.DeployAsync();

        Assert.Equal(etl, Setting(await copy.JobAsync("plain"), "tasks[0].existing_cluster_id"));
        Assert.Equal(other, Setting(await copy.JobAsync("multi: a/b \"c\" 🚀"), "tasks[?(@.task_key == 'z')].existing_cluster_id"));
        Assert.Equal(copied.Id("warehouses", "bi-prod"), Setting(await copy.JobAsync("draws"), "tasks[0].dashboard_task.warehouse_id"));
        Assert.Equal("robot@contoso.example", Setting(await copy.JobAsync("as someone else"), "run_as.user_name"));
        Assert.Equal(
            (await copy.JobAsync("circle a"))["job_id"],
            (await copy.JobAsync("circle c")).SelectToken("settings.tasks[?(@.task_key == 'next')].run_job_task.job_id")
        );
        Assert.Empty((await copy.PlanAsync()).Writes.Select(change => $"{change.Asset}: {change.Reason}"));

        var before = Snapshot(copy);
        var again = await copy.ExportAsync("jobs");
        Assert.NotEmpty(again.Files);
        Assert.All(again.Files, file => Assert.Equal((file.Asset, ExportAction.Unchanged), (file.Asset, file.Action)));
        Assert.Equal(before, Snapshot(copy));
    }

    /// <summary>Git, as another workspace's pipeline checks it out.</summary>
    private void Take(string mappings)
    {
        foreach (var file in origin.Files().Append(".layercake-export.json"))
            copy.With(file, File.ReadAllBytes(origin.Assets[file]));

        copy.With(Mappings, mappings);
        copy.Environment = copy.Environment with { MappingsFile = copy.Assets[Mappings] };
    }

    private static string? Setting(JObject job, string path) => (string?)job.SelectToken("settings." + path);

    private static IReadOnlyList<string> Snapshot(TestWorkspace workspace) =>
        [.. workspace.Files().Append(".layercake-export.json").Select(file => $"{file} {workspace.Text(file)}")];
}
