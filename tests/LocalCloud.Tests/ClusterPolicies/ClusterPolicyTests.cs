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

        // Whether it is 400 or 409 is unconfirmed.
        var refusal = policies.Refusal("POST", "/api/2.0/policies/clusters/create", """{"name":"p","definition":"{}"}""");
        Assert.Contains("already exists", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_is_sorted_as_asked()
    {
        foreach (var name in new[] { "b", "c", "a" })
            Create(new JObject { ["name"] = name, ["definition"] = "{}" });

        Assert.Equal(["a", "c", "b"], Names(""));
        Assert.Equal(["b", "c", "a"], Names("?sort_order=ASC"));
        Assert.Equal(["a", "b", "c"], Names("?sort_order=ASC&sort_column=POLICY_NAME"));
        Assert.Equal(3 + BuiltIn.Length, (int?)policies.Get("/api/2.0/policies/clusters/list")["total_count"]);
    }

    [Fact]
    public void Every_workspace_has_a_policy_of_each_family_with_its_name_that_nobody_made()
    {
        var there = policies.Get("/api/2.0/policies/clusters/list?sort_order=ASC")["policies"]!;

        Assert.Equal(BuiltIn, there.Select(policy => (string)policy["name"]!));
        Assert.All(there, policy => Assert.True((bool)policy["is_default"]!));
        Assert.Equal(
            ["personal-vm", "power-user", "shared-compute", "job-cluster"],
            there.Select(policy => (string)policy["policy_family_id"]!)
        );
    }

    [Fact]
    public void A_policy_that_came_with_the_workspace_is_edited_and_neither_made_nor_deleted()
    {
        var id = (string)policies.Get("/api/2.0/policies/clusters/list?sort_order=ASC")["policies"]![0]!["policy_id"]!;

        Edit(id, """ "policy_family_definition_overrides": "{\"num_workers\":{\"type\":\"fixed\",\"value\":2}}" """);
        var definition = JObject.Parse((string)policies.Get($"/api/2.0/policies/clusters/get?policy_id={id}")["definition"]!);
        Assert.Equal(2, (int?)definition["num_workers"]!["value"]);
        Edit(id, """ "description": "as it came" """);
        definition = JObject.Parse((string)policies.Get($"/api/2.0/policies/clusters/get?policy_id={id}")["definition"]!);
        Assert.Equal(0, (int?)definition["num_workers"]!["value"]);

        Refused(new JObject { ["name"] = "Personal Compute", ["policy_family_id"] = "personal-vm" });
        foreach (
            var (call, body) in new[]
            {
                ("delete", $$"""{ "policy_id": "{{id}}" }"""),
                ("edit", $$"""{ "policy_id": "{{id}}", "name": "Personal Compute", "policy_family_id": "job-cluster" }"""),
                ("edit", $$"""{ "policy_id": "{{id}}", "name": "Personal Compute", "definition": "{}" }"""),
                ("edit", $$"""{ "policy_id": "{{id}}", "name": "Personal Compute" }"""),
            }
        )
            Assert.Equal(400, policies.Refusal("POST", $"/api/2.0/policies/clusters/{call}", body).Status);
    }

    [Fact]
    public void A_library_of_no_known_type_is_refused() =>
        Refused(
            new JObject
            {
                ["name"] = "p",
                ["definition"] = "{}",
                ["libraries"] = new JArray(new JObject { ["wheel"] = "/a.whl" }),
            }
        );

    private static readonly string[] BuiltIn = ["Personal Compute", "Power User Compute", "Shared Compute", "Job Compute"];

    private void Edit(string id, string more) =>
        policies.Post(
            "/api/2.0/policies/clusters/edit",
            $$"""{ "policy_id": "{{id}}", "name": "Personal Compute", "policy_family_id": "personal-vm", {{more}} }"""
        );

    /// <summary>Of those that people made.</summary>
    private IEnumerable<string> Names(string query) =>
        policies
            .Get($"/api/2.0/policies/clusters/list{query}")["policies"]!
            .Where(policy => !(bool)policy["is_default"]!)
            .Select(policy => (string)policy["name"]!);

    private string Create(JObject policy) => (string)policies.Post("/api/2.0/policies/clusters/create", policy.ToString())["policy_id"]!;

    private void Refused(JObject policy) =>
        Assert.Equal(
            "400 INVALID_PARAMETER_VALUE",
            WorkspaceCalls.Code(policies.Refusal("POST", "/api/2.0/policies/clusters/create", policy.ToString()))
        );
}
