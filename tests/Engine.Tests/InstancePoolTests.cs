using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Checks;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>What is special about instance pools.</summary>
public sealed class InstancePoolTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task Changing_the_node_type_recreates_the_pool()
    {
        await workspace.With("instance-pools/etl.json", Pool("Standard_D4ds_v5")).DeployAsync();

        var change = Assert.Single((await workspace.With("instance-pools/etl.json", Pool("Standard_E8ds_v5")).PlanAsync()).Changes);

        Assert.Equal(ChangeAction.Recreate, change.Action);
        Assert.Equal("node_type_id changed, and the service refuses to change it", change.Reason);
    }

    [Fact]
    public async Task A_cluster_names_its_pool_and_the_workspace_gets_the_id()
    {
        workspace.With("instance-pools/etl.json", Pool("Standard_D4ds_v5")).With("clusters/etl.json", ClusterOf("etl"));

        var outcome = await workspace.DeployAsync();

        Assert.Equal(outcome.Changes[0].Id, (string?)(await workspace.ClusterAsync("etl"))["instance_pool_id"]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Clusters_and_jobs_follow_a_recreated_pool_in_the_same_run()
    {
        workspace
            .With("instance-pools/etl.json", Pool("Standard_D4ds_v5"))
            .With("clusters/etl.json", ClusterOf("etl"))
            .With("jobs/nightly.json", JobOf("etl"));
        var before = (await workspace.DeployAsync()).Changes[0].Id;
        workspace.With("instance-pools/etl.json", Pool("Standard_E8ds_v5"));

        Assert.Equal(
            [
                ("instance-pools.etl", ChangeAction.Recreate, "node_type_id changed, and the service refuses to change it"),
                ("clusters.etl", ChangeAction.Update, "names instance-pools.etl, which is recreated"),
                ("jobs.nightly", ChangeAction.Update, "names instance-pools.etl, which is recreated"),
            ],
            (await workspace.PlanAsync()).Changes.Select(change => (change.Asset, change.Action, change.Reason))
        );

        var id = (await workspace.DeployAsync()).Changes[0].Id;

        Assert.NotEqual(before, id);
        Assert.Equal([id], (await PoolsAsync()).Select(pool => (string?)pool["instance_pool_id"]));
        Assert.Equal(id, (string?)(await workspace.ClusterAsync("etl"))["instance_pool_id"]);
        Assert.Equal(
            id,
            (string?)(await workspace.JobAsync("nightly")).SelectToken("settings.job_clusters[0].new_cluster.instance_pool_id")
        );
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData(""" "enable_elastic_disk": false """, "enable_elastic_disk changed, and an edit of the pool ignores it")]
    [InlineData(
        """ "preloaded_spark_versions": ["17.3.x-scala2.13"] """,
        "preloaded_spark_versions changed, and the service refuses to change it"
    )]
    [InlineData(
        """ "preloaded_docker_images": [{ "url": "r.example/a", "basic_auth": { "username": "u", "password": "p" } }] """,
        "preloaded_docker_images changed, and the service refuses to change it"
    )]
    [InlineData(
        """ "disk_spec": { "disk_count": 1, "disk_size": 100 } """,
        "disk_spec changed, and the service refuses to change it"
    )]
    [InlineData(
        """ "azure_attributes": { "availability": "SPOT_AZURE", "spot_bid_max_price": 0.5 } """,
        "azure_attributes.availability changed, and the service refuses to change it"
    )]
    public async Task What_an_edit_cannot_change_recreates_the_pool_when_it_comes_and_when_it_goes(string field, string reason)
    {
        await workspace.With("instance-pools/etl.json", Pool()).DeployAsync();

        workspace.With("instance-pools/etl.json", Pool(more: field));
        var came = Assert.Single((await workspace.PlanAsync()).Changes);
        Assert.Equal((ChangeAction.Recreate, reason), (came.Action, came.Reason));
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        workspace.With("instance-pools/etl.json", Pool());
        Assert.Equal(ChangeAction.Recreate, Assert.Single((await workspace.PlanAsync()).Changes).Action);
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData(""" "min_idle_instances": 2 """)]
    [InlineData(""" "max_capacity": 9 """)]
    [InlineData(""" "idle_instance_autotermination_minutes": 5 """)]
    [InlineData(""" "idle_instance_autotermination_minutes": 0 """)]
    [InlineData(""" "custom_tags": { "team": "core" } """)]
    public async Task What_an_edit_can_change_keeps_the_pool_and_goes_when_it_leaves_the_file(string field)
    {
        var id = (await workspace.With("instance-pools/etl.json", Pool()).DeployAsync()).Changes[0].Id;
        var before = Comparable(Assert.Single(await PoolsAsync()));

        foreach (var more in new[] { field, "" })
        {
            workspace.With("instance-pools/etl.json", Pool(more: more));
            Assert.Equal(ChangeAction.Update, Assert.Single((await workspace.PlanAsync()).Changes).Action);
            Assert.Equal(id, (await workspace.DeployAsync()).Changes[0].Id);
            Assert.True((await workspace.PlanAsync()).IsEmpty);
        }

        Assert.Equal(before, Comparable(Assert.Single(await PoolsAsync())));
    }

    [Fact]
    public async Task Values_that_the_service_fills_in_are_no_difference_when_a_pool_is_adopted()
    {
        await HasPoolAsync(Pool());

        var change = Assert.Single((await workspace.With("instance-pools/etl.json", Pool()).PlanAsync()).Changes);

        Assert.Equal((ChangeAction.None, true), (change.Action, change.Adopts));
    }

    [Fact]
    public async Task The_order_of_versions_and_images_has_no_meaning()
    {
        const string One = """
            "preloaded_spark_versions": ["16.4.x-scala2.12", "17.3.x-scala2.13"],
            "preloaded_docker_images": [{ "url": "r.example/a" }, { "url": "r.example/b" }]
            """;
        const string Other = """
            "preloaded_spark_versions": ["17.3.x-scala2.13", "16.4.x-scala2.12"],
            "preloaded_docker_images": [{ "url": "r.example/b" }, { "url": "r.example/a" }]
            """;
        await workspace.With("instance-pools/etl.json", Pool(more: One)).DeployAsync();

        Assert.True((await workspace.With("instance-pools/etl.json", Pool(more: Other)).PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task The_tags_of_the_environment_are_given_to_the_pool()
    {
        workspace.Environment = workspace.Environment with { AssetTags = new JObject { ["stage"] = "test" } };

        await workspace.With("instance-pools/etl.json", Pool()).DeployAsync();

        Assert.Equal("test", (string?)Assert.Single(await PoolsAsync())["custom_tags"]?["stage"]);
    }

    [Fact]
    public async Task Permissions_are_given_after_the_pool()
    {
        workspace.With(
            "instance-pools/etl.json",
            Pool(more: """ "access_control_list": [{ "group_name": "users", "permission_level": "CAN_ATTACH_TO" }] """)
        );

        var outcome = await workspace.DeployAsync();

        Assert.Equal(["instance-pools.etl", "permissions.instance-pools.etl"], outcome.Changes.Select(change => change.Change.Asset));
        var list = (await workspace.Cloud.GetAsync($"/api/2.0/permissions/instance-pools/{outcome.Changes[0].Id}"))["access_control_list"]!;
        Assert.Equal(
            "CAN_ATTACH_TO",
            (string?)list.Single(entry => (string?)entry["group_name"] == "users").SelectToken("all_permissions[0].permission_level")
        );
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public void A_level_that_pools_do_not_have_is_an_error() =>
        Assert.Contains(
            "error PRM005: ",
            Assert.Single(
                Checked.File(
                    "instance-pools/etl.json",
                    Pool(more: """ "access_control_list": [{ "group_name": "users", "permission_level": "CAN_RESTART" }] """)
                )
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_pool_that_left_Git_is_pruned()
    {
        workspace.With("init-scripts/a.sh", "echo\n");
        await workspace.With("instance-pools/etl.json", Pool()).With("clusters/etl.json", ClusterOf("etl")).DeployAsync();
        await workspace.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 600_000 });
        workspace.Without("instance-pools/etl.json").Without("clusters/etl.json");

        var outcome = await workspace.PruneAsync();

        Assert.Equal(["clusters.etl", "instance-pools.etl"], outcome.Changes.Select(change => change.Change.Asset));
        Assert.Empty(await PoolsAsync());
    }

    [Fact]
    public async Task An_exported_pool_deploys_as_the_same_pool_without_what_the_service_filled_in()
    {
        await HasPoolAsync(Pool(more: """ "max_capacity": 9, "custom_tags": { "team": "core" } """));
        var cluster = JObject.Parse(ClusterOf("etl"));
        cluster["instance_pool_id"] = Assert.Single(await PoolsAsync())["instance_pool_id"];
        await workspace.HasClusterAsync(cluster.ToString());

        await workspace.ExportAsync();

        Assert.Equal(
            JObject.Parse(Pool(more: """ "max_capacity": 9, "custom_tags": { "team": "core" } """)),
            JObject.Parse(workspace.Text("instance-pools/etl.json")),
            JToken.EqualityComparer
        );
        Assert.Equal("etl", (string?)JObject.Parse(workspace.Text("clusters/etl.json"))["instance_pool_id"]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        await using var other = await TestWorkspace.StartAsync();
        other.With("instance-pools/etl.json", workspace.Text("instance-pools/etl.json"));
        await other.DeployAsync();
        var copied = (await other.Cloud.GetAsync("/api/2.0/instance-pools/list"))["instance_pools"]!;
        Assert.Equal(Comparable(Assert.Single(await PoolsAsync())), Comparable(Assert.Single(copied)));
    }

    [Fact]
    public async Task An_export_keeps_the_password_of_an_image_that_the_service_does_not_return()
    {
        var images = """ "preloaded_docker_images": [{ "url": "r.example/a", "basic_auth": { "username": "u", "password": "p" } }] """;
        await workspace.With("instance-pools/etl.json", Pool(more: images)).DeployAsync();
        await EditAsync(Assert.Single(await PoolsAsync()), "max_capacity", 3);

        await workspace.ExportAsync("instance-pools");

        var exported = JObject.Parse(workspace.Text("instance-pools/etl.json"));
        Assert.Equal("p", (string?)exported.SelectToken("preloaded_docker_images[0].basic_auth.password"));
        Assert.Equal(3, (int?)exported["max_capacity"]);
    }

    [Theory]
    [InlineData("state", "DELETED")]
    [InlineData("instance_pool_name", "")]
    public async Task A_deleted_pool_that_can_still_be_read_is_gone(string field, string value)
    {
        await workspace.With("instance-pools/etl.json", Pool()).DeployAsync();
        var pool = Assert.Single(await PoolsAsync());
        await workspace.Cloud.PostAsync(
            "/api/2.0/instance-pools/delete",
            new JObject { ["instance_pool_id"] = pool["instance_pool_id"] }
        );
        pool[field] = value;
        await workspace.Cloud.AddFaultAsync(
            new JObject
            {
                ["method"] = "GET",
                ["path"] = "/api/2.0/instance-pools/get",
                ["status"] = 200,
                ["body"] = pool,
            }.ToString()
        );

        var change = Assert.Single((await workspace.PlanAsync()).Changes);

        Assert.Equal((ChangeAction.Create, "deleted in the workspace since the last deployment"), (change.Action, change.Reason));
    }

    [Fact]
    public async Task Where_pools_may_not_be_listed_the_id_of_one_that_is_not_declared_is_sent_with_a_warning()
    {
        var id = await HasPoolAsync(Pool());
        await workspace.Cloud.AddFaultAsync(
            """
            {
              "method": "GET",
              "path": "/api/2.0/instance-pools/list",
              "status": 403,
              "body": { "error_code": "PERMISSION_DENIED", "message": "No." },
              "times": 0
            }
            """
        );
        workspace.With("clusters/etl.json", ClusterOf(id));

        Assert.Contains("warning REF005: clusters.etl: ", Assert.Single(await workspace.FindingsAsync()), StringComparison.Ordinal);
        await workspace.DeployAsync();
        Assert.Equal(id, (string?)(await workspace.ClusterAsync("etl"))["instance_pool_id"]);
    }

    [Theory]
    [InlineData(
        """ "min_idle_instances": 8, "max_capacity": 4 """,
        "error IPL001: instance-pools.etl: min_idle_instances is 8, max_capacity is 4. Raise max_capacity to 8 or lower min_idle_instances."
    )]
    [InlineData(""" "min_idle_instances": -1 """, "error IPL002: instance-pools.etl: min_idle_instances is negative.")]
    [InlineData(""" "max_capacity": 0 """, "error IPL002: instance-pools.etl: max_capacity is 0.")]
    [InlineData(
        """ "idle_instance_autotermination_minutes": 10001 """,
        "error IPL002: instance-pools.etl: idle_instance_autotermination_minutes is 10001. Write 0 to 10000."
    )]
    [InlineData(
        """ "custom_tags": { "Vendor": "x" } """,
        "warning IPL002: instance-pools.etl: custom_tags.Vendor is a tag that the service sets itself."
    )]
    [InlineData(
        """ "azure_attributes": { "availability": "SPOT" } """,
        "warning FLD005: instance-pools.etl: azure_attributes.availability is SPOT, which is not known here."
    )]
    [InlineData(""" "disk_spec": { "disk_count": "many" } """, "error FLD002: instance-pools.etl: disk_spec.disk_count is a text")]
    [InlineData(
        """ "preloaded_docker_images": [ "r.example/a" ] """,
        "error FLD002: instance-pools.etl: preloaded_docker_images[0] is a text, where an object belongs."
    )]
    [InlineData(""" "state": "ACTIVE" """, "warning DEC005: instance-pools.etl: state is set by the service and is not sent.")]
    public void A_pool_that_cannot_be_is_told(string field, string says) =>
        Assert.Contains(says, Assert.Single(Checked.File("instance-pools/etl.json", Pool(more: field))), StringComparison.Ordinal);

    [Fact]
    public void A_pool_needs_a_node_type_and_a_name_of_at_most_a_hundred_letters() =>
        Assert.Collection(
            Checked.File("instance-pools/etl.json", $$"""{ "instance_pool_name": "{{new string('x', 101)}}" }"""),
            finding => Assert.Contains("it has no node_type_id, which an instance pool needs. Add it.", finding, StringComparison.Ordinal),
            finding => Assert.Contains("the name has 101 letters; the service takes 100.", finding, StringComparison.Ordinal)
        );

    private static string Pool(string nodeType = "Standard_D4ds_v5", string more = "") =>
        $$"""{ "instance_pool_name": "etl", "node_type_id": "{{nodeType}}"{{(more.Length == 0 ? "" : ", " + more)}} }""";

    private static string ClusterOf(string pool) =>
        $$"""
        {
          "cluster_name": "etl",
          "spark_version": "16.4.x-scala2.12",
          "num_workers": 1,
          "instance_pool_id": "{{pool}}"
        }
        """;

    private static string JobOf(string pool) =>
        $$"""
        {
          "name": "nightly",
          "job_clusters": [{
            "job_cluster_key": "main",
            "new_cluster": { "spark_version": "16.4.x-scala2.12", "num_workers": 1, "instance_pool_id": "{{pool}}" }
          }],
          "tasks": [{ "task_key": "a", "job_cluster_key": "main", "notebook_task": { "notebook_path": "/Shared/x" } }]
        }
        """;

    private async Task<IReadOnlyList<JObject>> PoolsAsync() =>
        [.. ((await workspace.Cloud.GetAsync("/api/2.0/instance-pools/list"))["instance_pools"] ?? new JArray()).Cast<JObject>()];

    /// <summary>Makes a pool as people do.</summary>
    private async Task<string> HasPoolAsync(string pool) =>
        (string)(await workspace.Cloud.PostAsync("/api/2.0/instance-pools/create", JObject.Parse(pool)))["instance_pool_id"]!;

    private Task EditAsync(JObject pool, string field, JToken value) =>
        workspace.Cloud.PostAsync("/api/2.0/instance-pools/edit", new JObject(pool) { [field] = value });

    /// <summary>Without what is different for each pool, or for one without tags.</summary>
    private static string Comparable(JToken pool)
    {
        var copy = (JObject)pool.DeepClone();
        foreach (var field in new[] { "instance_pool_id", "default_tags", "stats" })
            copy.Remove(field);
        if (copy["custom_tags"] is JObject { Count: 0 })
            copy.Remove("custom_tags");
        return new JObject(copy.Properties().OrderBy(field => field.Name, StringComparer.Ordinal)).ToString();
    }
}
