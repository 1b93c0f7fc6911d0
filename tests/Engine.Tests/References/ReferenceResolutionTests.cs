using Layercake.Engine.Kinds.References;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.References;

/// <summary>A name in Git becomes the id of what has it in the workspace.</summary>
public sealed class ReferenceResolutionTests : ReferenceTests
{
    private static readonly string[] Listed =
    [
        "instance-pools/list",
        "policies/clusters/list",
        "sql/warehouses",
        "pipelines",
        "sql/queries",
        "sql/alerts",
        "alerts",
        "lakeview/dashboards",
        "notification-destinations",
    ];

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
        Workspace
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
    "legacy-alerts"
)}}",
                          "subscriptions": [{ "destination_id": "{{Named("notification-destinations")}}" }]
                        }
                      }
                    },
                    {
                      "task_key": "warn",
                      "alert_task": { "alert_id": "{{Named(
    "alerts"
)}}", "warehouse_id": "{{Named("warehouses")}}" }
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

        await Workspace.DeployAsync();

        var settings = (JObject)(await Workspace.JobAsync("all"))["settings"]!;
        var sent = AssetReferences.In("jobs", settings);
        Assert.Equal(15, sent.Count);
        Assert.All(sent.Where(reference => reference.To != "jobs"), reference => Assert.Equal(ids[reference.To], reference.Value));
        Assert.Equal(
            JTokenType.Integer,
            settings.SelectToken("tasks[?(@.task_key == 'loop')].for_each_task.task.run_job_task.job_id")?.Type
        );
        Assert.Equal(
            (await Workspace.JobAsync("next"))["job_id"],
            settings.SelectToken("tasks[?(@.task_key == 'loop')].for_each_task.task.run_job_task.job_id")
        );
        Assert.Equal(ids["instance-pools"], (string?)(await Workspace.ClusterAsync("etl"))["instance_pool_id"]);
        Assert.Empty(
            (await Workspace.PlanAsync()).Writes.Select(change =>
                $"{change.Asset} {change.Reason} {string.Join(", ", change.Fields.Select(field => field.Path))}"
            )
        );
    }

    [Fact]
    public async Task A_listing_is_read_once_however_many_jobs_name_something_in_it()
    {
        await OneOfEachAsync();
        for (var i = 0; i < 30; i++)
            Workspace.With(
                $"jobs/job-{i}.json",
                Task($"job-{i}", """ "sql_task": { "warehouse_id": "my warehouses", "query": { "query_id": "my queries" } } """)
            );

        await Workspace.Cloud.ForgetRequestsAsync();
        await Workspace.PlanAsync();

        var requests = await Workspace.Cloud.RequestsAsync();
        Assert.Equal(
            [0, 0, 1, 0, 1, 0, 0, 0, 0],
            Listed.Select(path => requests.Count(request => request.StartsWith($"GET /api/2.0/{path}", StringComparison.Ordinal)))
        );
    }

    [Fact]
    public async Task A_cluster_that_is_really_called_unknown_is_meant()
    {
        await Workspace
            .With("clusters/unknown.json", Samples.Cluster("unknown"))
            .With("jobs/j.json", Samples.Job("j", compute: """ "existing_cluster_id": "__CLUSTER__unknown__" """))
            .DeployAsync();

        Assert.Equal(
            (await Workspace.ClusterAsync("unknown"))["cluster_id"],
            (await Workspace.JobAsync("j")).SelectToken("settings.tasks[0].existing_cluster_id")
        );
    }

    [Fact]
    public async Task A_field_that_someone_set_by_hand_is_drift_and_an_id_in_it_is_no_riddle()
    {
        var ids = await OneOfEachAsync();
        await Workspace
            .With("jobs/j.json", Task("j", """ "environment_key": "e", "notebook_task": { "notebook_path": "/Shared/x" } """))
            .DeployAsync();
        var id = (await Workspace.JobAsync("j"))["job_id"];
        await Workspace.Cloud.PostAsync(
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
        var change = Assert.Single((await Workspace.PlanAsync()).Changes);
        Assert.Contains(ids["notification-destinations"], Assert.Single(change.Fields).Old!.ToString());
        Assert.True(change.Drift);
    }
}
