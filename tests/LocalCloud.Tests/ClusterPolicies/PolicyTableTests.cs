using Layercake.LocalCloud.Apis.ClusterPolicies;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.ClusterPolicies;

/// <summary>The local cloud makes of clusters what the table says.</summary>
/// <remarks>Whether the service reads the form of rules already when a policy is made is unconfirmed; this cloud does.</remarks>
public sealed class PolicyTableTests
{
    public static TheoryData<string> Cases => [.. PolicyCases.Names];

    public static TheoryData<string> Forms => [.. PolicyCases.FormNames];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_cluster_is_judged_as_the_table_says(string name)
    {
        var one = PolicyCases.Named(name);
        if (one.Refused is { } refused)
        {
            var refusal = Assert.Throws<PolicyViolationException>(() => PolicyEnforcement.Apply(one.Policy, one.Cluster, one.Use));
            Assert.Contains($"Validation failed for {refused}, ", refusal.Message, StringComparison.Ordinal);
            return;
        }

        var expected = (JObject)one.Cluster.DeepClone();
        foreach (var (path, value) in one.Filled)
            Set(expected, path, value);

        Assert.Equal(expected, PolicyEnforcement.Apply(one.Policy, one.Cluster, one.Use), JToken.EqualityComparer);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Rules_are_taken_as_the_table_says_of_a_policy_and_of_overrides(string name)
    {
        const string Create = "/api/2.0/policies/clusters/create";
        var one = PolicyCases.FormNamed(name);
        var policies = new WorkspaceCalls(state => new ClusterPoliciesEndpoints(state));
        var rules = one.Policy.ToString();
        string[] bodies =
        [
            new JObject { ["name"] = "own", ["definition"] = rules }.ToString(),
            new JObject
            {
                ["name"] = "family",
                ["policy_family_id"] = "job-cluster",
                ["policy_family_definition_overrides"] = rules,
            }.ToString(),
        ];

        foreach (var body in bodies)
            if (one.IsTaken)
                Assert.NotNull(policies.Post(Create, body)["policy_id"]);
            else
            {
                var refusal = policies.Refusal("POST", Create, body);
                Assert.Equal("400 INVALID_PARAMETER_VALUE", WorkspaceCalls.Code(refusal));
                Assert.StartsWith($"Policy rule '{one.Rule}' ", (string?)refusal.Body["message"], StringComparison.Ordinal);
            }
    }

    /// <summary>What a policy fills in is at most in a block.</summary>
    private static void Set(JObject cluster, string path, JToken value)
    {
        if (path.Split('.', 2) is [var block, var key])
        {
            var within = cluster[block] as JObject ?? [];
            within[key] = value;
            cluster[block] = within;
        }
        else
            cluster[path] = value;
    }
}
