using System.Net;
using System.Text;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Entra;

public sealed class WorkspaceOAuthTests : IAsyncLifetime
{
    private const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string Jwt = "urn:ietf:params:oauth:token-type:jwt";

    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task A_secret_of_the_workspace_gets_a_token_of_the_workspace()
    {
        var (status, answer) = await AskAsync(
            new() { ["grant_type"] = "client_credentials", ["scope"] = "all-apis" },
            await OAuthSecretAsync()
        );

        Assert.Equal(200, status);
        Assert.Equal(("Bearer", "all-apis", 3600), ((string?)answer["token_type"], (string?)answer["scope"], (int)answer["expires_in"]!));
        Assert.Equal(cloud.Description.ClientId, await WhoAmIAsync((string)answer["access_token"]!));
    }

    [Fact]
    public async Task A_secret_of_entra_is_none_of_the_workspace()
    {
        using var secret = await cloud.SendAsync(
            "https://vault.azure.net",
            "GET",
            $"{cloud.Description.Vault}/secrets/{cloud.Description.ClientSecretName}"
        );
        var value = (string)JObject.Parse(await secret.Content.ReadAsStringAsync())["value"]!;

        var (status, answer) = await AskAsync(new() { ["grant_type"] = "client_credentials" }, value);

        Assert.Equal(401, status);
        Assert.Equal(
            """{"error":"invalid_client","error_description":"Client authentication failed"}""",
            answer.ToString(Newtonsoft.Json.Formatting.None)
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_issuers_token_is_exchanged(bool withClientId)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = TokenExchange,
            ["subject_token"] = await FederatedTokenAsync(),
            ["subject_token_type"] = Jwt,
            ["scope"] = "all-apis",
        };
        if (withClientId)
            form["client_id"] = cloud.Description.ClientId;

        var (status, answer) = await AskAsync(form);

        Assert.Equal(200, status);
        Assert.Equal(cloud.Description.ClientId, await WhoAmIAsync((string)answer["access_token"]!));
    }

    [Theory]
    [InlineData("subject=somebody")]
    [InlineData("audience=elsewhere")]
    public async Task A_token_that_no_policy_names_is_not_exchanged(string difference)
    {
        var (status, answer) = await AskAsync(
            new()
            {
                ["grant_type"] = TokenExchange,
                ["subject_token"] = await FederatedTokenAsync(difference),
                ["subject_token_type"] = Jwt,
            }
        );

        Assert.Equal((400, "invalid_grant"), (status, (string?)answer["error"]));
    }

    [Fact]
    public async Task An_expired_token_is_not_exchanged()
    {
        var token = await FederatedTokenAsync();
        await cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 7_200_000 });

        var (status, answer) = await AskAsync(
            new()
            {
                ["grant_type"] = TokenExchange,
                ["subject_token"] = token,
                ["subject_token_type"] = Jwt,
            }
        );

        Assert.Equal((400, "invalid_grant"), (status, (string?)answer["error"]));
    }

    [Theory]
    [InlineData("password", "unsupported_grant_type")]
    [InlineData("", "invalid_request")]
    public async Task Other_grants_are_refused(string grant, string error)
    {
        var (status, answer) = await AskAsync(new() { ["grant_type"] = grant });

        Assert.Equal((400, error), (status, (string?)answer["error"]));
    }

    private async Task<string> OAuthSecretAsync()
    {
        using var answer = await cloud.SendAsync(
            "https://vault.azure.net",
            "GET",
            $"{cloud.Description.Vault}/secrets/{cloud.Description.DatabricksOAuthSecretName}"
        );
        return (string)JObject.Parse(await answer.Content.ReadAsStringAsync())["value"]!;
    }

    private async Task<string> FederatedTokenAsync(string difference = "")
    {
        var audience = Uri.EscapeDataString($"{cloud.Description.WorkspaceHttp}/oidc/v1/token");
        var query = difference.StartsWith("audience", StringComparison.Ordinal) ? difference : $"audience={audience}&{difference}";
        return (string)(await cloud.AdminAsync("GET", $"/federated-token?{query}"))["token"]!;
    }

    private async Task<string?> WhoAmIAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/2.0/preview/scim/v2/Me");
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await cloud.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (string?)JObject.Parse(await answer.Content.ReadAsStringAsync())["userName"];
    }

    private async Task<(int Status, JObject Body)> AskAsync(Dictionary<string, string> form, string? secret = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oidc/v1/token") { Content = new FormUrlEncodedContent(form) };
        if (secret is not null)
            request.Headers.Authorization = new(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{cloud.Description.ClientId}:{secret}"))
            );

        using var answer = await cloud.Http.SendAsync(request);
        return ((int)answer.StatusCode, JObject.Parse(await answer.Content.ReadAsStringAsync()));
    }
}
