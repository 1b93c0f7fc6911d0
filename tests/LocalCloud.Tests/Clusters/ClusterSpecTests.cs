using Layercake.LocalCloud.Apis.Clusters;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Clusters;

public sealed class ClusterSpecTests
{
    private const string Etl = """
        {
          "cluster_name": "etl",
          "spark_version": "17.3.x-scala2.13",
          "node_type_id": "Standard_D4ds_v5",
          "autoscale": {"min_workers": 1, "max_workers": 4},
          "data_security_mode": "DATA_SECURITY_MODE_DEDICATED"
        }
        """;

    private readonly WorkspaceCalls calls = new(state => new ClustersEndpoints(state));

    [Fact]
    public void A_read_shows_the_defaults_of_the_service_and_the_input_under_spec()
    {
        var cluster = Read(Etl);

        Assert.Equal("Standard_D4ds_v5", (string?)cluster["driver_node_type_id"]);
        Assert.Equal(0, (int)cluster["autotermination_minutes"]!);
        Assert.Equal(
            """{"first_on_demand":1,"availability":"ON_DEMAND_AZURE","spot_bid_max_price":-1}""",
            cluster["azure_attributes"]!.ToString(Formatting.None)
        );
        Assert.True((bool)cluster["enable_elastic_disk"]!);
        Assert.False((bool)cluster["enable_local_disk_encryption"]!);
        Assert.Equal("SINGLE_USER", (string?)cluster["data_security_mode"]);
        Assert.Equal(WorkspaceCalls.Dana.UserName, (string?)cluster["single_user_name"]);
        Assert.Equal("17.3.x-scala2.13", (string?)cluster["effective_spark_version"]);
        Assert.Equal("""{"node_type_id":"Standard_D4ds_v5"}""", cluster["instance_source"]!.ToString(Formatting.None));
        Assert.Equal("{}", cluster["disk_spec"]!.ToString(Formatting.None));
        Assert.Equal("API", (string?)cluster["cluster_source"]);
        Assert.Equal(
            ["Vendor", "Creator", "ClusterName", "ClusterId"],
            ((JObject)cluster["default_tags"]!).Properties().Select(tag => tag.Name)
        );
        Assert.True(JToken.DeepEquals(JObject.Parse(Etl), cluster["spec"]));
    }

    [Fact]
    public void What_was_sent_explicitly_stays_and_nulls_are_as_good_as_absent()
    {
        var cluster = Read(
            """
            {
              "spark_version": "x",
              "node_type_id": "Standard_DS3_v2",
              "num_workers": "0",
              "autotermination_minutes": 0,
              "enable_elastic_disk": false,
              "future_field": {"a": [1]},
              "azure_attributes": {"availability": "SPOT_AZURE", "spot_bid_max_price": null},
              "policy_id": null,
              "apply_policy_default_values": true,
              "idempotency_token": "t"
            }
            """
        );

        Assert.Equal(JTokenType.Integer, cluster["num_workers"]!.Type);
        Assert.False((bool)cluster["enable_elastic_disk"]!);
        Assert.Equal("""{"a":[1]}""", cluster["future_field"]!.ToString(Formatting.None));
        Assert.Equal(
            """{"availability":"SPOT_AZURE","first_on_demand":1,"spot_bid_max_price":-1}""",
            cluster["azure_attributes"]!.ToString(Formatting.None)
        );
        Assert.False(cluster.ContainsKey("policy_id"));
        Assert.False(cluster.ContainsKey("apply_policy_default_values"));
        Assert.False(cluster.ContainsKey("idempotency_token"));
        Assert.True((bool)cluster["spec"]!["apply_policy_default_values"]!);
        Assert.Equal("", (string?)cluster["cluster_name"]);
    }

    [Fact]
    public void A_simple_single_node_gets_its_configuration_generated()
    {
        var cluster = Read("""{"spark_version":"x","node_type_id":"Standard_DS3_v2","kind":"CLASSIC_PREVIEW","is_single_node":true}""");

        Assert.Equal(0, (int)cluster["num_workers"]!);
        Assert.Equal("local[*]", (string?)cluster["spark_conf"]!["spark.master"]);
        Assert.Equal("SingleNode", (string?)cluster["custom_tags"]!["ResourceClass"]);
        Assert.False(((JObject)cluster["spec"]!).ContainsKey("spark_conf"));
    }

    [Theory]
    [InlineData("""{"spark_version":"x","node_type_id":"Standard_DS3_v2"}""", "INVALID_PARAMETER_VALUE", "Missing required field: size")]
    [InlineData("""{"spark_version":"x","num_workers":1}""", "INVALID_PARAMETER_VALUE", "Missing required field 'node_type_id'")]
    [InlineData(
        """{"spark_version":"x","node_type_id":"Standard_DS99","num_workers":1}""",
        "INVALID_PARAMETER_VALUE",
        "Node type Standard_DS99 is not supported."
    )]
    [InlineData(
        """{"spark_version":"x","node_type_id":"Standard_DS3_v2","num_workers":1,"autotermination_minutes":9}""",
        "INVALID_PARAMETER_VALUE",
        null
    )]
    [InlineData(
        """{"spark_version":"x","node_type_id":"Standard_DS3_v2","num_workers":1,"autoscale":{"min_workers":1,"max_workers":2}}""",
        "INVALID_PARAMETER_VALUE",
        null
    )]
    [InlineData("""{"spark_version":"x","node_type_id":"Standard_DS3_v2","num_workers":"two"}""", "MALFORMED_REQUEST", null)]
    [InlineData(
        """{"spark_version":"x","node_type_id":"Standard_DS3_v2","num_workers":1,"init_scripts":[{"dbfs":{"destination":"dbfs:/a.sh"}}]}""",
        "FEATURE_DISABLED",
        "Init scripts cannot be loaded from DBFS. Review the init script documentation for more details on configuring init scripts."
    )]
    public void A_specification_that_cannot_be_is_refused(string spec, string code, string? message)
    {
        var error = calls.Refusal("POST", "/api/2.1/clusters/create", spec);

        Assert.Equal($"400 {code}", WorkspaceCalls.Code(error));
        if (message is not null)
            Assert.Equal(message, (string?)error.Body["message"]);
        Assert.Empty(calls.Get("/api/2.0/clusters/list"));
    }

    private JObject Read(string spec) =>
        calls.Get($"/api/2.1/clusters/get?cluster_id={calls.Post("/api/2.1/clusters/create", spec)["cluster_id"]}");
}
