using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Pipelines;

/// <summary>Policies hold for the clusters of pipelines.</summary>
public sealed class PipelinePolicyTests(SharedCloud shared) : IClassFixture<SharedCloud>
{
    private const string Root = "/api/2.0/pipelines";

    [Theory]
    [InlineData(""" "cluster_type": { "type": "fixed", "value": "dlt" } """, null)]
    [InlineData(""" "num_workers": { "type": "range", "maxValue": 4 } """, null)]
    [InlineData(""" "cluster_type": { "type": "fixed", "value": "job" } """, "Validation failed for cluster_type")]
    [InlineData(""" "num_workers": { "type": "range", "minValue": 4 } """, "Validation failed for num_workers")]
    [InlineData(""" "custom_tags.team": { "type": "unlimited" } """, "Validation failed for custom_tags.team")]
    public async Task A_cluster_is_what_its_policy_allows(string rules, string? problem)
    {
        var policy = await shared.PolicyAsync(rules);

        var answer = await shared.PostAsync(Root, Pipeline($$"""{ "label": "default", "num_workers": 2, "policy_id": "{{policy}}" }"""));

        Assert.Equal(problem is null ? 200 : 400, answer.Status);
        Assert.Contains(problem ?? "", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fill_in", "Standard_D4ds_v5 2")]
    [InlineData("leave_out", " ")]
    public async Task Its_values_are_filled_in_unless_the_cloud_is_told_otherwise(string mode, string shown)
    {
        var policy = await shared.PolicyAsync(
            """
            "node_type_id": { "type": "fixed", "value": "Standard_D4ds_v5" },
            "num_workers": { "type": "unlimited", "defaultValue": 2, "isOptional": true }
            """
        );
        await shared.SwitchAsync("policy_values", mode);

        var id = (await shared.PostedAsync(
            Root,
            Pipeline($$"""{ "label": "default", "policy_id": "{{policy}}", "apply_policy_default_values": true }""")
        ))["pipeline_id"];

        var cluster = (await shared.Cloud.GetAsync($"{Root}/{id}"))["spec"]!["clusters"]![0]!;
        Assert.Equal(shown, $"{cluster["node_type_id"]} {cluster["num_workers"]}");
    }

    [Theory]
    [InlineData(""" "policy_id": "gone" """)]
    [InlineData(""" "instance_pool_id": "gone" """)]
    [InlineData(""" "spark_conf": ["a"] """)]
    public async Task A_policy_or_a_pool_of_nothing_is_refused(string field) =>
        Assert.Equal(400, (await shared.PostAsync(Root, Pipeline($$"""{ "label": "default", {{field}} }"""))).Status);

    private static string Pipeline(string cluster) =>
        new JObject { ["name"] = $"p-{Guid.NewGuid()}", ["clusters"] = new JArray(JObject.Parse(cluster)) }.ToString();
}
