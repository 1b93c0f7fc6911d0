using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Rest;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>What the file of a pipeline may look like, and what an export makes of it.</summary>
public sealed class PipelineFileTests : IAsyncLifetime
{
    private const string File = "pipelines/etl.json";
    private const string Root = "/api/2.0/pipelines";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task Development_is_what_the_environment_says_unless_the_file_or_an_overlay_does()
    {
        workspace.Environment = workspace.Environment with
        {
            PipelineDevelopment = true,
            Overlays = JObject.Parse("""{ "pipelines/third": { "development": false } }"""),
        };
        workspace.With(File, Pipeline());
        foreach (var (name, more) in new[] { ("second", """ "development": false """), ("third", "") })
            workspace.With($"pipelines/{name}.json", Pipeline(more).Replace("etl", name, StringComparison.Ordinal));

        await workspace.DeployAsync();

        Assert.Equal("True", $"{(await SpecAsync("etl"))["development"]}");
        Assert.Equal("False", $"{(await SpecAsync("second"))["development"]}");
        Assert.Equal("False", $"{(await SpecAsync("third"))["development"]}");
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        workspace.Without(File);
        await workspace.ExportAsync("pipelines");
        Assert.Null(JObject.Parse(workspace.Text(File))["development"]);
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(true, """ "development": true """)]
    [InlineData(false, "")]
    [InlineData(false, """ "development": true """)]
    public async Task An_export_leaves_a_pipeline_in_or_out_of_development_whatever_the_environment_says(bool usual, string fields)
    {
        workspace.Environment = workspace.Environment with { PipelineDevelopment = usual };
        await workspace.Cloud.PostAsync(Root, JObject.Parse(Pipeline(fields)));

        await workspace.ExportAsync("pipelines");

        Assert.Equal(ChangeAction.None, Assert.Single((await workspace.PlanAsync()).Changes).Action);
    }

    [Fact]
    public async Task What_the_environment_put_in_is_no_difference_to_an_export()
    {
        workspace.Environment = workspace.Environment with { PipelineDevelopment = true };
        await workspace.With(File, Pipeline()).DeployAsync();
        var written = workspace.Text(File);

        var result = await workspace.ExportAsync("pipelines");

        Assert.Equal((ExportAction.Unchanged, 0), (Assert.Single(result.Files).Action, result.Findings.Count));
        Assert.Equal(written, workspace.Text(File));
    }

    [Fact]
    public async Task A_cluster_without_a_label_is_the_default_one_and_an_export_leaves_its_file_without()
    {
        const string Cluster = """{ "policy_id": "team", "apply_policy_default_values": true }""";
        workspace
            .With("cluster-policies/team.json", """{ "name": "team", "definition": {} }""")
            .With(File, Pipeline($$""" "clusters": [{{Cluster}}] """));
        await workspace.DeployAsync();
        var written = workspace.Text(File);

        Assert.True((await workspace.PlanAsync()).IsEmpty);
        await workspace.ExportAsync("pipelines");
        Assert.Equal(written, workspace.Text(File));
        await workspace.ForgetAsync();
        Assert.Equal(ChangeAction.None, await ActionAsync());

        var answer = await AnswerAsync();
        var edited = new JObject((JObject)answer["spec"]!) { ["photon"] = true };
        await workspace.Cloud.CallAsync("PUT", $"{Root}/{answer["pipeline_id"]}", edited);
        await workspace.ExportAsync("pipelines");
        var exported = JObject.Parse(workspace.Text(File));
        Assert.Equal("True", $"{exported["photon"]}");
        Assert.Equal("True", $"{exported.SelectToken("clusters[0].apply_policy_default_values")}");
        Assert.Null(exported.SelectToken("clusters[0].label"));
    }

    [Fact]
    public async Task The_whole_answer_of_the_service_can_stand_in_Git()
    {
        await workspace.Cloud.PostAsync(Root, JObject.Parse(Pipeline(""" "photon": true """)));
        var answer = await AnswerAsync();

        var change = Assert.Single((await workspace.With(File, answer.ToString()).PlanAsync()).Changes);

        Assert.Equal((ChangeAction.None, true), (change.Action, change.Adopts));
    }

