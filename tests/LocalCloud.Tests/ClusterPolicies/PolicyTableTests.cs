using Layercake.LocalCloud.Apis.ClusterPolicies;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.ClusterPolicies;

/// <summary>The local cloud makes of clusters what the table says.</summary>
public sealed class PolicyTableTests
{
    public static TheoryData<string> Cases => [.. PolicyCases.Names];

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
