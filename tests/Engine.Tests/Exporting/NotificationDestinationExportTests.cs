using Layercake.Engine.Exporting;
using Layercake.Engine.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Exporting;

/// <summary>Notification destinations as files: references in the place of what the service never shows.</summary>
public sealed class NotificationDestinationExportTests : IAsyncLifetime
{
    private const string File = "notification-destinations/on call.json";

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync() => workspace = await TestWorkspace.StartAsync();

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_new_file_has_references_and_a_finding_says_what_the_vault_needs()
    {
        await HasAsync(""" "slack": { "oauth_token": "canary-1", "channel_id": "C1" } """);

        var result = await workspace.TryExportAsync("notification-destinations");

        AssertExported(
            """
            "slack": { "oauth_token": "${secret.on-call-oauth-token}", "channel_id": "${secret.on-call-channel-id}" }
            """
        );
        var finding = Assert.Single(result.Findings);
        Assert.Equal(("EXP019", "notification-destinations.on call"), (finding.Code, finding.Asset));
        Assert.Contains(
            "oauth_token ${secret.on-call-oauth-token}, channel_id ${secret.on-call-channel-id}. ",
            finding.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Addresses_are_exported_as_they_are_and_nothing_is_to_be_done()
    {
        await HasAsync(""" "email": { "addresses": ["b@contoso.example", "a@contoso.example"] } """);

        Assert.Empty((await workspace.ExportAsync("notification-destinations")).Findings);

        AssertExported(""" "email": { "addresses": ["b@contoso.example", "a@contoso.example"] } """);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Theory]
    [InlineData(""" "slack": { "oauth_token": "${secret.token}", "channel_id": "C1" } """)]
    [InlineData(""" "generic_webhook": { "url": "https://${secret.token}", "username": "bot" } """)]
    public async Task A_file_keeps_its_own_references_and_values(string config)
    {
        await workspace.Vault.PutAsync("token", "canary-1");
        var written = $$"""{ "display_name": "on call", "config": { {{config}} } }""";
        await workspace.With(File, written).DeployAsync();

        var result = await workspace.ExportAsync("notification-destinations");

        Assert.Equal(ExportAction.Unchanged, Assert.Single(result.Files).Action);
        Assert.Equal(written, workspace.Text(File));
        Assert.Empty(result.Findings);
    }

    [Fact]
    public async Task What_was_added_by_hand_comes_into_the_file_beside_its_own_references()
    {
        await workspace.Vault.PutAsync("token", "canary-1");
        await workspace
            .With(File, """{ "display_name": "on call", "config": { "generic_webhook": { "url": "${secret.token}" } } }""")
            .DeployAsync();
        var id = (string)(await workspace.Cloud.GetAsync("/api/2.0/notification-destinations"))["results"]![0]!["id"]!;
        using var patched = await workspace.Cloud.Workspace.PatchAsync(
            $"/api/2.0/notification-destinations/{id}",
            new StringContent("""{ "display_name": "on call", "config": { "generic_webhook": { "username": "canary-2" } } }""")
        );
        patched.EnsureSuccessStatusCode();
        workspace.Without(File);

        await workspace.ExportAsync("notification-destinations");

        AssertExported(""" "generic_webhook": { "url": "${secret.token}", "username": "${secret.on-call-username}" } """);
    }

    [Fact]
    public async Task A_destination_whose_configuration_is_not_shown_is_not_exported()
    {
        await HasAsync(""" "email": { "addresses": ["a@contoso.example"] } """);
        await workspace.Cloud.AddFaultAsync(
            """
            {
              "method": "GET", "path": "/api/2.0/notification-destinations/*", "status": 200, "times": 0,
              "body": { "id": "1", "display_name": "on call" }
            }
            """
        );

        var finding = Assert.Single((await workspace.TryExportAsync("notification-destinations")).Findings);

        Assert.Equal("EXP002", finding.Code);
        Assert.Empty(workspace.Files());
    }

    [Fact]
    public async Task A_job_names_its_destination_in_an_export()
    {
        var id = await HasAsync(""" "email": { "addresses": ["a@contoso.example"] } """);
        await workspace.HasJobAsync(
            Samples.Job("nightly", $$""" "webhook_notifications": { "on_start": [{ "id": "{{id}}" }] } """, Samples.Free)
        );

        await workspace.ExportAsync("jobs", "notification-destinations");

        var job = JObject.Parse(workspace.Text("jobs/nightly.json"));
        Assert.Equal("on call", (string?)job.SelectToken("webhook_notifications.on_start[0].id"));
    }

    private void AssertExported(string config) =>
        Assert.True(
            JToken.DeepEquals(
                JObject.Parse($$"""{ "display_name": "on call", "config": { {{config}} } }"""),
                JObject.Parse(workspace.Text(File))
            ),
            workspace.Text(File)
        );

    private async Task<string> HasAsync(string config) =>
        (string)
            (
                await workspace.Cloud.PostAsync(
                    "/api/2.0/notification-destinations",
                    JObject.Parse($$"""{ "display_name": "on call", "config": { {{config}} } }""")
                )
            )["id"]!;
}
