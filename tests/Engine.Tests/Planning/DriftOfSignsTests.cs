using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Planning;

/// <summary>
/// In Git <c>$${</c> stands for <c>${</c>. In the workspace it does not: who writes a sign more there has changed what it says.
/// </summary>
public sealed class DriftOfSignsTests : IAsyncLifetime
{
    private const string Dashboards = "/api/2.0/lakeview/dashboards";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_sign_more_in_a_text_of_a_job_is_drift()
    {
        workspace.With(
            "jobs/nightly.json",
            Samples.Job("nightly", """ "description": "$${x}", "parameters": [{ "name": "$${p}", "default": "$${x}" }] """, Samples.Free)
        );
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        var id = (await workspace.JobAsync("nightly"))["job_id"];
        await workspace.Cloud.PostAsync(
            "/api/2.2/jobs/update",
            JObject.Parse(
                $$"""
                { "job_id": {{id}}, "new_settings": { "description": "$${x}", "parameters": [{ "name": "${p}", "default": "$${x}" }] } }
                """
            )
        );

        await IsPutBackAsync("description: $${x} → ${x}", "parameters[${p}].default: $${x} → ${x}");
    }

    [Theory]
    [InlineData("queries")]
    [InlineData("alerts")]
    public async Task A_sign_more_in_the_text_of_a_query_or_an_alert_is_drift(string folder)
    {
        var isQuery = folder == "queries";
        await workspace
            .With("warehouses/bi.json", """{ "name": "bi", "cluster_size": "2X-Small" }""")
            .With(
                $"{folder}/a.json",
                isQuery
                    ? """{ "display_name": "a", "query_text": "select '$${x}'" }"""
                    : Samples.Alert("a").Replace("count(*) as late from orders", "'$${x}'", StringComparison.Ordinal)
            )
            .DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        var path = isQuery ? "/api/2.0/sql/queries" : "/api/2.0/alerts";
        var listed = (await workspace.Cloud.GetAsync(path)).Properties().Select(field => field.Value).OfType<JArray>().Single().Single();
        await workspace.Cloud.CallAsync(
            "PATCH",
            $"{path}/{listed["id"]}{(isQuery ? "" : "?update_mask=query_text")}",
            isQuery
                ? JObject.Parse("""{ "query": { "query_text": "select '$${x}'" }, "update_mask": "query_text" }""")
                : JObject.Parse("""{ "query_text": "select '$${x}'" }""")
        );

        await IsPutBackAsync("query_text: select '$${x}' → select '${x}'");
    }

    [Fact]
    public async Task A_sign_more_in_a_dashboard_is_drift()
    {
        workspace
            .With("dashboards/sales.json", """{ "display_name": "sales" }""")
            .With("dashboards/sales.lvdash.json", """{ "pages": [{ "name": "one", "displayName": "$${x}" }] }""");
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        var id = (await workspace.Cloud.GetAsync(Dashboards))["dashboards"]![0]!["dashboard_id"];
        await workspace.Cloud.CallAsync(
            "PATCH",
            $"{Dashboards}/{id}",
            new JObject { ["serialized_dashboard"] = """{ "pages": [{ "name": "one", "displayName": "$${x}" }] }""" }
        );

        Assert.True(Assert.Single((await workspace.PlanAsync()).Writes).Drift);
        await workspace.DeployAsync();
        var held = await workspace.Cloud.GetAsync($"{Dashboards}/{id}");
        Assert.Contains("\"${x}\"", $"{held["serialized_dashboard"]}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notebooks/load.py", "# Databricks notebook source\nprint('${x}')\n", "/Shared/app/notebooks/load", "SOURCE")]
    [InlineData("init-scripts/install.sh", "echo '${x}'\n", "/Shared/app/init-scripts/install.sh", "AUTO")]
    public async Task A_sign_more_in_a_file_is_drift_and_its_own_signs_are_sent_as_they_are(
        string file,
        string text,
        string path,
        string format
    )
    {
        await workspace.With(file, text).DeployAsync();
        await workspace.HasFileAsync(
            path,
            text.Replace("${", "$${", StringComparison.Ordinal),
            format,
            format == "SOURCE" ? "PYTHON" : null
        );

        Assert.True(Assert.Single((await workspace.PlanAsync()).Writes).Drift);
    }

    private async Task IsPutBackAsync(params string[] fields)
    {
        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        Assert.True(change.Drift);
        Assert.Equal(fields, change.Fields.Select(field => $"{field.Path}: {field.Old} → {field.New}"));
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }
}
