using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.References;

/// <summary>A name or an id that is nothing, several things or something else is told with what was meant.</summary>
public sealed class ReferenceFindingsTests : ReferenceTests
{
    [Fact]
    public async Task A_name_that_nothing_has_gets_the_nearest_one_and_all_that_are_known()
    {
        await OneOfEachAsync();

        Assert.Equal(
            "jobs/j.json(1,84): error REF001: jobs.j: tasks[0].pipeline_task.pipeline_id names the pipeline my pipelins, which "
                + "neither Git nor the workspace has. Did you mean my pipelines? Known pipelines: my pipelines.",
            Assert.Single(await FindingsAsync(""" "pipeline_task": { "pipeline_id": "my pipelins" } """))
        );
    }

    [Fact]
    public async Task Where_there_is_nothing_to_name_it_says_where_to_make_it()
    {
        var ofAlert = await FindingsAsync(""" "sql_task": { "warehouse_id": "w", "alert": { "alert_id": "a" } } """);
        Assert.Contains(ofAlert, told => told.EndsWith("There are no warehouses. Declare it in warehouses/.", StringComparison.Ordinal));
        Assert.Contains(
            ofAlert,
            told => told.EndsWith("There are no legacy alerts. Create it in the workspace.", StringComparison.Ordinal)
        );
        Assert.EndsWith(
            "Declare it in clusters/.",
            Assert.Single(await FindingsAsync(""" "existing_cluster_id": "etl", "notebook_task": { "notebook_path": "/Shared/x" } """))
        );
    }

    [Fact]
    public async Task An_id_that_the_workspace_does_not_have_is_no_id() =>
        Assert.Contains(
            "error REF001: jobs.j: tasks[0].run_job_task.job_id names the job 123456789012345, which",
            Assert.Single(await FindingsAsync(""" "run_job_task": { "job_id": 123456789012345 } """))
        );

    [Fact]
    public async Task A_name_that_two_have_lists_both_with_their_creators_and_an_id_settles_it()
    {
        var ids = new List<string>();
        foreach (var _ in new[] { 1, 2 })
            ids.Add(
                (string)
                    (
                        await Workspace.Cloud.PostAsync(
                            "/api/2.0/pipelines",
                            new JObject
                            {
                                ["name"] = "twin",
                                ["catalog"] = "main",
                                ["allow_duplicate_names"] = true,
                            }
                        )
                    )["pipeline_id"]!
            );

        var finding = Assert.Single(await FindingsAsync(""" "pipeline_task": { "pipeline_id": "twin" } """));
        Assert.Contains(
            "error REF002: jobs.j: tasks[0].pipeline_task.pipeline_id names the pipeline twin, but the workspace has 2 of that name: ",
            finding
        );
        Assert.All(ids, id => Assert.Contains($"{id} (made by ", finding));

        await Workspace.With("jobs/j.json", Task("j", $""" "pipeline_task": {"{"} "pipeline_id": "{ids[0]}" {"}"} """)).DeployAsync();
        var field = Assert.Single(
            Assert
                .Single(
                    (
                        await Workspace
                            .With("jobs/j.json", Task("j", $""" "pipeline_task": {"{"} "pipeline_id": "{ids[1]}" {"}"} """))
                            .PlanAsync()
                    ).Writes
                )
                .Fields
        );
        Assert.Equal((ids[0], ids[1]), ((string?)field.Old, (string?)field.New));
    }

    [Fact]
    public async Task The_long_form_of_another_kind_is_a_finding() =>
        Assert.Contains(
            "error REF006: jobs.j: tasks[0].existing_cluster_id says __WAREHOUSE__etl__, the long form of a SQL warehouse, and a "
                + "cluster is named here. Write __CLUSTER__etl__ or the plain name.",
            Assert.Single(
                await FindingsAsync(""" "existing_cluster_id": "__WAREHOUSE__etl__", "notebook_task": { "notebook_path": "/Shared/x" } """)
            )
        );

    [Fact]
    public async Task An_exported_file_that_names_what_was_gone_asks_for_a_mapping() =>
        Assert.Contains(
            "error REF007: jobs.j: tasks[0].existing_cluster_id says __CLUSTER__unknown__: ",
            Assert.Single(
                await FindingsAsync(
                    """ "existing_cluster_id": "__CLUSTER__unknown__", "notebook_task": { "notebook_path": "/Shared/x" } """
                )
            )
        );

    [Fact]
    public async Task What_was_gone_is_told_offline_too_where_no_mapping_and_no_file_says_what_it_is()
    {
        Workspace.With(
            "jobs/j.json",
            Task("j", """ "existing_cluster_id": "__CLUSTER__unknown__", "notebook_task": { "notebook_path": "/Shared/x" } """)
        );

        Assert.Contains(
            "warning REF007: jobs.j: tasks[0].existing_cluster_id says __CLUSTER__unknown__: ",
            Assert.Single(Workspace.Check())
        );
        Assert.Contains("error REF007", Assert.Single(await Workspace.FindingsAsync()));

        Assert.Empty(Workspace.With("clusters/unknown.json", Samples.Cluster("unknown")).Check());
    }

    [Theory]
    [InlineData(403, "PERMISSION_DENIED")]
    [InlineData(404, "ENDPOINT_NOT_FOUND")]
    public async Task Where_a_listing_is_refused_a_name_is_an_error_and_an_id_is_sent_with_a_warning(int status, string code)
    {
        var warehouse = (string)
            (
                await Workspace.Cloud.PostAsync(
                    "/api/2.0/sql/warehouses",
                    new JObject { ["name"] = "bi", ["cluster_size"] = "Small" }
                )
            )["id"]!;
        await Workspace.Cloud.AddFaultAsync(
            $$"""
            {
              "method": "GET",
              "path": "/api/2.0/sql/warehouses",
              "status": {{status}},
              "body": { "error_code": "{{code}}", "message": "No." },
              "times": 0
            }
            """
        );

        Assert.Contains(
            "error REF004: jobs.j: tasks[0].sql_task.warehouse_id names the SQL warehouse etl, and the workspace does not list "
                + "its warehouses",
            Assert.Single(await FindingsAsync(""" "sql_task": { "warehouse_id": "etl", "file": { "path": "/Shared/x.sql" } } """))
        );
        Assert.Contains(
            "warning REF005: jobs.j: ",
            Assert.Single(
                await FindingsAsync($$""" "sql_task": { "warehouse_id": "{{warehouse}}", "file": { "path": "/Shared/x.sql" } } """)
            )
        );

        await Workspace.DeployAsync();
        Assert.Equal(warehouse, (string?)(await Workspace.JobAsync("j")).SelectToken("settings.tasks[0].sql_task.warehouse_id"));
        Assert.True((await Workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Positions_survive_when_a_notebook_of_the_same_job_was_placed()
    {
        Workspace
            .With("notebooks/load.py", Samples.Notebook())
            .With(
                "jobs/j.json",
                """
                { "name": "j",
                  "tasks": [ { "task_key": "a", "notebook_task": { "notebook_path": "load" },
                    "existing_cluster_id": "nothing" } ] }
                """
            );

        Assert.StartsWith("jobs/j.json(3,", Assert.Single(await Workspace.FindingsAsync()));
    }
}
