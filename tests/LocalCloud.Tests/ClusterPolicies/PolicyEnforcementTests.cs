using Layercake.LocalCloud.Apis.ClusterPolicies;
using Layercake.LocalCloud.Apis.Clusters;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.ClusterPolicies;

/// <summary>What a policy allows, and what it fills in.</summary>
public sealed class PolicyEnforcementTests
{
    private readonly WorkspaceCalls calls = new(
        state => new ClusterPoliciesEndpoints(state),
        state => new ClustersEndpoints(state)
    );

    /// <param name="problem">What is said of the attribute; null when the cluster is allowed.</param>
    [Theory]
    [InlineData(""" "num_workers": { "type": "fixed", "value": 1 } """, """ "num_workers": 1 """, null)]
    [InlineData(""" "num_workers": { "type": "fixed", "value": "1" } """, """ "num_workers": 1 """, null)]
    [InlineData(
        """ "num_workers": { "type": "fixed", "value": 2 } """,
        """ "num_workers": 1 """,
        """num_workers, the value must be 2 (is "1")"""
    )]
    [InlineData(
        """ "spark_conf.a.b": { "type": "fixed", "value": true } """,
        """ "num_workers": 1, "spark_conf": { "a.b": "true" } """,
        null
    )]
    [InlineData(
        """ "spark_conf.a.b": { "type": "fixed", "value": true } """,
        """ "num_workers": 1, "spark_conf": { "a.b": "no" } """,
        """spark_conf.a.b, the value must be true (is "no")"""
    )]
    [InlineData(""" "driver_node_type_id": { "type": "forbidden" } """, """ "num_workers": 1 """, null)]
    [InlineData(
        """ "autoscale": { "type": "forbidden" } """,
        """ "autoscale": { "min_workers": 1, "max_workers": 2 } """,
        """autoscale.min_workers, the value must not be given (is "1")"""
    )]
    [InlineData(""" "num_workers": { "type": "allowlist", "values": [1, 2] } """, """ "num_workers": 2 """, null)]
    [InlineData(
        """ "num_workers": { "type": "allowlist", "values": [1, 2] } """,
        """ "num_workers": 3 """,
        """num_workers, the value must be one of 1, 2 (is "3")"""
    )]
    [InlineData(
        """ "num_workers": { "type": "blocklist", "values": [3] } """,
        """ "num_workers": 3 """,
        """num_workers, the value must not be one of 3 (is "3")"""
    )]
    [InlineData(""" "cluster_name": { "type": "regex", "pattern": "team-.*" } """, """ "num_workers": 1 """, null)]
    [InlineData(
        """ "cluster_name": { "type": "regex", "pattern": "team" } """,
        """ "num_workers": 1 """,
        """cluster_name, the value must match team (is "team-a")"""
    )]
    [InlineData(""" "num_workers": { "type": "range", "minValue": 1, "maxValue": 1 } """, """ "num_workers": 1 """, null)]
    [InlineData(
        """ "num_workers": { "type": "range", "maxValue": 4 } """,
        """ "num_workers": 5 """,
        "num_workers, the value must be in the range any to 4"
    )]
    [InlineData(
        """ "num_workers": { "type": "range", "minValue": 4 } """,
        """ "num_workers": 3 """,
        "num_workers, the value must be in the range 4 to any"
    )]
    [InlineData(
        """ "custom_tags.team": { "type": "unlimited" } """,
        """ "num_workers": 1 """,
        "custom_tags.team, the value must be present"
    )]
    [InlineData(""" "custom_tags.team": { "type": "unlimited", "isOptional": true } """, """ "num_workers": 1 """, null)]
    [InlineData(
        """ "init_scripts.*.workspace.destination": { "type": "regex", "pattern": "/Shared/.*" } """,
        """ "num_workers": 1, "init_scripts": [{ "workspace": { "destination": "/Users/a.sh" } }] """,
        "init_scripts.0.workspace.destination, the value must match /Shared/.*"
    )]
    [InlineData(
        """ "spark_conf.*": { "type": "forbidden" }, "spark_conf.a.b": { "type": "unlimited", "isOptional": true } """,
        """ "num_workers": 1, "spark_conf": { "a.b": "1" } """,
        null
    )]
    [InlineData(
        """ "spark_conf.*": { "type": "forbidden" } """,
        """ "num_workers": 1, "spark_conf": { "a.b": "1" } """,
        "spark_conf.a.b, the value must not be given"
    )]
    [InlineData(""" "cluster_type": { "type": "fixed", "value": "all-purpose" } """, """ "num_workers": 1 """, null)]
    [InlineData(
        """ "cluster_type": { "type": "fixed", "value": "job" } """,
        """ "num_workers": 1 """,
        """cluster_type, the value must be job (is "all-purpose")"""
    )]
    [InlineData(""" "dbus_per_hour": { "type": "range", "maxValue": 1 } """, """ "num_workers": 1 """, null)]
    public void A_cluster_is_what_its_policy_allows(string rules, string cluster, string? problem)
    {
        var policy = Policy(rules);

        if (problem is null)
            Create(policy, cluster);
        else
        {
            var refusal = calls.Refusal("POST", "/api/2.0/clusters/create", Cluster(policy, cluster));
            Assert.Equal((400, "INVALID_PARAMETER_VALUE"), (refusal.Status, (string?)refusal.Body["error_code"]));
            Assert.StartsWith(
                $"Cluster validation error: Validation failed for {problem}",
                (string?)refusal.Body["message"],
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void Fixed_values_are_filled_in_and_defaults_only_when_they_are_asked_for()
    {
        var policy = Policy(
            """
            "spark_version": { "type": "fixed", "value": "15.4.x-scala2.12" },
            "spark_conf.spark.a": { "type": "fixed", "value": "1" },
            "azure_attributes.availability": { "type": "fixed", "value": "ON_DEMAND_AZURE" },
            "num_workers": { "type": "unlimited", "defaultValue": 3, "isOptional": true }
            """
        );

        var filled = Create(policy, """ "apply_policy_default_values": true """, "");
        var refusal = calls.Refusal("POST", "/api/2.0/clusters/create", Cluster(policy, """ "spark_env_vars": {} """, ""));

        Assert.Equal(
            ("15.4.x-scala2.12", "1", "ON_DEMAND_AZURE", 3),
            (
                (string?)filled["spark_version"],
                (string?)filled["spark_conf"]!["spark.a"],
                (string?)filled["azure_attributes"]!["availability"],
                (int?)filled["num_workers"]
            )
        );
        Assert.Contains("size", (string?)refusal.Body["message"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_whose_policy_is_gone_runs_on_and_cannot_be_edited()
    {
        var policy = Policy(""" "num_workers": { "type": "fixed", "value": 1 } """);
        var id = (string)Create(policy, """ "num_workers": 1 """)["cluster_id"]!;
        calls.Post("/api/2.0/policies/clusters/delete", new JObject { ["policy_id"] = policy }.ToString());

        var edit = JObject.Parse(Cluster(policy, """ "num_workers": 1 """));
        edit["cluster_id"] = id;

        Assert.Equal(400, calls.Refusal("POST", "/api/2.0/clusters/edit", edit.ToString()).Status);
        Assert.Equal(policy, (string?)calls.Get($"/api/2.0/clusters/get?cluster_id={id}")["policy_id"]);
    }

    private const string Version = """ "spark_version": "15.4.x-scala2.12", """;

    private string Policy(string rules)
    {
        var body = new JObject { ["name"] = "p", ["definition"] = $"{{ {rules} }}" };
        return (string)calls.Post("/api/2.0/policies/clusters/create", body.ToString())["policy_id"]!;
    }

    private JObject Create(string policy, string fields, string version = Version)
    {
        var id = (string)calls.Post("/api/2.0/clusters/create", Cluster(policy, fields, version))["cluster_id"]!;
        return calls.Get($"/api/2.0/clusters/get?cluster_id={id}");
    }

    private static string Cluster(string policy, string fields, string version = Version) =>
        $$"""{ "cluster_name": "team-a", "node_type_id": "Standard_D4ds_v5", {{version}} "policy_id": "{{policy}}", {{fields}} }""";
}
