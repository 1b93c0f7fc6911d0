using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>Names in Git, ids in the workspace: for everything that a job or a cluster can name.</summary>
public sealed class ReferenceTests : IAsyncLifetime
{
    private static readonly string[] Listed =
    [
        "instance-pools/list",
        "policies/clusters/list",
        "sql/warehouses",
        "pipelines",
        "sql/queries",
        "sql/alerts",
        "lakeview/dashboards",
        "notification-destinations",
    ];

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("plain")]
    [InlineData("long")]
    [InlineData("id")]
    public async Task Everything_that_a_job_can_name_is_named_and_its_id_is_sent(string form)
    {
        var ids = await OneOfEachAsync();
        string Named(string kind) =>
            form switch
            {
                "plain" => $"my {kind}",
                "long" => AssetReferences.Target(kind).Marked($"my {kind}"),
                _ => ids[kind],
            };
        workspace
            .With(
                "clusters/etl.json",
                $$"""
                {
                  "cluster_name": "etl",
                  "spark_version": "16.4.x-scala2.12",
                  "num_workers": 1,
                  "instance_pool_id": "{{Named("instance-pools")}}"
                }
                """
            )
            .With(
                "jobs/all.json",
                $$"""
                {
                  "name": "all",
                  "webhook_notifications": { "on_failure": [{ "id": "{{Named("notification-destinations")}}" }] },
                  "job_clusters": [{
                    "job_cluster_key": "main",
                    "new_cluster": {
                      "spark_version": "16.4.x-scala2.12",
                      "num_workers": 1,
                      "policy_id": "{{Named(
    "cluster-policies"
)}}",
                      "instance_pool_id": "{{Named("instance-pools")}}"
                    }
                  }],
                  "tasks": [
                    {
                      "task_key": "query",
                      "sql_task": {
                        "warehouse_id": "{{Named("warehouses")}}",
                        "query": { "query_id": "{{Named(
    "queries"
)}}" }
                      }
                    },
                    {
                      "task_key": "alert",
                      "sql_task": {
                        "warehouse_id": "{{Named("warehouses")}}",
                        "alert": {
                          "alert_id": "{{Named(
    "alerts"
)}}",
                          "subscriptions": [{ "destination_id": "{{Named("notification-destinations")}}" }]
                        }
                      }
                    },
                    {
                      "task_key": "board",
                      "dashboard_task": {
                        "dashboard_id": "{{Named("dashboards")}}",
                        "warehouse_id": "{{Named(
    "warehouses"
)}}"
                      }
                    },
                    {
                      "task_key": "load",
                      "pipeline_task": { "pipeline_id": "{{Named(
    "pipelines"
)}}" },
                      "webhook_notifications": { "on_start": [{ "id": "{{Named("notification-destinations")}}" }] }
                    },
                    {
                      "task_key": "loop",
                      "for_each_task": {
                        "inputs": "[1]",
                        "task": {
                          "task_key": "inner",
                          "run_job_task": { "job_id": "{{(
    form == "long" ? "__JOB__next__" : "next"
)}}" }
                        }
                      }
                    }
                  ]
                }
                """
            )
            .With("jobs/next.json", Samples.Job("next"));

        await workspace.DeployAsync();

        var settings = (JObject)(await workspace.JobAsync("all"))["settings"]!;
        var sent = AssetReferences.In("jobs", settings);
        Assert.Equal(13, sent.Count);
        Assert.All(sent.Where(reference => reference.To != "jobs"), reference => Assert.Equal(ids[reference.To], reference.Value));
        Assert.Equal(
            JTokenType.Integer,
            settings.SelectToken("tasks[?(@.task_key == 'loop')].for_each_task.task.run_job_task.job_id")?.Type
        );
        Assert.Equal(
            (await workspace.JobAsync("next"))["job_id"],
            settings.SelectToken("tasks[?(@.task_key == 'loop')].for_each_task.task.run_job_task.job_id")
        );
        Assert.Equal(ids["instance-pools"], (string?)(await workspace.ClusterAsync("etl"))["instance_pool_id"]);
        Assert.Empty(
            (await workspace.PlanAsync()).Writes.Select(change =>
                $"{change.Asset} {change.Reason} {string.Join(", ", change.Fields.Select(field => field.Path))}"
            )
        );
    }

    [Fact]
    public async Task A_listing_is_read_once_however_many_jobs_name_something_in_it()
    {
        await OneOfEachAsync();
        for (var i = 0; i < 30; i++)
            workspace.With(
                $"jobs/job-{i}.json",
                Task($"job-{i}", """ "sql_task": { "warehouse_id": "my warehouses", "query": { "query_id": "my queries" } } """)
            );

        await workspace.Cloud.ForgetRequestsAsync();
        await workspace.PlanAsync();

        var requests = await workspace.Cloud.RequestsAsync();
        Assert.Equal(
            [0, 0, 1, 0, 1, 0, 0, 0],
            Listed.Select(path => requests.Count(request => request.StartsWith($"GET /api/2.0/{path}", StringComparison.Ordinal)))
        );
    }

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
        Assert.EndsWith(
            "There are no warehouses. Create it in the workspace.",
            Assert.Single(await FindingsAsync(""" "sql_task": { "warehouse_id": "w", "file": { "path": "/Shared/x.sql" } } """))
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
                        await workspace.Cloud.PostAsync(
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

        await workspace.With("jobs/j.json", Task("j", $""" "pipeline_task": {"{"} "pipeline_id": "{ids[0]}" {"}"} """)).DeployAsync();
        var field = Assert.Single(
            Assert
                .Single(
                    (
                        await workspace
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
    public async Task A_cluster_that_is_really_called_unknown_is_meant()
    {
        await workspace
            .With("clusters/unknown.json", Samples.Cluster("unknown"))
            .With("jobs/j.json", Samples.Job("j", compute: """ "existing_cluster_id": "__CLUSTER__unknown__" """))
            .DeployAsync();

        Assert.Equal(
            (await workspace.ClusterAsync("unknown"))["cluster_id"],
            (await workspace.JobAsync("j")).SelectToken("settings.tasks[0].existing_cluster_id")
        );
    }

    [Theory]
    [InlineData(403, "PERMISSION_DENIED")]
    [InlineData(404, "ENDPOINT_NOT_FOUND")]
    public async Task Where_a_listing_is_refused_a_name_is_an_error_and_an_id_is_sent_with_a_warning(int status, string code)
    {
        await workspace.Cloud.AddFaultAsync(
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
                await FindingsAsync(""" "sql_task": { "warehouse_id": "7fa0c2d49be13865", "file": { "path": "/Shared/x.sql" } } """)
            )
        );

        await workspace.DeployAsync();
        Assert.Equal("7fa0c2d49be13865", (string?)(await workspace.JobAsync("j")).SelectToken("settings.tasks[0].sql_task.warehouse_id"));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_field_that_someone_set_by_hand_is_drift_and_an_id_in_it_is_no_riddle()
    {
        var ids = await OneOfEachAsync();
        await workspace
            .With("jobs/j.json", Task("j", """ "environment_key": "e", "notebook_task": { "notebook_path": "/Shared/x" } """))
            .DeployAsync();
        var id = (await workspace.JobAsync("j"))["job_id"];
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            new JObject
            {
                ["job_id"] = id,
                ["new_settings"] = JObject.Parse(
                    $$"""{ "webhook_notifications": { "on_failure": [ { "id": "{{ids["notification-destinations"]}}" } ] } }"""
                ),
            }
        );

        // Nothing in Git names a destination, so their names were not asked for.
        var change = Assert.Single((await workspace.PlanAsync()).Changes);
        Assert.Contains(ids["notification-destinations"], Assert.Single(change.Fields).Old!.ToString());
        Assert.True(change.Drift);
    }

    [Fact]
    public async Task Positions_survive_when_a_notebook_of_the_same_job_was_placed()
    {
        workspace
            .With("notebooks/load.py", Samples.Notebook())
            .With(
                "jobs/j.json",
                """
                { "name": "j",
                  "tasks": [ { "task_key": "a", "notebook_task": { "notebook_path": "load" },
                    "existing_cluster_id": "nothing" } ] }
                """
            );

        Assert.StartsWith("jobs/j.json(3,", Assert.Single(await workspace.FindingsAsync()));
    }

    private static string Task(string name, string task) => $$"""{ "name": "{{name}}", "tasks": [ { "task_key": "main", {{task}} } ] }""";

    private Task<IReadOnlyList<string>> FindingsAsync(string task) => workspace.With("jobs/j.json", Task("j", task)).FindingsAsync();

    /// <summary>One object of each kind that can be named and is not deployed, called <c>my KIND</c>; their ids by kind.</summary>
    private async Task<Dictionary<string, string>> OneOfEachAsync()
    {
        var calls = new (string Kind, string Path, string IdField, string Spec)[]
        {
            (
                "instance-pools",
                "instance-pools/create",
                "instance_pool_id",
                """{ "instance_pool_name": "my instance-pools", "node_type_id": "Standard_D4ds_v5" }"""
            ),
            ("cluster-policies", "policies/clusters/create", "policy_id", """{ "name": "my cluster-policies", "definition": "{}" }"""),
            ("warehouses", "sql/warehouses", "id", """{ "name": "my warehouses", "cluster_size": "2X-Small" }"""),
            ("pipelines", "pipelines", "pipeline_id", """{ "name": "my pipelines", "catalog": "main" }"""),
            ("queries", "sql/queries", "id", """{ "query": { "display_name": "my queries", "query_text": "select 1" } }"""),
            (
                "alerts",
                "sql/alerts",
                "id",
                """{ "alert": { "display_name": "my alerts", "query_id": "8f1c2a34-5b6d-4e7f-9a0b-c1d2e3f4a5b6" } }"""
            ),
            ("dashboards", "lakeview/dashboards", "dashboard_id", """{ "display_name": "my dashboards" }"""),
            (
                "notification-destinations",
                "notification-destinations",
                "id",
                """{ "display_name": "my notification-destinations", "config": { "email": { "addresses": [ "ops@contoso.example" ] } } }"""
            ),
        };
        var ids = new Dictionary<string, string>();
        foreach (var (kind, path, idField, spec) in calls)
            ids.Add(kind, (string)(await workspace.Cloud.PostAsync($"/api/2.0/{path}", JObject.Parse(spec)))[idField]!);

        return ids;
    }
}
