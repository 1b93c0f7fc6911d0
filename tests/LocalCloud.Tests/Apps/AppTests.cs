using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Apps;

/// <summary>Apps, and the service principals that come with them.</summary>
public sealed class AppTests : IAsyncLifetime
{
    private const string Root = "/api/2.0/apps";

    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task An_app_comes_with_a_service_principal_that_can_be_given_permissions()
    {
        var app = await cloud.PostAsync(Root, new JObject { ["name"] = "front" });
        var principal = (string)app["service_principal_client_id"]!;
        var job = await cloud.PostAsync("/api/2.2/jobs/create", new JObject { ["name"] = "nightly" });

        using var answer = await cloud.Workspace.PutAsync(
            new Uri($"/api/2.0/permissions/jobs/{job["job_id"]}", UriKind.Relative),
            new StringContent(
                $$"""
                {
                  "access_control_list": [
                    { "service_principal_name": "{{principal}}", "permission_level": "CAN_VIEW" },
                    { "user_name": "developer@layercake.example", "permission_level": "IS_OWNER" }
                  ]
                }
                """
            )
        );

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        Assert.Equal(principal, (string?)(await cloud.GetAsync($"{Root}/front"))["service_principal_client_id"]);
        Assert.Equal("front", (string?)Assert.Single((await cloud.GetAsync(Root))["apps"]!)["name"]);
    }

    [Fact]
    public async Task An_app_says_where_it_is_and_who_it_is_and_when_it_changed()
    {
        var made = await cloud.PostAsync(Root, new JObject { ["name"] = "front", ["description"] = "a page" });

        var changed = await cloud.CallAsync("PATCH", $"{Root}/front", new JObject { ["description"] = "two pages" });

        Assert.Equal("front two pages", $"{changed["name"]} {changed["description"]}");
        Assert.EndsWith("/apps/front", (string?)changed["url"]);
        Assert.Equal((string?)changed["updater"], (string?)changed["creator"]);
        Assert.Equal((string?)made["create_time"], (string?)changed["create_time"]);
        Assert.True(string.CompareOrdinal((string?)made["update_time"], (string?)changed["update_time"]) <= 0);
        Assert.Equal("app-front", (string?)changed["service_principal_name"]);
        Assert.Equal(JTokenType.Integer, changed["service_principal_id"]!.Type);
        var principal = await cloud.GetAsync($"/api/2.0/preview/scim/v2/ServicePrincipals/{changed["service_principal_id"]}");
        Assert.Equal((string?)changed["service_principal_client_id"], (string?)principal["applicationId"]);
    }

    [Fact]
    public async Task The_compute_of_an_app_starts_with_it_unless_it_is_made_without_and_can_be_stopped_and_started()
    {
        var states = new List<JToken>
        {
            await cloud.PostAsync(Root, new JObject { ["name"] = "front" }),
            await cloud.PostAsync($"{Root}/front/stop", []),
            await cloud.PostAsync($"{Root}/front/start", []),
            await cloud.PostAsync($"{Root}?no_compute=true", new JObject { ["name"] = "bare" }),
        };

        Assert.Equal("ACTIVE STOPPED ACTIVE STOPPED", string.Join(' ', states.Select(app => app["compute_status"]!["state"])));
    }

    [Theory]
    [InlineData("POST", "", """{ "name": "front" }""", "409 RESOURCE_ALREADY_EXISTS")]
    [InlineData("POST", "", """{ "name": "Front_1" }""", "400 INVALID_PARAMETER_VALUE")]
    [InlineData("GET", "/missing", null, "404 RESOURCE_DOES_NOT_EXIST")]
    [InlineData("DELETE", "/missing", null, "404 RESOURCE_DOES_NOT_EXIST")]
    [InlineData("PATCH", "/missing", """{ "description": "a" }""", "404 RESOURCE_DOES_NOT_EXIST")]
    [InlineData("POST", "/missing/start", null, "404 RESOURCE_DOES_NOT_EXIST")]
    public async Task What_cannot_be_is_refused(string method, string path, string? body, string refusal)
    {
        await cloud.PostAsync(Root, new JObject { ["name"] = "front" });

        using var content = body is null ? null : new StringContent(body);
        using var request = new HttpRequestMessage(new HttpMethod(method), Root + path) { Content = content };
        using var answer = await cloud.Workspace.SendAsync(request);

        var code = (string?)JObject.Parse(await answer.Content.ReadAsStringAsync())["error_code"];
        Assert.Equal(refusal, $"{(int)answer.StatusCode} {code}");
    }
}
