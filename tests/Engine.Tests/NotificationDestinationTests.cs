using Layercake.Engine.Applying;
using Layercake.Engine.Planning;
using Layercake.Engine.Tests.Support;
using Layercake.Testing;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests;

/// <summary>What is special about notification destinations: secrets that are never returned, and a listing without what matters.</summary>
public sealed class NotificationDestinationTests : IAsyncLifetime
{
    private const string File = "notification-destinations/ops.json";
    private const string Root = "/api/2.0/notification-destinations";
    private const string Hook = "https://hooks.example/canary-1";
    private const string Slack = """ "slack": { "url": "${secret.ops-hook}" } """;

    private readonly List<string> sent = [];

    private TestWorkspace workspace = null!;

    public async Task InitializeAsync()
    {
        workspace = await TestWorkspace.StartAsync(new SelfAdvancingClock());
        await workspace.Vault.PutAsync("ops-hook", Hook);
        await workspace.Vault.PutAsync("ops-token", "canary-token");
        workspace.Before = async (request, ct) =>
        {
            if (request.Content is not null && request.RequestUri!.AbsolutePath.StartsWith(Root, StringComparison.Ordinal))
                sent.Add($"{request.Method} {await request.Content.ReadAsStringAsync(ct)}");
        };
    }

    public async Task DisposeAsync() => await workspace.DisposeAsync();

    [Fact]
    public async Task A_secret_is_sent_once_and_then_there_is_nothing_to_do()
    {
        await With(Slack).DeployAsync();

        Assert.Equal([$$$$"""POST {"display_name":"ops","config":{"slack":{"url":"{{{{Hook}}}}"}}}"""], sent);
        Assert.Empty(await workspace.AssetWritesDuringAsync(async () => Assert.True((await workspace.PlanAsync()).IsEmpty)));
        await workspace.DeployAsync();
        Assert.Single(sent);
    }

