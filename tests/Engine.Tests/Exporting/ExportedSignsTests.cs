using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>What the workspace calls <c>${…}</c> is exported so that a declaration means the same characters.</summary>
public sealed class ExportedSignsTests : IAsyncLifetime
{
    private static readonly string[] Signs = ["${var.x}", "$${x}", "${secret.x}", "${secret.", "${x}"];

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task Names_of_fields_come_back_as_they_are_and_a_second_export_writes_nothing()
    {
        await workspace.HasClusterAsync(Samples.Cluster("etl", $""" "spark_conf": {Map()}, "custom_tags": {Map()} """));
        var parameters = Entries("name", "default");
        await workspace.HasJobAsync(Samples.Job("nightly", $""" "tags": {Map()}, "parameters": {parameters} """, Samples.Free));
        await MakeAsync("/api/2.0/pipelines", $$"""{ "name": "flow", "catalog": "main", "configuration": {{Map()}} }""");
        await MakeAsync("/api/2.0/policies/clusters/create", new JObject { ["name"] = "small", ["definition"] = Rules() }.ToString());
        await MakeAsync(
            "/api/2.0/sql/warehouses",
            $$"""{ "name": "bi", "cluster_size": "2X-Small", "tags": { "custom_tags": {{Entries("key", "value")}} } }"""
        );

        await workspace.ExportAsync();

        var plan = await workspace.PlanAsync();
        Assert.Equal(5, plan.Changes.Count);
        Assert.Equal([], plan.Writes.SelectMany(change => change.Fields.Select(field => $"{change.Asset} {field.Path}: {field.New}")));
        Assert.All((await workspace.ExportAsync()).Files, file => Assert.Equal("Unchanged", $"{file.Action}"));
    }

    [Fact]
    public async Task Names_of_fields_that_were_deployed_so_are_no_difference()
    {
        workspace.With("clusters/etl.json", Samples.Cluster("etl", """ "custom_tags": { "$${secret.x}": "a", "$$${y}": "b" } """));
        await workspace.DeployAsync();

        var tags = (JObject)(await workspace.ClusterAsync("etl"))["custom_tags"]!;
        Assert.Equal(["${secret.x}", "$${y}"], tags.Properties().Select(tag => tag.Name));
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_tag_of_a_list_is_found_by_the_key_that_it_has_in_the_workspace()
    {
        const string File = "warehouses/bi.json";
        const string Tag =
            """{ "name": "bi", "cluster_size": "2X-Small", "tags": { "custom_tags": [{ "key": "$${x}", "value": "?" }] } }""";
        await workspace.With(File, Tag).DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        workspace.With(File, Tag.Replace("?", "other", StringComparison.Ordinal));

        var field = Assert.Single(Assert.Single((await workspace.PlanAsync()).Writes).Fields);
        Assert.Equal("tags.custom_tags[${x}].value", field.Path);
    }

    [Fact]
    public async Task A_file_whose_author_writes_more_signs_than_an_export_needs_stays_as_it_is()
    {
        workspace.With("jobs/nightly.json", Samples.Job("nightly", """ "description": "$${x}" """, Samples.Free));
        await workspace.DeployAsync();

        Assert.Equal("Unchanged", $"{Assert.Single((await workspace.ExportAsync("jobs")).Files).Action}");
    }

    private static string Map() => new JObject(Signs.Select(sign => new JProperty(sign, "v"))).ToString();

    private static string Rules() =>
        new JObject(
            Signs.Select(sign => new JProperty($"spark_conf.{sign}", JObject.Parse("""{ "type": "fixed", "value": "v" }""")))
        ).ToString();

    private static string Entries(string key, string value) =>
        new JArray(Signs.Select(sign => new JObject { [key] = sign, [value] = "v" })).ToString();

    private Task MakeAsync(string path, string body) => workspace.Cloud.PostAsync(path, JObject.Parse(body));
}
