using Layercake.Engine.Exporting;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>Which files an export writes, and what stands in them.</summary>
public sealed class ExportFilesTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task New_files_of_what_can_have_permissions_are_counted_where_these_are_left_out()
    {
        await workspace.HasJobAsync("""{ "name": "nightly" }""");

        var whole = await workspace.ExportAsync(request => request with { WithPermissions = true, DryRun = true });
        Assert.Equal(0, whole.WithoutPermissions);
        Assert.Equal(1, (await workspace.ExportAsync("jobs")).WithoutPermissions);
        Assert.Equal(0, (await workspace.ExportAsync("jobs")).WithoutPermissions);
    }

    [Fact]
    public async Task What_a_file_says_and_the_workspace_holds_stays_in_it_though_a_new_file_would_leave_it_out()
    {
        var deployer = (string)(await workspace.Cloud.GetAsync("/api/2.0/preview/scim/v2/Me"))["userName"]!;
        await workspace
            .With("jobs/a.json", $$"""{ "name": "a", "run_as": { "user_name": "{{deployer}}" }, "max_concurrent_runs": 1 }""")
            .With("warehouses/w.json", """{ "name": "w", "cluster_size": "Small", "min_num_clusters": 1, "enable_photon": true }""")
            .DeployAsync();
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject
            {
                ["job_id"] = (await workspace.JobAsync("a"))["job_id"],
                ["new_settings"] = new JObject { ["description"] = "by hand" },
            }
        );

        await workspace.ExportAsync("jobs", "warehouses");

        var job = JObject.Parse(workspace.Text("jobs/a.json"));
        Assert.Equal(("by hand", deployer), ((string?)job["description"], (string?)job.SelectToken("run_as.user_name")));
        Assert.Equal(1, (int?)job["max_concurrent_runs"]);
        Assert.Equal(1, (int?)JObject.Parse(workspace.Text("warehouses/w.json"))["min_num_clusters"]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_file_reads_with_the_name_first_the_tasks_last_and_no_defaults()
    {
        await workspace.HasJobAsync(
            """
            {
              "tasks": [{ "notebook_task": { "notebook_path": "/Shared/x" }, "task_key": "main" }],
              "name": "nightly",
              "max_concurrent_runs": 1,
              "description": "Loads."
            }
            """
        );

        await workspace.ExportAsync("jobs");

        Assert.Equal(
            """
            {
              "name": "nightly",
              "description": "Loads.",
              "tasks": [
                {
                  "task_key": "main",
                  "notebook_task": {
                    "notebook_path": "/Shared/x"
                  }
                }
              ]
            }

            """.ReplaceLineEndings("\n"),
            workspace.Text("jobs/nightly.json")
        );
    }

    [Fact]
    public async Task An_asset_that_is_declared_in_another_file_is_updated_there_and_keeps_its_order()
    {
        var id = await workspace.HasJobAsync(Samples.Job("nightly", compute: Samples.Free));
        workspace.With(
            "jobs/team/mine.json",
            """
            {
              "tasks": [{ "max_retries": 1, "task_key": "main", "notebook_task": { "notebook_path": "/Shared/x" } }],
              "name": "nightly",
              "tags": { "a": "1" }
            }
            """
        );
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject
            {
                ["job_id"] = id,
                ["new_settings"] = new JObject { ["tags"] = new JObject { ["a"] = "2" } },
            }
        );

        var file = Assert.Single((await workspace.ExportAsync("jobs")).Files);

        Assert.Equal(("jobs/team/mine.json", ExportAction.Changed), (file.File, file.Action));
        Assert.Equal(["jobs/team/mine.json"], workspace.Files());
        Assert.Equal(
            ["tasks", "name", "tags", "queue"],
            JObject
                .Parse(workspace.Text("jobs/team/mine.json"))
                .Properties()
                .Select(field => field.Name)
                .Except(["email_notifications"])
                .Append("queue")
                .Distinct()
        );
    }

    [Fact]
    public async Task Clusters_that_jobs_made_are_not_exported()
    {
        var job = await workspace.HasJobAsync(
            Samples.Job(
                "nightly",
                compute: """
                "new_cluster": { "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1 }
                """
            )
        );
        await workspace.HasClusterAsync(Samples.Cluster("etl"));
        await workspace.Cloud.PostAsync("/api/2.2/jobs/run-now", new JObject { ["job_id"] = job });

        await workspace.ExportAsync("clusters");

        Assert.Equal(["clusters/etl.json"], workspace.Files());
    }
}
