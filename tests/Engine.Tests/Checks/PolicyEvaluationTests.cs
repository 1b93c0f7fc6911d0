using System.Text.RegularExpressions;
using Layercake.Engine.Kinds.ClusterPolicies;
using Layercake.Engine.Kinds.Model;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Checks;

/// <summary>What a policy makes of a cluster, judged without a workspace.</summary>
public sealed class PolicyEvaluationTests
{
    public static TheoryData<string> Cases => [.. PolicyCases.Names];

    public static TheoryData<string> Forms => [.. PolicyCases.FormNames];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_cluster_is_judged_as_the_table_says(string name)
    {
        var one = PolicyCases.Named(name);

        var outcome = new PolicyEvaluation(PolicyEvaluation.RulesOf(one.Policy)).Of(one.Cluster, one.Use);

        Assert.Equal(one.Refused, outcome.Breaches.FirstOrDefault()?.Path);
        Assert.Equal(one.NotChecked, outcome.Doubts.FirstOrDefault()?.Path);
        if (one.Refused is null)
            Assert.Equal(one.Filled, outcome.Filled.ToDictionary(value => value.Rule.Path, value => value.Value));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_rule_that_cannot_work_is_told_as_the_table_says_of_a_policy_and_of_overrides(string name)
    {
        var one = PolicyCases.FormNamed(name);
        string[] policies =
        [
            $$"""{ "name": "etl", "definition": {{one.Policy}} }""",
            $$"""{ "name": "etl", "policy_family_id": "job-cluster", "policy_family_definition_overrides": {{one.Policy}} }""",
        ];

        foreach (var findings in policies.Select(policy => Checked.File("cluster-policies/etl.json", policy)))
            if (one.Rule is null)
                Assert.Empty(findings);
            else
                Assert.Matches(
                    $"{(one.IsError ? "error" : "warning")} CPL002: cluster-policies.etl: the rule \"?{Regex.Escape(one.Rule)}\"? ",
                    Assert.Single(findings)
                );
    }

    /// <summary>What the service alone knows is never passed, and never refused.</summary>
    [Theory]
    [InlineData(""" "spark_version": { "type": "fixed", "value": "auto:latest-lts" } """, """ "spark_version": "17.3.x-scala2.13" """)]
    [InlineData(""" "spark_version": { "type": "blocklist", "values": ["auto:latest"] } """, """ "spark_version": "17.3.x-scala2.13" """)]
    [InlineData(""" "spark_version": { "type": "regex", "pattern": "17.*" } """, """ "spark_version": "auto:latest-lts" """)]
    [InlineData(""" "spark_conf.a": { "type": "regex", "pattern": "x" } """, """ "spark_conf": { "a": "${secret.a}" } """)]
    [InlineData(""" "spark_conf.a": { "type": "regex", "pattern": "(?=[" } """, """ "spark_conf": { "a": "b" } """)]
    [InlineData(""" "spark_conf.a": { "type": "sometimes" } """, """ "spark_conf": { "a": "b" } """)]
    [InlineData(""" "custom_tags.a": { "type": "sometimes" } """, """ "spark_conf": { "a": "b" } """)]
    [InlineData(""" "spark_conf.a": { "type": "fixed" } """, """ "spark_conf": { "a": "b" } """)]
    [InlineData(""" "spark_conf.a": { "type": "allowlist", "values": "c" } """, """ "spark_conf": { "a": "b" } """)]
    [InlineData(""" "spark_conf.a": { "type": "range", "maxValue": "many" } """, """ "spark_conf": { "a": "1" } """)]
    [InlineData(
        """ "spark_conf.*": { "type": "forbidden" }, "spark_conf.a.*": { "type": "unlimited" } """,
        """ "spark_conf": { "a.b": "1" } """
    )]
    [InlineData(""" "node_type_id": { "type": "unlimited" } """, """ "instance_pool_id": "etl" """)]
    [InlineData(""" "instance_pool_id": { "type": "fixed", "value": "etl" } """, """ "instance_pool_id": "0101-pool" """)]
    public void What_only_the_service_knows_is_not_checked(string policy, string cluster)
    {
        var rules = PolicyEvaluation.RulesOf(JObject.Parse($"{{ {policy} }}"));

        var evaluation = new PolicyEvaluation(rules, new HashSet<string> { "etl" });
        var outcome = evaluation.Of(JObject.Parse($"{{ {cluster} }}"), ClusterUse.AllPurpose);

        Assert.Empty(outcome.Breaches);
        Assert.Single(outcome.Doubts);
    }
}
