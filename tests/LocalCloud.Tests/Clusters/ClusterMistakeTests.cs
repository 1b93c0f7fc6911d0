using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Clusters;

/// <summary>What a file or a tool gets wrong about a cluster is refused when it is created and when it is edited.</summary>
public sealed class ClusterMistakeTests(SharedCloud shared) : IClassFixture<SharedCloud>
{
    private const string Malformed = "MALFORMED_REQUEST";

    /// <param name="code">Null where only the status is known of the service.</param>
    [Theory]
    [InlineData(""" "init_scripts": "a.sh" """, Malformed)]
    [InlineData(""" "init_scripts": ["a.sh"] """, Malformed)]
    [InlineData(""" "init_scripts": [{ "workspace": "/a" }] """, Malformed)]
    [InlineData(""" "init_scripts": [{}] """, null)]
    [InlineData(""" "init_scripts": [{ "workspace": {} }] """, null)]
    [InlineData(""" "init_scripts": [{ "workspace": { "destination": "init/a.sh" } }] """, null)]
    [InlineData(""" "init_scripts": [{ "volumes": { "destination": "Volumes/main/a/b/a.sh" } }] """, null)]
    [InlineData(""" "spark_conf": ["a"] """, Malformed)]
    [InlineData(""" "custom_tags": { "a": { "b": 1 } } """, Malformed)]
    [InlineData(""" "spark_env_vars": { "a": ["b"] } """, Malformed)]
    [InlineData(""" "data_security_mode": "FOO" """, null)]
    [InlineData(""" "azure_attributes": { "availability": "NOPE" } """, null)]
    public async Task A_wrong_field_of_a_cluster_is_refused(string field, string? code)
    {
        var kept = (string)(await shared.PostedAsync("/api/2.1/clusters/create", Cluster("""  "custom_tags": {} """)))["cluster_id"]!;

        foreach (var (call, more) in new[] { ("create", ""), ("edit", $$""" "cluster_id": "{{kept}}", """) })
        {
            var refusal = await shared.PostAsync($"/api/2.1/clusters/{call}", Cluster(more + field));

            Assert.Equal(400, refusal.Status);
            if (code is not null)
                Assert.Equal(code, refusal.Code);
        }
    }

    [Theory]
    [InlineData(""" "init_scripts": [{ "workspace": { "destination": "/Shared/a.sh" } }] """)]
    [InlineData(""" "init_scripts": [{ "abfss": { "destination": "abfss://c@s.dfs.core.windows.net/a.sh" } }] """)]
    [InlineData(""" "init_scripts": [{ "file": { "destination": "file:/tmp/a.sh" } }] """)]
    [InlineData(""" "spark_conf": { "a.b": true, "c": 1 } """)]
    [InlineData(""" "data_security_mode": "USER_ISOLATION", "azure_attributes": { "availability": "SPOT_WITH_FALLBACK_AZURE" } """)]
    public async Task A_right_one_is_taken(string field) => await shared.PostedAsync("/api/2.1/clusters/create", Cluster(field));

    [Fact]
    public async Task A_policy_gives_the_version_that_the_request_leaves_out()
    {
        var policy = await shared.PolicyAsync(""" "spark_version": { "type": "fixed", "value": "15.4.x-scala2.12" } """);
        var id = (await shared.PostedAsync(
            "/api/2.1/clusters/create",
            $$"""
            {
              "node_type_id": "Standard_D4ds_v5", "num_workers": 1, "policy_id": "{{policy}}", "apply_policy_default_values": true
            }
            """
        ))["cluster_id"];

        var cluster = await shared.Cloud.GetAsync($"/api/2.1/clusters/get?cluster_id={id}");

        Assert.Equal("15.4.x-scala2.12", (string?)cluster["spark_version"]);
    }

    private static string Cluster(string fields) =>
        JObject
            .Parse($$"""{ "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 1, {{fields}} }""")
            .ToString();
}
