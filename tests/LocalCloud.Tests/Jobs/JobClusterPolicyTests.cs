using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Jobs;

/// <summary>Policies hold for the clusters that jobs make, wherever in the settings they are, as they do for other clusters.</summary>
public sealed class JobClusterPolicyTests(SharedCloud shared) : IClassFixture<SharedCloud>
{
    private readonly JobCalls calls = new(shared);

    /// <summary>Where a job may say what a cluster is to be, and how to find it in what is read.</summary>
    public static TheoryData<string, string> Places { get; } =
        new()
        {
            {
                """{ "name": "j", "tasks": [{ "task_key": "a", "notebook_task": { "notebook_path": "/n" }, "new_cluster": @ }] }""",
                "tasks[0].new_cluster"
            },
            {
                """{ "name": "j", "job_clusters": [{ "job_cluster_key": "main", "new_cluster": @ }] }""",
                "job_clusters[0].new_cluster"
            },
            {
                """
                { "name": "j", "tasks": [{ "task_key": "a", "for_each_task": { "inputs": "[1]", "task": {
                  "task_key": "b", "notebook_task": { "notebook_path": "/n" }, "new_cluster": @ } } }] }
                """,
                "tasks[0].for_each_task.task.new_cluster"
            },
        };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Fixed_values_and_defaults_are_filled_in(string settings, string place)
    {
        var policy = await shared.PolicyAsync(
            """
            "spark_version": { "type": "fixed", "value": "15.4.x-scala2.12" },
            "cluster_type": { "type": "fixed", "value": "job" },
            "spark_conf.spark.a": { "type": "fixed", "value": "1" },
            "num_workers": { "type": "unlimited", "defaultValue": 3 }
            """
        );
        var cluster = $$"""{ "policy_id": "{{policy}}", "apply_policy_default_values": true, "node_type_id": "Standard_D4ds_v5" }""";

        var created = (await calls.CreatedAsync(With(settings, cluster))).SelectToken(place)!;

        Assert.Equal("15.4.x-scala2.12 1 3", $"{created["spark_version"]} {created["spark_conf"]!["spark.a"]} {created["num_workers"]}");
        Assert.Null(created["apply_policy_default_values"]);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task What_a_policy_does_not_allow_is_refused(string settings, string place)
    {
        var policy = await shared.PolicyAsync(""" "num_workers": { "type": "fixed", "value": 2 } """);

        var isOfTask = place.StartsWith("tasks", StringComparison.Ordinal);

        var answers = await calls.SendAsync(With(settings, Cluster(policy)), alsoSubmit: isOfTask);

        Assert.All(
            answers,
            answer =>
            {
                Assert.Equal((400, "INVALID_PARAMETER_VALUE"), (answer.Status, answer.Code));
                Assert.StartsWith("Cluster validation error: Validation failed for num_workers", answer.Message, StringComparison.Ordinal);
            }
        );
    }

    [Theory]
    [InlineData(""" "cluster_type": { "type": "fixed", "value": "all-purpose" } """, false)]
    [InlineData(""" "cluster_type": { "type": "allowlist", "values": ["job", "dlt"] } """, true)]
    [InlineData(""" "custom_tags.team": { "type": "unlimited" } """, false)]
    [InlineData(""" "spark_version": { "type": "regex", "pattern": "16\\..*" } """, true)]
    public async Task The_cluster_of_a_task_is_what_its_policy_allows(string rules, bool isAllowed)
    {
        var policy = await shared.PolicyAsync(rules);
        var task = $$"""{ "task_key": "a", "notebook_task": { "notebook_path": "/n" }, "new_cluster": {{Cluster(policy)}} }""";

        var answers = await calls.SendAsync($$"""{ "name": "j", "tasks": [{{task}}] }""", alsoSubmit: true);

        Assert.All(answers, answer => Assert.Equal(isAllowed ? 200 : 400, answer.Status));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_policy_and_a_pool_of_nothing_are_refused(string settings, string place)
    {
        var policy = await shared.PostAsync("/api/2.2/jobs/create", With(settings, Cluster("gone")));
        var pool = await shared.PostAsync(
            "/api/2.2/jobs/create",
            With(settings, """{ "spark_version": "16.4.x-scala2.12", "num_workers": 1, "instance_pool_id": "gone" }""")
        );

        Assert.Equal((400, 400), (policy.Status, pool.Status));
        Assert.True(pool.Message.Contains("Can't find an instance pool with id: gone", StringComparison.Ordinal), place);
    }

    private static string With(string settings, string cluster) => settings.Replace("@", cluster, StringComparison.Ordinal);

    private static string Cluster(string policy) =>
        new JObject
        {
            ["spark_version"] = "16.4.x-scala2.12",
            ["node_type_id"] = "Standard_D4ds_v5",
            ["num_workers"] = 1,
            ["policy_id"] = policy,
        }.ToString();
}
