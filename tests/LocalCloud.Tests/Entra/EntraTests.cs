using System.Buffers.Text;
using System.Net;
using System.Text;
using Layercake.Testing;
using Microsoft.Identity.Client;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Entra;

public sealed class EntraTests : IAsyncLifetime
{
    private const string Databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task Msal_gets_a_token_that_the_workspace_accepts()
    {
        var result = await App(cloud.Description.DeveloperClientSecret).AcquireTokenForClient([$"{Databricks}/.default"]).ExecuteAsync();

        Assert.Equal(HttpStatusCode.OK, await AskWorkspaceAsync(result.AccessToken));
    }

    [Fact]
    public async Task Msal_is_told_that_the_secret_is_wrong()
    {
        var error = await Assert.ThrowsAsync<MsalServiceException>(() =>
            App("wrong").AcquireTokenForClient([$"{Databricks}/.default"]).ExecuteAsync()
        );

        Assert.Equal(401, error.StatusCode);
        Assert.Equal("invalid_client", error.ErrorCode);
        Assert.Equal(7000215, (int)JObject.Parse(error.ResponseBody)["error_codes"]![0]!);
    }

    [Theory]
    [InlineData("tenant", "00000000-0000-0000-0000-000000000000", 400, "invalid_request", 90002)]
    [InlineData("client_id", "00000000-0000-0000-0000-000000000000", 400, "unauthorized_client", 700016)]
    [InlineData("client_secret", "wrong", 401, "invalid_client", 7000215)]
    [InlineData("client_secret", "", 401, "invalid_client", 7000218)]
    [InlineData("scope", "https://vault.azure.net", 400, "invalid_scope", 1002012)]
    [InlineData("scope", "https://nowhere.example/.default", 400, "invalid_resource", 500011)]
    [InlineData("grant_type", "password", 400, "unsupported_grant_type", 70003)]
    [InlineData("grant_type", "", 400, "invalid_request", 900144)]
    public async Task A_wrong_field_is_refused_in_the_shape_of_entra(string field, string value, int status, string error, int code)
    {
        var (answerStatus, answer) = await TokenAsync("oauth2/v2.0/token", new() { ["scope"] = $"{Databricks}/.default", [field] = value });

        Assert.Equal(status, answerStatus);
        Assert.Equal(error, (string?)answer["error"]);
        Assert.Equal(code, (int)answer["error_codes"]![0]!);
        Assert.Matches(
            $"^AADSTS{code}: [^\r\n]+\r\nTrace ID: [^\r]+\r\nCorrelation ID: [^\r]+\r\nTimestamp: ",
            (string)answer["error_description"]!
        );
    }

    [Fact]
    public async Task The_older_endpoint_writes_its_numbers_as_text()
    {
        var (_, answer) = await TokenAsync("oauth2/token", new() { ["resource"] = Databricks });

        Assert.Equal(JTokenType.String, answer["expires_in"]!.Type);
        Assert.Equal("3600", (string?)answer["expires_in"]);
        Assert.Equal(Databricks, (string?)Claims((string)answer["access_token"]!)["aud"]);
    }

    [Fact]
    public async Task A_token_for_the_address_of_the_resource_manager_is_one_for_the_resource_manager()
    {
        var (_, answer) = await TokenAsync("oauth2/token", new() { ["resource"] = $"{cloud.Description.Arm}/" });

        Assert.Equal("https://management.azure.com", (string?)Claims((string)answer["access_token"]!)["aud"]);
    }

