using System.Net.Http.Headers;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.AccessTokens;

/// <summary>The confirmed facts about access tokens that callers make for themselves. What is unconfirmed is not here.</summary>
public sealed class TokenFactsTests : IAsyncLifetime
{
    private const string Root = "/api/2.0/token/";
    private const string Databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
    private const string Me = "/api/2.0/preview/scim/v2/Me";

    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task A_list_without_tokens_is_an_empty_list() =>
        Assert.Equal("""{"token_infos":[]}""", (await cloud.GetAsync(Root + "list")).ToString(Newtonsoft.Json.Formatting.None));

    [Fact]
    public async Task A_token_lets_its_owner_in_until_it_is_deleted_and_its_value_is_given_once()
    {
        using var made = await cloud.SendAsync(
            Databricks,
            "POST",
            $"{cloud.Description.WorkspaceHttps}{Root}create",
            new JObject { ["comment"] = "ci", ["lifetime_seconds"] = 60 }
        );
        var answer = JObject.Parse(await made.Content.ReadAsStringAsync());
        var value = (string)answer["token_value"]!;
        Assert.StartsWith("dapi", value, StringComparison.Ordinal);
        Assert.Equal((200, cloud.Description.DeveloperClientId), await WhoAsync(value));

        // Another caller's list has none of it, and another caller cannot delete it.
        Assert.Empty((await cloud.GetAsync(Root + "list"))["token_infos"]!);
        Assert.Equal(404, await DeleteAsync(cloud.Description.Token, (string)answer["token_info"]!["token_id"]!));

        var listed = Assert.Single((await AsAsync(value, "GET", Root + "list", null)).Body["token_infos"]!);
        Assert.True(JToken.DeepEquals(answer["token_info"], listed));
        Assert.Equal(60_000, (long)listed["expiry_time"]! - (long)listed["creation_time"]!);
        Assert.DoesNotContain(value, (await cloud.AdminAsync("GET", "/state")).ToString(), StringComparison.Ordinal);

        Assert.Equal(200, await DeleteAsync(value, (string)listed["token_id"]!));
        Assert.Equal(403, (await WhoAsync(value)).Status);
    }

    [Fact]
    public async Task A_token_ends_with_its_time()
    {
        var answer = await cloud.PostAsync(Root + "create", new JObject { ["lifetime_seconds"] = 60 });

        await cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 61_000 });

        Assert.Equal(403, (await WhoAsync((string)answer["token_value"]!)).Status);
        Assert.Empty((await cloud.GetAsync(Root + "list"))["token_infos"]!);
    }

    [Fact]
    public async Task A_lifetime_that_is_longer_than_allowed_is_refused()
    {
        var (status, body) = await AsAsync(
            cloud.Description.Token,
            "POST",
            Root + "create",
            new JObject { ["lifetime_seconds"] = 100_000_000 }
        );

        Assert.Equal("400 INVALID_PARAMETER_VALUE", $"{status} {body["error_code"]}");
    }

    private async Task<int> DeleteAsync(string token, string id) =>
        (await AsAsync(token, "POST", Root + "delete", new JObject { ["token_id"] = id })).Status;

    private async Task<(int Status, string? Name)> WhoAsync(string token)
    {
        var (status, body) = await AsAsync(token, "GET", Me, null);
        return (status, (string?)body["userName"]);
    }

    private async Task<(int Status, JObject Body)> AsAsync(string token, string method, string path, JObject? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
            request.Content = new StringContent(body.ToString());

        using var answer = await cloud.Http.SendAsync(request);
        return ((int)answer.StatusCode, JObject.Parse(await answer.Content.ReadAsStringAsync()));
    }
}
