using Layercake.LocalCloud.Apis.Clusters;
using Layercake.LocalCloud.Apis.InstancePools;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.InstancePools;

public sealed class InstancePoolTests
{
    private readonly WorkspaceCalls pools = new(state => new InstancePoolsEndpoints(state));

    [Fact]
    public void A_pool_has_defaults_tags_and_a_state()
    {
        var id = Create("etl");

        var pool = Get(id);

        Assert.Matches(@"^\d{4}-\d{6}-[a-z]+\d+-pool-[a-z0-9]{8}$", id);
        Assert.Equal(
            "0 60 True ACTIVE",
            $"{pool["min_idle_instances"]} {pool["idle_instance_autotermination_minutes"]} {pool["enable_elastic_disk"]} {pool["state"]}"
        );
        Assert.Equal(id, (string?)pool["default_tags"]!["DatabricksInstancePoolId"]);
        Assert.Equal(WorkspaceCalls.Dana.Id, (string?)pool["default_tags"]!["DatabricksInstancePoolCreatorId"]);
    }

    [Fact]
    public void Idle_machines_and_those_that_clusters_use_are_counted()
    {
        var id = Create("etl", """, "min_idle_instances": 2""");
        var clusters = new WorkspaceCalls(pools.State, pools.Clock, new ClustersEndpoints(pools.State));
        clusters.Post("/api/2.1/clusters/create", $$"""{"spark_version":"17.3.x-scala2.13","instance_pool_id":"{{id}}","num_workers":3}""");

        Assert.Equal("2 0", $"{Get(id)["stats"]!["idle_count"]} {Get(id)["stats"]!["used_count"]}");
        pools.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("2 4", $"{Get(id)["stats"]!["idle_count"]} {Get(id)["stats"]!["used_count"]}");
    }

    [Fact]
    public void A_cluster_of_a_pool_or_policy_that_is_not_there_is_refused()
    {
        var clusters = new WorkspaceCalls(pools.State, pools.Clock, new ClustersEndpoints(pools.State));

        foreach (var field in new[] { "instance_pool_id", "driver_instance_pool_id", "policy_id" })
        {
            var spec = $$"""{"spark_version":"17.3.x-scala2.13","node_type_id":"Standard_D4ds_v5","num_workers":1,"{{field}}":"gone"}""";
            Assert.Equal(400, clusters.Refusal("POST", "/api/2.1/clusters/create", spec).Status);
        }

        Assert.False(clusters.Get("/api/2.1/clusters/list").ContainsKey("clusters"));
    }

    [Fact]
    public void An_edit_replaces_what_can_be_edited_and_refuses_the_rest()
    {
        var id = Create("etl", """, "max_capacity": 10, "preloaded_spark_versions": ["17.3.x-scala2.13"]""");

        Edit(id, """ "instance_pool_name": "etl-2", "node_type_id": "Standard_D4ds_v5", "min_idle_instances": 1 """);
        var pool = Get(id);
        Assert.Equal("etl-2 1", $"{pool["instance_pool_name"]} {pool["min_idle_instances"]}");
        Assert.Single(pool["preloaded_spark_versions"]!);

        Refused("edit", $$"""{"instance_pool_id":"{{id}}","instance_pool_name":"etl","node_type_id":"Standard_D8ds_v5"}""");
        Refused("edit", $$"""{"instance_pool_id":"{{id}}","instance_pool_name":"etl"}""");
        Assert.Equal("etl-2", (string?)Get(id)["instance_pool_name"]);
    }

    [Theory]
    [InlineData("""{"node_type_id":"Standard_D4ds_v5"}""")]
    [InlineData("""{"instance_pool_name":"etl"}""")]
    [InlineData("""{"instance_pool_name":"etl","node_type_id":"Standard_DS99"}""")]
    [InlineData("""{"instance_pool_name":"etl","node_type_id":"Standard_D4ds_v5","min_idle_instances":3,"max_capacity":2}""")]
    [InlineData("""{"instance_pool_name":"etl","node_type_id":"Standard_D4ds_v5","idle_instance_autotermination_minutes":10001}""")]
    public void A_pool_that_cannot_be_is_refused(string pool) => Refused("create", pool);

    [Fact]
    public void A_number_that_is_none_makes_the_request_malformed() =>
        Assert.Equal(
            "400 MALFORMED_REQUEST",
            WorkspaceCalls.Code(
                pools.Refusal(
                    "POST",
                    "/api/2.0/instance-pools/create",
                    """{"instance_pool_name":"etl","node_type_id":"Standard_D4ds_v5","max_capacity":"many"}"""
                )
            )
        );

    [Fact]
    public void A_name_is_given_once()
    {
        Create("etl");

        Assert.Equal(
            400,
            pools
                .Refusal("POST", "/api/2.0/instance-pools/create", """{"instance_pool_name":"etl","node_type_id":"Standard_D4ds_v5"}""")
                .Status
        );
    }

    private void Refused(string call, string body) =>
        Assert.Equal("400 INVALID_PARAMETER_VALUE", WorkspaceCalls.Code(pools.Refusal("POST", $"/api/2.0/instance-pools/{call}", body)));

    private string Create(string name, string more = "") =>
        (string)
            pools.Post(
                "/api/2.0/instance-pools/create",
                $$"""{"instance_pool_name":"{{name}}","node_type_id":"Standard_D4ds_v5"{{more}}}"""
            )["instance_pool_id"]!;

    private void Edit(string id, string fields) =>
        pools.Post("/api/2.0/instance-pools/edit", $$"""{"instance_pool_id":"{{id}}",{{fields}}}""");

    private JObject Get(string id) => pools.Get($"/api/2.0/instance-pools/get?instance_pool_id={id}");
}