    [Fact]
    public async Task A_new_version_in_the_vault_is_an_update()
    {
        await With(Slack).DeployAsync();
        var renewed = await workspace.Vault.PutAsync("ops-hook", "https://hooks.example/canary-2");

        var change = Assert.Single((await workspace.PlanAsync()).Writes);
        Assert.Equal((ChangeAction.Update, false, "secret ops-hook has a new version"), (change.Action, change.Drift, change.Reason));
        var field = Assert.Single(change.Fields);
        Assert.Equal(
            ("config.slack.url", "set", $"${{local/ops-hook/{renewed}}}"),
            (field.Path, (string?)field.Old, (string?)field.New)
        );

        await workspace.DeployAsync();
        Assert.Equal("""PATCH {"config":{"slack":{"url":"https://hooks.example/canary-2"}}}""", sent[^1]);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_name_that_is_put_back_sends_no_secret()
    {
        var made = Assert.Single((await With(Slack).DeployAsync()).Changes);

        await PatchAsync(made.Id!, """{ "display_name": "by hand" }""");
        await workspace.DeployAsync();

        Assert.Equal("""PATCH {"display_name":"ops"}""", sent[^1]);
        Assert.Equal(made.Id, (string?)Assert.Single(await DestinationsAsync())["id"]);
    }

    [Fact]
    public async Task No_value_reaches_plan_notes_manifest_messages_or_what_the_workspace_keeps()
    {
        await With(""" "generic_webhook": { "url": "${secret.ops-hook}", "username": "bot", "password": "${secret.ops-token}" } """)
            .DeployAsync();
        await workspace.Vault.PutAsync("ops-token", "canary-renewed");
        await workspace.Cloud.AddFaultAsync(
            $$"""
            {
              "method": "PATCH", "path": "{{Root}}/*", "status": 400, "times": 1,
              "body": { "error_code": "INVALID_PARAMETER_VALUE", "message": "no: {{Hook}} canary-renewed" }
            }
            """
        );

        var planned = await workspace.TryPlanAsync();
        var refused = await workspace.TryDeployAsync();
        var outcome = await workspace.DeployAsync();

        Assert.False(refused.Succeeded);
        var told = string.Join(
            "\n",
            [
                JsonConvert.SerializeObject(planned.Plan),
                .. planned.Findings.Select(finding => finding.ToString()),
                .. refused.Changes.Select(change => change.Message ?? ""),
                JsonConvert.SerializeObject(outcome.Changes),
                .. outcome.Warnings,
                .. workspace.Notes,
                (await workspace.ManifestAsync()).ToString(),
                (await workspace.Cloud.AdminAsync("GET", "/requests")).ToString(),
                (await workspace.Cloud.GetAsync($"{Root}/{outcome.Changes[0].Id}")).ToString(),
            ]
        );
        Assert.Contains("ops-token", told, StringComparison.Ordinal);
        Assert.Contains("password_set", told, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_type_is_another_destination_and_a_job_that_names_it_follows()
    {
        workspace.With("jobs/nightly.json", JobTelling("ops"));
        var made = (await With(Slack).DeployAsync()).Changes[0];

        With(""" "email": { "addresses": ["ops@contoso.example"] } """);
        Assert.Equal(
            [
                (
                    "notification-destinations.ops",
                    ChangeAction.Recreate,
                    "config.email changed, and the service refuses to change the type of a destination"
                ),
                ("jobs.nightly", ChangeAction.Update, "names notification-destinations.ops, which is recreated"),
            ],
            (await workspace.PlanAsync()).Changes.Select(change => (change.Asset, change.Action, change.Reason))
        );

        var again = (await workspace.DeployAsync()).Changes[0];
        Assert.NotEqual(made.Id, again.Id);
        var left = Assert.Single(await DestinationsAsync());
        Assert.Equal((again.Id, "EMAIL"), ((string?)left["id"], (string?)left["destination_type"]));
        Assert.Equal(
            [again.Id, again.Id],
            (await workspace.JobAsync("nightly")).SelectTokens("$..on_failure[*].id").Select(id => (string?)id)
        );
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Addresses_are_a_set_that_is_changed_whole()
    {
        var made = Assert.Single((await With(Email("a@contoso.example", "b@contoso.example")).DeployAsync()).Changes);
        Assert.True((await With(Email("b@contoso.example", "a@contoso.example")).PlanAsync()).IsEmpty);

        var change = Assert.Single((await With(Email("b@contoso.example")).DeployAsync()).Changes);

        Assert.Equal((ChangeAction.Update, made.Id), (change.Change.Action, change.Id));
        Assert.Equal(
            """{"email":{"addresses":["b@contoso.example"]}}""",
            (await workspace.Cloud.GetAsync($"{Root}/{made.Id}"))["config"]!.ToString(Formatting.None)
        );
        await PatchAsync(made.Id!, """{ "config": { "email": { "addresses": ["x@y.example"] } } }""");
        Assert.True(Assert.Single((await workspace.PlanAsync()).Writes).Drift);
    }

    [Fact]
    public async Task What_leaves_the_file_and_would_stay_is_refused()
    {
        const string Both = """ "slack": { "oauth_token": "${secret.ops-token}", "channel_id": "C1", "url": "${secret.ops-hook}" } """;
        await With(Both).DeployAsync();

        var planned = await With(""" "slack": { "oauth_token": "${secret.ops-token}", "channel_id": "C1" } """).TryPlanAsync();

        Assert.Contains(
            "error FLD008: notification-destinations.ops: config.slack.url is no longer declared, and a change of the destination keeps "
                + "what it leaves out.",
            Assert.Single(planned.Findings).ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_Git_never_had_is_kept_and_shown_as_kept()
    {
        var made = Assert.Single((await With(Slack).DeployAsync()).Changes);
        await PatchAsync(made.Id!, """{ "config": { "slack": { "channel_id": "C2" } } }""");

        var change = Assert.Single((await workspace.PlanAsync()).Changes);

        Assert.Equal(ChangeAction.None, change.Action);
        Assert.Equal(["config.slack.channel_id"], change.Kept);
    }

    [Fact]
    public async Task A_destination_that_was_there_is_taken_over_and_gets_its_secret_once()
    {
        var id = await HasAsync(""" "slack": { "url": "https://elsewhere.example" } """);

        var change = Assert.Single((await With(Slack).DeployAsync()).Changes);

        Assert.Equal((ChangeAction.Update, id, true), (change.Change.Action, change.Id, change.Change.Adopts));
        Assert.Equal([$$$$"""PATCH {"config":{"slack":{"url":"{{{{Hook}}}}"}}}"""], sent);
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Two_of_one_name_are_refused()
    {
        await HasAsync(Email("a@contoso.example"));
        await HasAsync(Email("b@contoso.example"));

        var finding = Assert.Single((await With(Slack).TryPlanAsync()).Findings);

        Assert.Contains("notification-destinations.ops: ", finding.ToString(), StringComparison.Ordinal);
        Assert.Equal("REF002", finding.Code);
    }

    [Fact]
    public async Task Of_many_only_what_Git_declares_is_read()
    {
        for (var i = 0; i < 130; i++)
            await HasAsync(Email("a@contoso.example"), $"other {i}");
        var made = Assert.Single((await With(Slack).DeployAsync()).Changes);
        await workspace.Cloud.ForgetRequestsAsync();

        Assert.True((await workspace.PlanAsync()).IsEmpty);

        Assert.Equal(
            [$"GET {Root}/{made.Id}"],
            (await workspace.Cloud.RequestsAsync()).Where(request => request.StartsWith($"GET {Root}/", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_listing_that_lags_behind_does_not_lead_to_a_second_one()
    {
        await workspace.Cloud.AddFaultAsync($$"""{ "method": "GET", "path": "{{Root}}", "status": 200, "body": {}, "times": 0 }""");
        await With(Slack).DeployAsync();

        Assert.True((await workspace.PlanAsync()).IsEmpty);

        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        Assert.Single(await DestinationsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_create_whose_answer_is_lost_is_looked_up_and_not_sent_again(bool isListed)
    {
        await workspace.Cloud.AddFaultAsync($$"""{ "method": "POST", "path": "{{Root}}", "action": "drop_after", "times": 1 }""");
        if (!isListed)
            await workspace.Cloud.AddFaultAsync($$"""{ "method": "GET", "path": "{{Root}}", "status": 200, "body": {}, "times": 0 }""");

        Assert.Equal(isListed, (await With(Slack).TryDeployAsync()).Succeeded);

        await workspace.Cloud.AdminAsync("DELETE", "/faults");
        await workspace.DeployAsync();
        Assert.Single(sent, request => request.StartsWith("POST", StringComparison.Ordinal));
        Assert.Single(await DestinationsAsync());
        Assert.True((await workspace.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task A_deleted_one_that_the_listing_still_shows_is_not_taken_for_the_new_one()
    {
        var old = Assert.Single((await With(Slack).DeployAsync()).Changes);
        await workspace.Cloud.AddFaultAsync($$"""{ "method": "POST", "path": "{{Root}}", "action": "drop_after", "times": 1 }""");
        await workspace.Cloud.AddFaultAsync($$"""{ "method": "GET", "path": "{{Root}}", "action": "stale", "times": 2 }""");

        var made = Assert.Single((await With(Email("a@contoso.example")).DeployAsync()).Changes);

        Assert.NotEqual(old.Id, made.Id);
        Assert.Equal(made.Id, (string?)Assert.Single(await DestinationsAsync())["id"]);
    }

    [Fact]
    public async Task Who_is_not_shown_the_configuration_neither_changes_it_nor_makes_a_second_one()
    {
        var made = Assert.Single((await With(Slack).DeployAsync()).Changes);
        await workspace.Cloud.AddFaultAsync(
            $$"""
            {
              "method": "GET", "path": "{{Root}}/*", "status": 200, "times": 0,
              "body": { "id": "{{made.Id}}", "display_name": "ops" }
            }
            """
        );

        var change = Assert.Single((await workspace.PlanAsync()).Changes);

        Assert.Equal((ChangeAction.None, made.Id), (change.Action, change.Id));
        Assert.Contains("which the service shows to administrators only", change.HeldBack, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""" "slack": { "url": "https://hooks.example/plain-canary" } """, "NTF002")]
    [InlineData(""" "pagerduty": { "integration_key": "plain-canary" } """, "NTF002")]
    [InlineData(""" "slack": { "oauth_token": "plain-canary", "channel_id": "C1" } """, "NTF002")]
    [InlineData(
        """ "microsoft_teams": { "app_id": "a", "auth_secret": "plain-canary", "channel_url": "u", "tenant_id": "t" } """,
        "NTF002"
    )]
    [InlineData(""" "generic_webhook": { "url": "${secret.ops-hook}", "password": "plain-canary" } """, "NTF002")]
    [InlineData(""" """, "NTF001")]
    [InlineData(""" "email": { "addresses": ["a@b.example"] }, "slack": { "url": "${secret.ops-hook}" } """, "NTF001")]
    [InlineData(""" "slack": { "oauth_token": "${secret.ops-token}" } """, "NTF003")]
    [InlineData(""" "email": {} """, "NTF003")]
    public void What_no_destination_can_be_is_found_without_a_workspace_and_no_value_is_shown(string config, string code)
    {
        var finding = Assert.Single(With(config).Check());

        Assert.Contains($"error {code}: ", finding, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prune_deletes_what_left_Git_and_no_job_names()
    {
        workspace.With(
            "notification-destinations/kept.json",
            """{ "display_name": "kept", "config": { "email": { "addresses": ["a@b"] } } }"""
        );
        workspace.With("jobs/nightly.json", JobTelling("ops"));
        await With(Slack).DeployAsync();
        var ops = (await DestinationsAsync()).First(one => (string?)one["display_name"] == "ops");
        var job = await workspace.HasJobAsync(JobTelling((string)ops["id"]!, "by hand"));
        workspace.Without(File).Without("jobs/nightly.json");

        var held = (await workspace.PlanPruneAsync()).Plan.Changes.Single(change => change.Kind == "notification-destinations");
        Assert.Contains("jobs.by hand", held.HeldBack, StringComparison.Ordinal);

        await workspace.Cloud.PostAsync("/api/2.2/jobs/delete", new JObject { ["job_id"] = job });
        await workspace.PruneAsync();
        Assert.Equal("kept", (string?)Assert.Single(await DestinationsAsync())["display_name"]);
    }

    private static string Email(params string[] addresses) =>
        $$""" "email": { "addresses": {{JsonConvert.SerializeObject(addresses)}} } """;

    private static string JobTelling(string destination, string name = "nightly") =>
        Samples.Job(
            name,
            $$""" "webhook_notifications": { "on_failure": [{ "id": "{{destination}}" }] } """,
            $$""" "webhook_notifications": { "on_failure": [{ "id": "{{destination}}" }] } """
        );

    private TestWorkspace With(string config) =>
        workspace.With(File, $$"""{ "display_name": "ops", "config": { {{config}} } }""");

    private async Task<string> HasAsync(string config, string name = "ops") =>
        (string)
            (await workspace.Cloud.PostAsync(Root, JObject.Parse($$"""{ "display_name": "{{name}}", "config": { {{config}} } }""")))["id"]!;

    private async Task PatchAsync(string id, string body)
    {
        using var answer = await workspace.Cloud.Workspace.PatchAsync($"{Root}/{id}", new StringContent(body));
        answer.EnsureSuccessStatusCode();
    }

    private async Task<IReadOnlyList<JToken>> DestinationsAsync() => [.. (await workspace.Cloud.GetAsync(Root))["results"] ?? new JArray()];
}
