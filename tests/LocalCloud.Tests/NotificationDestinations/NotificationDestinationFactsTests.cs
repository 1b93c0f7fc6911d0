using System.Text;
using Layercake.Testing;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.NotificationDestinations;

/// <summary>The confirmed facts about notification destinations, as tables. What is unconfirmed is in none of them.</summary>
public sealed class NotificationDestinationFactsTests : IAsyncLifetime
{
    private const string Root = "/api/2.0/notification-destinations";

    private LocalCloudFixture cloud = null!;

    /// <summary>What each type is called in an answer.</summary>
    public static TheoryData<string, string> Types =>
        new()
        {
            { "email", "EMAIL" },
            { "slack", "SLACK" },
            { "microsoft_teams", "MICROSOFT_TEAMS" },
            { "pagerduty", "PAGERDUTY" },
            { "generic_webhook", "WEBHOOK" },
        };

    /// <summary>What is taken and never returned: an answer says only that it is set.</summary>
    public static TheoryData<string, string> InputOnly =>
        new()
        {
            { "slack", "url" },
            { "slack", "oauth_token" },
            { "slack", "channel_id" },
            { "microsoft_teams", "url" },
            { "microsoft_teams", "app_id" },
            { "microsoft_teams", "auth_secret" },
            { "microsoft_teams", "channel_url" },
            { "microsoft_teams", "tenant_id" },
            { "pagerduty", "integration_key" },
            { "generic_webhook", "url" },
            { "generic_webhook", "username" },
            { "generic_webhook", "password" },
        };

    /// <summary>Fields that the service sets, whatever is sent.</summary>
    public static TheoryData<string> ReadOnly => ["id", "destination_type"];

    /// <summary>Calls about a destination that is not there.</summary>
    public static TheoryData<string> Missing => ["GET", "PATCH", "DELETE"];

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Theory]
    [MemberData(nameof(Types))]
    public async Task The_configuration_says_the_type(string config, string type)
    {
        var made = await cloud.PostAsync(Root, Destination("ops", config, config == "email" ? "addresses" : "url"));

        Assert.Equal(type, (string?)made["destination_type"]);
        Assert.Equal(Text(made), Text(await cloud.GetAsync($"{Root}/{made["id"]}")));
    }

    [Theory]
    [MemberData(nameof(InputOnly))]
    public async Task What_is_secret_is_only_told_to_be_set(string config, string field)
    {
        var made = await cloud.PostAsync(Root, Destination("ops", config, field));

        Assert.Equal($$$"""{"{{{config}}}":{"{{{field}}}_set":true}}""", Text((await cloud.GetAsync($"{Root}/{made["id"]}"))["config"]));
    }

    [Theory]
    [MemberData(nameof(ReadOnly))]
    public async Task What_the_service_sets_is_not_taken(string field)
    {
        var sent = Destination("ops", "slack", "url");
        sent[field] = "sent";

        Assert.NotEqual("sent", (string?)(await cloud.PostAsync(Root, sent))[field]);
    }

    [Fact]
    public async Task A_change_keeps_what_it_leaves_out()
    {
        var id = (string)(await cloud.PostAsync(Root, Destination("ops", "slack", "url")))["id"]!;

        await SendAsync("PATCH", id, """{ "config": { "slack": { "channel_id": "C1" } } }""");
        await SendAsync("PATCH", id, """{ "display_name": "other" }""");

        var held = await cloud.GetAsync($"{Root}/{id}");
        Assert.Equal("other", (string?)held["display_name"]);
        Assert.Equal("""{"slack":{"url_set":true,"channel_id_set":true}}""", Text(held["config"]));
    }

    [Fact]
    public async Task Addresses_are_changed_whole()
    {
        var id = (string)(await cloud.PostAsync(Root, Destination("ops", "email", "addresses")))["id"]!;

        await SendAsync("PATCH", id, """{ "config": { "email": { "addresses": ["b@contoso.example"] } } }""");

        Assert.Equal("""{"email":{"addresses":["b@contoso.example"]}}""", Text((await cloud.GetAsync($"{Root}/{id}"))["config"]));
    }

    [Fact]
    public async Task The_type_stays()
    {
        var id = (string)(await cloud.PostAsync(Root, Destination("ops", "slack", "url")))["id"]!;

        Assert.Equal(400, (await SendAsync("PATCH", id, """{ "config": { "pagerduty": { "integration_key": "k" } } }""")).Status);
        Assert.Equal("SLACK", (string?)(await cloud.GetAsync($"{Root}/{id}"))["destination_type"]);
    }

    [Theory]
    [MemberData(nameof(Missing))]
    public async Task A_destination_that_is_not_there_is_told(string method) =>
        Assert.Equal(404, (await SendAsync(method, "none", """{ "display_name": "other" }""")).Status);

    [Fact]
    public async Task The_list_comes_in_pages_and_has_no_configuration()
    {
        for (var i = 0; i < 3; i++)
            await cloud.PostAsync(Root, Destination($"d{i}", "slack", "url"));

        var first = await cloud.GetAsync($"{Root}?page_size=2");
        var second = await cloud.GetAsync($"{Root}?page_size=2&page_token={first["next_page_token"]}");

        var listed = first["results"]!.Concat(second["results"]!).Cast<JObject>().ToList();
        Assert.Equal(["d0", "d1", "d2"], listed.Select(one => (string?)one["display_name"]).Order());
        Assert.All(
            listed,
            one => Assert.Equal(["destination_type", "display_name", "id"], one.Properties().Select(field => field.Name).Order())
        );
        Assert.False(second.ContainsKey("next_page_token"));
    }

    private static JObject Destination(string name, string config, string field) =>
        new()
        {
            ["display_name"] = name,
            ["config"] = new JObject
            {
                [config] = new JObject { [field] = field == "addresses" ? new JArray("a@contoso.example") : "canary" },
            },
        };

    private async Task<(int Status, JObject Answer)> SendAsync(string method, string id, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{Root}/{id}");
        if (method != "GET")
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await cloud.Workspace.SendAsync(request);
        return ((int)answer.StatusCode, JObject.Parse(await answer.Content.ReadAsStringAsync()));
    }

    private static string Text(JToken? token) => token?.ToString(Formatting.None) ?? "";
}
