using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Checks;

/// <summary>Declared clusters are checked against the declared policies that they name.</summary>
public sealed class PolicyFitTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public void A_cluster_that_its_policy_does_not_allow_is_told_with_its_line_the_rule_and_what_would_pass() =>
        Assert.Equal(
            "clusters/etl.json(5,3): error CPL004: clusters.etl: num_workers is 12, which the cluster policy etl does not allow: "
                + "its rule num_workers (range) takes a number from 1 to 8. Write that, or change the policy.",
            Assert.Single(
                workspace
                    .With("cluster-policies/etl.json", Policy(""" "num_workers": { "type": "range", "minValue": 1, "maxValue": 8 } """))
                    .With(
                        "clusters/etl.json",
                        """
                        {
                          "cluster_name": "etl",
                          "spark_version": "16.4.x-scala2.12",
                          "node_type_id": "Standard_D4ds_v5",
                          "num_workers": 12,
                          "policy_id": "__POLICY__etl__"
                        }
                        """
                    )
                    .Check()
            )
        );

    [Theory]
    [InlineData(
        """ "custom_tags.team": { "type": "allowlist", "values": ["a", "b"], "defaultValue": "a" } """,
        "it has no custom_tags.team, which the cluster policy etl requires: its rule custom_tags.team (allowlist) takes one of a, b. "
            + "Add it, or apply_policy_default_values, which fills in a."
    )]
    [InlineData(
        """ "custom_tags.team": { "type": "regex", "pattern": ".+" } """,
        "takes a text that matches .+ from its start to its end. Add it, or let the rule have isOptional."
    )]
    [InlineData(
        """ "node_type_id": { "type": "forbidden" } """,
        "node_type_id is Standard_D4ds_v5, which the cluster policy etl does not allow: its rule node_type_id (forbidden) takes no value. "
            + "Remove it."
    )]
    [InlineData(""" "cluster_type": { "type": "fixed", "value": "job" } """, "cluster_type is all-purpose, which the cluster policy etl")]
    public void What_is_missing_or_must_not_be_there_is_told(string rules, string says) =>
        Assert.Contains(
            says,
            Assert.Single(workspace.With("cluster-policies/etl.json", Policy(rules)).With("clusters/etl.json", Cluster).Check()),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_rule_about_a_misspelt_attribute_is_told_of_the_policy_and_not_of_each_cluster() =>
        Assert.EndsWith(
            "warning CPL002: cluster-policies.etl: the rule num_worker is about no attribute of a cluster that is known here. Did you mean "
                + "num_workers? Clusters are not checked against it.",
            Assert.Single(
                workspace
                    .With("cluster-policies/etl.json", Policy(""" "num_worker": { "type": "range", "maxValue": 8 } """))
                    .With("clusters/etl.json", Cluster)
                    .Check()
            )
        );

    [Theory]
    [InlineData("\"job_clusters\": [{ \"job_cluster_key\": \"main\", CLUSTER }]", "job_clusters[main].new_cluster.num_workers")]
    [InlineData("\"tasks\": [{ \"task_key\": \"a\", TASK, CLUSTER }]", "tasks[a].new_cluster.num_workers")]
    [InlineData(
        """ "tasks": [{ "task_key": "a", "for_each_task": { "inputs": "[1]", "task": { "task_key": "b", TASK, CLUSTER } } }] """,
        "tasks[a].for_each_task.task.new_cluster.num_workers"
    )]
    public void The_clusters_of_a_job_are_checked_wherever_they_stand(string fields, string path)
    {
        const string New = """
            "new_cluster": { "spark_version": "16.4.x-scala2.12", "node_type_id": "Standard_D4ds_v5", "num_workers": 9, "policy_id": "etl" }
            """;
        var job = fields
            .Replace("TASK", """ "notebook_task": { "notebook_path": "/Shared/x" } """, StringComparison.Ordinal)
            .Replace("CLUSTER", New, StringComparison.Ordinal);
        workspace
            .With(
                "cluster-policies/etl.json",
                Policy(""" "num_workers": { "type": "range", "maxValue": 8 }, "cluster_type": { "type": "fixed", "value": "job" } """)
            )
            .With("jobs/nightly.json", $$"""{ "name": "nightly", {{job}} }""");

        Assert.Contains(
            $"error CPL004: jobs.nightly: {path} is 9, which the cluster policy etl does not allow",
            Assert.Single(workspace.Check(), finding => finding.Contains("CPL", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_rules_of_a_family_and_the_price_are_not_checked_which_is_said_once()
    {
        workspace
            .With(
                "cluster-policies/jobs.json",
                """
                {
                  "name": "jobs",
                  "policy_family_id": "job-cluster",
                  "policy_family_definition_overrides": { "num_workers": { "type": "range", "maxValue": 0 } }
                }
                """
            )
            .With("cluster-policies/etl.json", Policy(""" "dbus_per_hour": { "type": "range", "maxValue": 1 } """));
        foreach (var (name, policy) in new[] { ("a", "jobs"), ("b", "jobs"), ("c", "etl"), ("d", "etl") })
            workspace.With($"clusters/{name}.json", Samples.Cluster(name, $$""" "policy_id": "{{policy}}" """));

        Assert.Collection(
            workspace.Check(),
            Contains("warning CPL005: cluster-policies.etl: dbus_per_hour is not checked"),
            Contains("warning CPL005: cluster-policies.jobs: the rules of the family"),
            Contains("error CPL004: clusters.a: num_workers is 1"),
            Contains("error CPL004: clusters.b: num_workers is 1")
        );

        static Action<string> Contains(string says) => finding => Assert.Contains(says, finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_shows_what_a_policy_fills_in_and_then_nothing_is_left_to_do()
    {
        workspace
            .With(
                "cluster-policies/etl.json",
                Policy(
                    """
                    "spark_conf.a.b": { "type": "fixed", "value": "1" },
                    "autotermination_minutes": { "type": "range", "maxValue": 60, "defaultValue": 30, "isOptional": true },
                    "custom_tags.team": { "type": "unlimited", "defaultValue": "core" }
                    """
                )
            )
            .With("clusters/etl.json", Samples.Cluster("etl", """ "policy_id": "etl", "custom_tags": { "team": "x" } """));

        var change = (await workspace.PlanAsync()).Changes[1];
        Assert.Equal(["filled in by the cluster policy etl: spark_conf['a.b'] = \"1\""], change.Notes);
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        workspace.With(
            "clusters/etl.json",
            Samples.Cluster("etl", """ "policy_id": "etl", "apply_policy_default_values": true """)
        );
        Assert.Equal(
            [
                "filled in by the cluster policy etl: spark_conf['a.b'] = \"1\"",
                "filled in by the cluster policy etl: autotermination_minutes = 30",
                "filled in by the cluster policy etl: custom_tags.team = \"core\"",
            ],
            (await workspace.PlanAsync()).Changes[1].Notes
        );
    }

    [Fact]
    public async Task What_a_policy_enforced_by_itself_is_shown_as_such()
    {
        var policy = new JObject
        {
            ["name"] = "etl",
            ["definition"] = new JObject(),
            ["auto_enforcement_config"] = new JObject { ["enforce_mode"] = "ANY" },
        };
        workspace.With("cluster-policies/etl.json", policy.ToString()).With("clusters/etl.json", Cluster);
        await workspace.DeployAsync();
        policy["definition"]!["autotermination_minutes"] = JObject.Parse("""{ "type": "fixed", "value": 45 }""");
        workspace.With("cluster-policies/etl.json", policy.ToString());

        Assert.Equal(
            "it enforces itself, so the service may edit clusters.etl; the next run looks at them again",
            Assert.Single((await workspace.PlanAsync()).Changes[0].Notes)
        );
        await workspace.DeployAsync();

        // The service's own edit of the cluster.
        await workspace.Cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 600_000 });
        var cluster = await workspace.ClusterAsync("etl");
        var edited = JObject.Parse(Cluster);
        edited["cluster_id"] = cluster["cluster_id"];
        edited["policy_id"] = cluster["policy_id"];
        await workspace.Cloud.PostAsync("/api/2.1/clusters/edit", edited);

        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        Assert.Equal(
            (
                ChangeAction.Update,
                true,
                "changed in the workspace since the last deployment; the cluster policy etl enforced it"
            ),
            (change.Action, change.Drift, change.Reason)
        );
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    private static string Cluster => Samples.Cluster("etl", """ "policy_id": "etl" """);

    private static string Policy(string rules) => $$"""{ "name": "etl", "definition": { {{rules}} } }""";
}
