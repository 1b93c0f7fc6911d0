using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Entra;

public sealed class ManagedIdentityTests : IAsyncLifetime
{
    private const string Databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task The_system_assigned_identity_answers_when_none_is_named()
    {
        var (status, answer) = await AskAsync("");

        Assert.Equal(200, status);
        Assert.Equal(JTokenType.String, answer["expires_on"]!.Type);
        Assert.NotEqual(cloud.Description.ManagedIdentityClientId, (string?)answer["client_id"]);
        Assert.Equal((string?)answer["client_id"], await WhoAmIAsync(answer));
    }

    [Fact]
    public async Task Azures_credential_gets_a_token_from_it()
    {
        // Read once in a process, so no other test may use this credential.
        Environment.SetEnvironmentVariable("AZURE_POD_IDENTITY_AUTHORITY_HOST", cloud.Description.Imds);
        var identity = ManagedIdentityId.FromUserAssignedClientId(cloud.Description.ManagedIdentityClientId);
        var credential = new ManagedIdentityCredential(
            new ManagedIdentityCredentialOptions(identity) { Transport = new HttpClientTransport(cloud.Http) }
        );

        var token = await credential.GetTokenAsync(new TokenRequestContext([$"{Databricks}/.default"]), CancellationToken.None);

        Assert.Equal(cloud.Description.ManagedIdentityClientId, await WhoAmIAsync(new JObject { ["access_token"] = token.Token }));
    }

    [Theory]
    [InlineData("client_id")]
    [InlineData("object_id")]
    [InlineData("msi_res_id")]
    public async Task The_user_assigned_identity_is_named_in_three_ways(string parameter)
    {
        var value = parameter switch
        {
            "client_id" => cloud.Description.ManagedIdentityClientId,
            "object_id" => cloud.Description.ManagedIdentityObjectId,
            _ => cloud.Description.ManagedIdentityResourceId,
        };

        var (status, answer) = await AskAsync($"&{parameter}={value}");

        Assert.Equal(200, status);
        Assert.Equal(cloud.Description.ManagedIdentityClientId, await WhoAmIAsync(answer));
    }

    [Fact]
    public async Task An_unknown_identity_is_not_found()
    {
        var (status, answer) = await AskAsync($"&client_id={Guid.Empty}");

        Assert.Equal(400, status);
        Assert.Equal(("invalid_request", "Identity not found"), ((string?)answer["error"], (string?)answer["error_description"]));
    }

    [Fact]
    public async Task Without_its_header_a_request_is_refused()
    {
        using var answer = await cloud.Http.GetAsync(
            new Uri($"{cloud.Description.Imds}/metadata/identity/oauth2/token?api-version=2018-02-01&resource={Databricks}")
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_signs_in_as_a_managed_identity_elsewhere()
    {
        using var content = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = cloud.Description.ManagedIdentityClientId,
                ["client_secret"] = "",
                ["scope"] = $"{Databricks}/.default",
            }
        );
        using var answer = await cloud.Http.PostAsync(
            new Uri($"{cloud.Description.Authority}/{cloud.Description.TenantId}/oauth2/v2.0/token"),
            content
        );

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task It_is_throttled_when_a_fault_says_so()
    {
        await cloud.AddFaultAsync("""{"path":"/metadata/*","status":429,"retry_after":"1"}""");

        Assert.Equal(429, (await AskAsync("")).Status);
        Assert.Equal(200, (await AskAsync("")).Status);
    }

    [Theory]
    [InlineData(true, "", 200)]
    [InlineData(false, "", 401)]
    [InlineData(true, "&client_id=00000000-0000-0000-0000-000000000000", 400)]
    public async Task App_service_asks_for_its_own_header(bool withHeader, string query, int status)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"{cloud.Description.IdentityEndpoint}?api-version=2019-08-01&resource={Databricks}{query}"
        );
        if (withHeader)
            request.Headers.Add("X-IDENTITY-HEADER", cloud.Description.IdentityHeader);

        using var answer = await cloud.Http.SendAsync(request);

        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
    }

    private async Task<(int Status, JObject Body)> AskAsync(string query)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"{cloud.Description.Imds}/metadata/identity/oauth2/token?api-version=2018-02-01&resource={Databricks}{query}"
        );
        request.Headers.Add("Metadata", "true");
        using var answer = await cloud.Http.SendAsync(request);
        return ((int)answer.StatusCode, JObject.Parse(await answer.Content.ReadAsStringAsync()));
    }

    private async Task<string?> WhoAmIAsync(JObject answer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/2.0/preview/scim/v2/Me");
        request.Headers.Authorization = new("Bearer", (string)answer["access_token"]!);
        using var me = await cloud.Http.SendAsync(request);
        return (string?)JObject.Parse(await me.Content.ReadAsStringAsync())["userName"];
    }
}
