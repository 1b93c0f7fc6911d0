using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Planning;

/// <summary>A plan judges what it would write by the cluster policies that only the workspace has.</summary>
public sealed class WorkspacePoliciesTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_cluster_that_the_workspaces_policy_does_not_allow_is_told_before_the_service_refuses_it()
    {
        await HasPolicyAsync("theirs", """ "num_workers": { "type": "range", "maxValue": 0 } """);
        workspace.With("clusters/etl.json", Cluster("theirs"));

        Assert.Equal(
            "clusters/etl.json(5,3): warning CPL004: clusters.etl: num_workers is 1, which the cluster policy theirs does not allow: its "
                + "rule num_workers (range) takes a number of at most 0. Write that.",
            Assert.Single(await workspace.FindingsAsync())
        );
        var refused = await workspace.TryDeployAsync();
        Assert.Contains("num_workers", refused.Changes.Single(change => change.Change.Name == "etl").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{ "name": "other", "definition": {} }""")]
    public async Task The_rules_of_a_family_are_those_that_the_workspace_has(string another)
    {
        if (another.Length > 0)
            workspace
                .With("cluster-policies/other.json", another)
                .With("clusters/other.json", Samples.Cluster("other", """ "policy_id": "other" """));
        workspace.With("clusters/etl.json", Cluster("Job Compute"));

        Assert.Contains(
            "clusters.etl: cluster_type is all-purpose, which the cluster policy Job Compute does not allow",
            Assert.Single(await workspace.FindingsAsync()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_plan_shows_what_the_policy_of_an_id_fills_in_and_names_of_pools_are_compared_with_names()
    {
        var pool = await workspace.Cloud.PostAsync(
            "/api/2.0/instance-pools/create",
            JObject.Parse("""{ "instance_pool_name": "small", "node_type_id": "Standard_D4ds_v5" }""")
        );
        var policy = await HasPolicyAsync(
            "theirs",
            $$"""
            "instance_pool_id": { "type": "allowlist", "values": ["{{pool["instance_pool_id"]}}"] },
            "custom_tags.team": { "type": "fixed", "value": "core" }
            """
        );
        workspace.With(
            "clusters/etl.json",
            $$"""
            {
              "cluster_name": "etl",
              "spark_version": "16.4.x-scala2.12",
              "instance_pool_id": "small",
              "num_workers": 1,
              "policy_id": "{{policy}}"
            }
            """
        );

        Assert.Empty(await workspace.FindingsAsync());
        Assert.Equal(
            ["filled in by the cluster policy theirs: custom_tags.team = \"core\""],
            Assert.Single((await workspace.PlanAsync()).Changes).Notes
        );
    }

    [Theory]
    [InlineData("""{ "type": "fixed", "value": "canary" }""")]
    [InlineData("""{ "type": "allowlist", "values": ["canary"] }""")]
    [InlineData("""{ "type": "regex", "pattern": "canary" }""")]
    public async Task A_rule_with_a_star_does_not_show_what_it_wants_of_a_setting_that_is_secret_by_its_name(string rule)
    {
        await HasPolicyAsync("theirs", $""" "spark_env_vars.*": {rule} """);
        workspace.With(
            "clusters/etl.json",
            Samples.Cluster("etl", """ "policy_id": "theirs", "spark_env_vars": { "DB_PASSWORD": "b", "A": "b" } """)
        );

        var told = (await workspace.FindingsAsync()).Where(finding => finding.Contains("CPL004", StringComparison.Ordinal)).ToList();

        Assert.Contains("spark_env_vars.* (", Secret().Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", Secret().Single(), StringComparison.Ordinal);
        Assert.Contains("canary", told.Except(Secret()).Single(), StringComparison.Ordinal);

        IEnumerable<string> Secret() => told.Where(finding => finding.Contains("DB_PASSWORD", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_said_of_a_cluster_that_stays_as_it_is()
    {
        var policy = await HasPolicyAsync("theirs", """ "num_workers": { "type": "range", "maxValue": 1 } """);
        await workspace.With("clusters/etl.json", Cluster("theirs")).DeployAsync();
        await workspace.Cloud.PostAsync(
            "/api/2.0/policies/clusters/edit",
            new JObject
            {
                ["policy_id"] = policy,
                ["name"] = "theirs",
                ["definition"] = """{ "num_workers": { "type": "range", "maxValue": 0 } }""",
            }
        );

        Assert.Empty(await workspace.FindingsAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    private async Task<string> HasPolicyAsync(string name, string rules) =>
        (string)(
            await workspace.Cloud.PostAsync(
                "/api/2.0/policies/clusters/create",
                new JObject { ["name"] = name, ["definition"] = $"{{ {rules} }}" }
            )
        )["policy_id"]!;

    private static string Cluster(string policy) =>
        $$"""
        {
          "cluster_name": "etl",
          "spark_version": "16.4.x-scala2.12",
          "node_type_id": "Standard_D4ds_v5",
          "num_workers": 1,
          "policy_id": "{{policy}}"
        }
        """;
}