    [Fact]
    public async Task A_whole_answer_is_deployed_under_its_outer_name_with_what_was_written_beside_it_and_without_the_storage_of_another()
    {
        await workspace.HasPrincipalAsync("bo@contoso.example");
        await workspace.Cloud.PostAsync(Root, JObject.Parse("""{ "name": "etl", "photon": true }"""));
        var answer = await AnswerAsync();
        answer["name"] = "copy";
        answer["allow_duplicate_names"] = true;
        answer["access_control_list"] = JArray.Parse("""[{ "user_name": "bo@contoso.example", "permission_level": "CAN_RUN" }]""");

        var outcome = await workspace.With(File, answer.ToString()).DeployAsync();

        Assert.Equal(["permissions.pipelines.copy", "pipelines.copy"], outcome.Changes.Select(change => change.Change.Asset).Order());
        var id = outcome.Changes.Single(change => change.Change.Kind == "pipelines").Id;
        var made = await workspace.Cloud.GetAsync($"{Root}/{id}");
        Assert.Equal(
            $"copy copy dbfs:/pipelines/{id} True",
            $"{made["name"]} {made["spec"]!["name"]} {made["spec"]!["storage"]} {made["spec"]!["photon"]}"
        );
        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.Empty(workspace.Check());
    }

    [Fact]
    public async Task An_export_keeps_what_the_file_of_a_whole_answer_has_and_the_service_does_not_say()
    {
        await workspace.Cloud.PostAsync(Root, JObject.Parse(Pipeline()));
        var answer = await AnswerAsync();
        answer["allow_duplicate_names"] = true;
        answer["access_control_list"] = JArray.Parse("""[{ "group_name": "users", "permission_level": "CAN_VIEW" }]""");
        await workspace.With(File, answer.ToString()).DeployAsync();
        await workspace.Cloud.CallAsync("PUT", $"{Root}/{answer["pipeline_id"]}", JObject.Parse(Pipeline(""" "photon": true """)));

        await workspace.ExportAsync("pipelines");

        Assert.Equal(
            JObject.Parse(
                Pipeline(
                    """
                    "photon": true, "allow_duplicate_names": true,
                    "access_control_list": [{ "group_name": "users", "permission_level": "CAN_VIEW" }]
                    """
                )
            ),
            JObject.Parse(workspace.Text(File)),
            JToken.EqualityComparer
        );
        Assert.Equal(ChangeAction.None, await ActionAsync());
    }

    [Fact]
    public async Task An_answer_about_a_pipeline_without_its_settings_changes_no_file_and_no_pipeline()
    {
        await workspace.With(File, Pipeline()).DeployAsync();
        var answer = await AnswerAsync();
        answer.Remove("spec");
        await workspace.Cloud.AddFaultAsync(
            $$"""{ "method": "GET", "path": "/api/2.0/pipelines/*", "status": 200, "body": {{answer}}, "times": 0 }"""
        );

        var exported = await workspace.TryExportAsync("pipelines");

        Assert.Contains("EXP002", Assert.Single(exported.Findings).ToString(), StringComparison.Ordinal);
        Assert.Equal(Pipeline(), workspace.Text(File));
        var problem = await Assert.ThrowsAsync<WorkspaceApiException>(() => workspace.PlanAsync());
        Assert.StartsWith("The answer about a pipeline is none that this call has", problem.Message, StringComparison.Ordinal);
    }

    private static string Pipeline(string more = "") =>
        $$"""{ "name": "etl", "catalog": "main"{{(more.Length == 0 ? "" : "," + more)}} }""";

    private async Task<ChangeAction> ActionAsync() =>
        (await workspace.PlanAsync("pipelines")).Changes.Single(change => change.Kind == "pipelines").Action;

    private async Task<JObject> AnswerAsync(string name = "etl") =>
        await workspace.Cloud.GetAsync(
            $"{Root}/{(await workspace.Cloud.GetAsync(Root))["statuses"]!.Single(one => (string?)one["name"] == name)["pipeline_id"]}"
        );

    private async Task<JObject> SpecAsync(string name) => (JObject)(await AnswerAsync(name))["spec"]!;
}
