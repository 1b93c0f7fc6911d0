using Layercake.LocalCloud.Apis.ClusterPolicies;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.ClusterPolicies;

public sealed class ClusterPolicyTests
{
    private readonly WorkspaceCalls policies = new(state => new ClusterPoliciesEndpoints(state));

    [Fact]
    public void A_policy_of_a_family_has_its_rules_and_the_overrides()
    {
        var body = new JObject
        {
            ["name"] = "jobs",
            ["policy_family_id"] = "job-cluster",
            ["policy_family_definition_overrides"] = """{"num_workers":{"type":"fixed","value":2}}""",
        };
        var id = Create(body);

        var definition = JObject.Parse((string)policies.Get($"/api/2.0/policies/clusters/get?policy_id={id}")["definition"]!);

        Assert.Matches("^[0-9A-F]{16}$", id);
        Assert.Equal("job", (string?)definition["cluster_type"]!["value"]);
        Assert.Equal(2, (int?)definition["num_workers"]!["value"]);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"num_workers":{"type":"sometimes"}}""")]
    [InlineData("""{"num_workers":{"type":"fixed"}}""")]
    [InlineData("""{"num_workers":{"type":"range"}}""")]
    [InlineData("""{"num_workers":3}""")]
    public void Rules_that_make_no_sense_are_refused(string definition) =>
        Refused(new JObject { ["name"] = "p", ["definition"] = definition });

    [Fact]
    public void A_definition_and_a_family_exclude_each_other() =>
        Refused(
            new JObject
            {
                ["name"] = "p",
                ["definition"] = "{}",
                ["policy_family_id"] = "job-cluster",
            }
        );

    [Fact]
    public void A_name_is_given_once()
    {
        Create(new JObject { ["name"] = "p", ["definition"] = "{}" });

        Assert.Equal(400, policies.Refusal("POST", "/api/2.0/policies/clusters/create", """{"name":"p","definition":"{}"}""").Status);
    }

    [Fact]
    public void The_list_is_sorted_as_asked()
    {
        foreach (var name in new[] { "b", "c", "a" })
            Create(new JObject { ["name"] = name, ["definition"] = "{}" });

        Assert.Equal(["a", "c", "b"], Names(""));
        Assert.Equal(["b", "c", "a"], Names("?sort_order=ASC"));
        Assert.Equal(["a", "b", "c"], Names("?sort_order=ASC&sort_column=POLICY_NAME"));
        Assert.Equal(3, (int?)policies.Get("/api/2.0/policies/clusters/list")["total_count"]);
    }

    private IEnumerable<string> Names(string query) =>
        policies.Get($"/api/2.0/policies/clusters/list{query}")["policies"]!.Select(policy => (string)policy["name"]!);

    private string Create(JObject policy) => (string)policies.Post("/api/2.0/policies/clusters/create", policy.ToString())["policy_id"]!;

    private void Refused(JObject policy) =>
        Assert.Equal(
            "400 INVALID_PARAMETER_VALUE",
            WorkspaceCalls.Code(policies.Refusal("POST", "/api/2.0/policies/clusters/create", policy.ToString()))
        );
}
