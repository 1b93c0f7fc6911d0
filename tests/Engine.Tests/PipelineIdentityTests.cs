using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>Whom a pipeline runs as, which may follow from who made it or who owns it.</summary>
public sealed class PipelineIdentityTests : IAsyncLifetime
{
    private const string File = "pipelines/etl.json";
    private const string Root = "/api/2.0/pipelines";
    private const string Bo = "bo@contoso.example";
    private const string AsBo = $$""" "run_as": { "user_name": "{{Bo}}" } """;
    private const string OwnedByBo =
        $$""" "access_control_list": [{ "user_name": "{{Bo}}", "permission_level": "IS_OWNER" }] """;

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        await workspace.HasPrincipalAsync(Bo);
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task Where_Git_declares_it_it_is_compared_though_the_service_shows_it_beside_the_settings()
    {
        await workspace.With(File, Pipeline(AsBo)).DeployAsync();

        Assert.True((await workspace.PlanAsync()).IsEmpty);
        Assert.Contains(
            "error FLD008: pipelines.etl: run_as",
            Assert.Single(await workspace.With(File, Pipeline()).FindingsAsync()),
            StringComparison.Ordinal
        );
        await workspace.ForgetAsync();
        Assert.True((await workspace.With(File, Pipeline(AsBo)).PlanAsync()).IsEmpty);
        await EditAsync("""{ "user_name": "dana.koch@contoso.example" }""");
        Assert.Equal(["run_as.user_name"], Assert.Single((await workspace.PlanAsync()).Writes).Fields.Select(field => field.Path));
    }

    /// <remarks>A write that leaves it out may keep it, so nothing that a plan could do would put it back.</remarks>
    [Fact]
    public async Task Where_Git_does_not_declare_it_what_somebody_set_stays()
    {
        await workspace.With(File, Pipeline()).DeployAsync();
        await EditAsync($$"""{ "user_name": "{{Bo}}" }""");

        Assert.True((await workspace.PlanAsync()).IsEmpty);
        await workspace.ForgetAsync();
        Assert.Equal(ChangeAction.None, Assert.Single((await workspace.PlanAsync()).Changes).Action);
    }

    /// <remarks>Which of the two the service does is not known.</remarks>
    [Theory]
    [InlineData("creator")]
    [InlineData("owner")]
    public async Task A_declared_owner_leaves_nothing_to_plan_and_is_exported_as_the_owner_alone(string mode)
    {
        await workspace.Cloud.AdminAsync("POST", "/unconfirmed", new JObject { ["rule"] = "pipeline_run_as", ["mode"] = mode });
        await workspace.With(File, Pipeline(OwnedByBo)).DeployAsync();

        Assert.Equal(mode == "owner", (string?)(await AnswerAsync())["run_as_user_name"] == Bo);
        Assert.True((await workspace.PlanAsync()).IsEmpty);

        workspace.Without(File);
        await workspace.ExportAsync(request => request with { WithPermissions = true }, ["pipelines"]);
        Assert.Equal(JObject.Parse(Pipeline(OwnedByBo)), JObject.Parse(workspace.Text(File)), JToken.EqualityComparer);
    }

    [Fact]
    public async Task An_export_writes_it_where_it_is_neither_the_creator_nor_the_owner()
    {
        await workspace.Cloud.PostAsync(Root, JObject.Parse(Pipeline(AsBo)));

        await workspace.ExportAsync("pipelines");

        Assert.Equal(JObject.Parse(Pipeline(AsBo)), JObject.Parse(workspace.Text(File)), JToken.EqualityComparer);
    }

    private static string Pipeline(string more = "") =>
        $$"""{ "name": "etl", "catalog": "main"{{(more.Length == 0 ? "" : "," + more)}} }""";

    private async Task EditAsync(string identity) =>
        await workspace.Cloud.CallAsync(
            "PUT",
            $"{Root}/{(await AnswerAsync())["pipeline_id"]}",
            JObject.Parse(Pipeline($$""" "run_as": {{identity}} """))
        );

    private async Task<JObject> AnswerAsync() =>
        await workspace.Cloud.GetAsync($"{Root}/{(await workspace.Cloud.GetAsync(Root))["statuses"]![0]!["pipeline_id"]}");
}
