using Layercake.Engine.Applying;
using Layercake.Engine.Tests.Support;
using Layercake.Rest;

namespace Layercake.Engine.Tests.Kinds;

/// <summary>Answers that look like none of the service, and writes that had no effect.</summary>
public sealed class UnreadableAnswerTests : IAsyncLifetime
{
    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync(new Layercake.Testing.SelfAdvancingClock());

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Theory]
    [InlineData("{}", "an empty object")]
    [InlineData("""{ "id": "1", "display_name": { "canary": 1 } }""", "id (string), display_name (object)")]
    [InlineData("""{ "id": ["canary"], "display_name": "top" }""", "id (array), display_name (string)")]
    public async Task An_answer_about_one_object_that_is_none_is_said_to_be_so_without_its_values(string body, string shown)
    {
        await workspace.With("queries/top.json", """{ "display_name": "top", "query_text": "select 1" }""").DeployAsync();
        await workspace.Cloud.AddFaultAsync(
            $$"""{ "method": "GET", "path": "/api/2.0/sql/queries/*", "status": 200, "body": {{body}}, "times": 0 }"""
        );

        var problem = await Assert.ThrowsAsync<WorkspaceApiException>(() => workspace.PlanAsync());

        Assert.DoesNotContain("canary", problem.Message, StringComparison.Ordinal);
        Assert.StartsWith($"The answer about a query is none that this call has: {shown}.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_about_a_part_that_is_none_is_said_to_be_so()
    {
        const string Body = """{ "secrets": [{ "key": "pw", "last_updated_timestamp": 9223372036854775807 }] }""";
        await workspace.Vault.PutAsync("pw", "canary-value");
        await workspace
            .With("secret-scopes/app.json", """{ "name": "app", "secrets": { "pw": "${secret.pw}" } }""")
            .DeployAsync();
        await workspace.Cloud.AddFaultAsync(
            $$"""{ "method": "GET", "path": "/api/2.0/secrets/list", "status": 200, "body": {{Body}}, "times": 0 }"""
        );

        var problem = await Assert.ThrowsAsync<WorkspaceApiException>(() => workspace.PlanAsync());

        Assert.StartsWith("The answer about a set of secrets is none that this call has.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_whose_name_is_no_text_is_compared_like_any_content()
    {
        await workspace
            .With("dashboards/sales.json", """{ "display_name": "sales" }""")
            .With("dashboards/sales.lvdash.json", """{ "pages": [{ "name": ["x"], "pageType": 1 }] }""")
            .DeployAsync();

        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_secret_that_was_answered_and_not_written_is_a_failure_and_is_written_by_the_next_run()
    {
        await workspace.Vault.PutAsync("pw", "canary-value");
        workspace.With("secret-scopes/app.json", """{ "name": "app", "secrets": { "pw": "${secret.pw}" } }""");
        await workspace.Cloud.AddFaultAsync(
            """{ "method": "POST", "path": "/api/2.0/secrets/put", "status": 200, "body": {}, "times": 1 }"""
        );

        var outcome = await workspace.TryDeployAsync();

        Assert.Equal(ChangeStatus.Failed, outcome.Changes.Single(change => change.Change.Asset == "secrets.app").Status);
        Assert.Equal(["secrets.app"], (await workspace.PlanAsync()).Writes.Select(change => change.Asset));
        await workspace.DeployAsync();
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData("queries/top.json", "queries/top.sql", "select '${secret.pw}'", "queries/top.sql(1,9): error SEC005: ")]
    [InlineData(
        "dashboards/top.json",
        "dashboards/top.lvdash.json",
        "{\n  \"pages\": [{ \"name\": \"${secret.pw}\" }]\n}",
        "dashboards/top.lvdash.json(2,"
    )]
    public void A_secret_in_a_text_that_everyone_reads_is_refused_at_its_line(string file, string textFile, string text, string finding)
    {
        workspace.With(file, """{ "display_name": "top", "description": "x" }""").With(textFile, text);

        Assert.Contains(workspace.Check(), found => found.StartsWith(finding, StringComparison.Ordinal) && found.Contains("SEC005"));
    }
}