    [Fact]
    public async Task Client_and_secret_may_come_as_basic_credentials()
    {
        var pair = $"{cloud.Description.DeveloperClientId}:{Uri.EscapeDataString(cloud.Description.DeveloperClientSecret)}";
        using var request = new HttpRequestMessage(HttpMethod.Post, Address("oauth2/v2.0/token"))
        {
            Content = new FormUrlEncodedContent(
                new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["scope"] = $"{Databricks}/.default" }
            ),
        };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));

        using var answer = await cloud.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_token_says_who_it_is_for_and_how_long()
    {
        await cloud.AdminAsync("POST", "/tokens", new JObject { ["lifetime_seconds"] = 90 });

        var claims = Claims(await cloud.TokenAsync("https://vault.azure.net"));

        Assert.Equal("https://vault.azure.net", (string?)claims["aud"]);
        Assert.Equal(cloud.Description.TenantId, (string?)claims["tid"]);
        Assert.Equal(cloud.Description.DeveloperClientId, (string?)claims["appid"]);
        Assert.Equal(90, (long)claims["exp"]! - (long)claims["iat"]!);
        Assert.All(new[] { "iss", "sub", "oid" }, name => Assert.NotNull(claims[name]));
    }

    [Fact]
    public async Task A_token_ends_when_its_time_is_over()
    {
        var token = await cloud.TokenAsync(Databricks);
        Assert.Equal(HttpStatusCode.OK, await AskWorkspaceAsync(token));

        await cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 3_600_000 });

        Assert.Equal(HttpStatusCode.Unauthorized, await AskWorkspaceAsync(token));
        Assert.Equal(HttpStatusCode.OK, await AskWorkspaceAsync(await cloud.TokenAsync(Databricks)));
    }

    [Fact]
    public async Task All_tokens_so_far_can_be_ended_at_once()
    {
        var token = await cloud.TokenAsync(Databricks);

        await cloud.AdminAsync("POST", "/tokens/expire");

        Assert.Equal(HttpStatusCode.Unauthorized, await AskWorkspaceAsync(token));
        Assert.Equal(HttpStatusCode.OK, await AskWorkspaceAsync(await cloud.TokenAsync(Databricks)));
    }

    [Fact]
    public async Task A_token_for_another_service_does_not_open_the_workspace() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await AskWorkspaceAsync(await cloud.TokenAsync("https://vault.azure.net")));

    [Fact]
    public async Task A_principal_may_hold_a_token_and_yet_not_be_allowed()
    {
        await cloud.AdminAsync(
            "POST",
            "/deny",
            new JObject { ["service"] = "workspace", ["client_id"] = cloud.Description.DeveloperClientId }
        );

        Assert.Equal(HttpStatusCode.Forbidden, await AskWorkspaceAsync(await cloud.TokenAsync(Databricks)));
    }

    [Fact]
    public async Task Discovery_documents_name_the_token_endpoint()
    {
        var configuration = JObject.Parse(await cloud.Http.GetStringAsync(new Uri(Address("v2.0/.well-known/openid-configuration"))));
        var instance = JObject.Parse(
            await cloud.Http.GetStringAsync(new Uri($"{cloud.Description.Authority}/common/discovery/instance?api-version=1.1"))
        );

        Assert.Equal(Address("oauth2/v2.0/token"), (string?)configuration["token_endpoint"]);
        Assert.Equal(Address("v2.0/.well-known/openid-configuration"), (string?)instance["tenant_discovery_endpoint"]);
    }

    [Fact]
    public async Task The_workspace_names_its_tenant_in_a_redirect()
    {
        using var answer = await cloud.Http.GetAsync(new Uri("/aad/auth", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/{cloud.Description.TenantId}/oauth2/authorize", answer.Headers.Location!.AbsolutePath);
    }

    private string Address(string path) => $"{cloud.Description.Authority}/{cloud.Description.TenantId}/{path}";

    private IConfidentialClientApplication App(string secret) =>
        ConfidentialClientApplicationBuilder
            .Create(cloud.Description.DeveloperClientId)
            .WithClientSecret(secret)
            .WithHttpClientFactory(new Factory(cloud.Http))
            .WithAuthority($"{cloud.Description.Authority}/{cloud.Description.TenantId}", validateAuthority: false)
            .WithInstanceDiscovery(false)
            .Build();

    private async Task<HttpStatusCode> AskWorkspaceAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/2.0/preview/scim/v2/Me");
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await cloud.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<(int Status, JObject Body)> TokenAsync(string path, Dictionary<string, string> fields)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = cloud.Description.DeveloperClientId,
            ["client_secret"] = cloud.Description.DeveloperClientSecret,
        };
        foreach (var (name, value) in fields)
            form[name] = value;

        using var content = new FormUrlEncodedContent(form);
        using var answer = await cloud.Http.PostAsync(
            new Uri($"{cloud.Description.Authority}/{form.GetValueOrDefault("tenant", cloud.Description.TenantId)}/{path}"),
            content
        );
        return ((int)answer.StatusCode, JObject.Parse(await answer.Content.ReadAsStringAsync()));
    }

    private static JObject Claims(string token) => JObject.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[1])));

    private sealed class Factory(HttpClient client) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => client;
    }
}
