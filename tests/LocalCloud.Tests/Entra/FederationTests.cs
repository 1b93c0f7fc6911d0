using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Entra;

public sealed class FederationTests : IAsyncLifetime
{
    private const string Audience = "api://AzureADTokenExchange";
    private static readonly TokenRequestContext Databricks = new(["2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default"]);

    private readonly TempDirectory temp = new();
    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync() => cloud = await LocalCloudFixture.StartAsync();

    public async Task DisposeAsync()
    {
        await cloud.DisposeAsync();
        temp.Dispose();
    }

    [Fact]
    public async Task A_github_job_signs_in_without_a_secret()
    {
        var token = await SignInAsync(await GitHubTokenAsync());

        Assert.NotEmpty(token.Token);
    }

    [Fact]
    public async Task A_job_of_another_repository_does_not()
    {
        await cloud.AdminAsync("POST", "/oidc/github-oidc", new JObject { ["subject"] = "repo:other/assets:environment:local" });

        var error = await Assert.ThrowsAsync<AuthenticationFailedException>(async () => await SignInAsync(await GitHubTokenAsync()));

        Assert.Contains("repo:other/assets:environment:local", error.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_once_the_application_trusts_that_repository()
    {
        const string Subject = "repo:other/assets:environment:local";
        await cloud.AdminAsync("POST", "/oidc/github-oidc", new JObject { ["subject"] = Subject });
        await cloud.AdminAsync(
            "POST",
            "/apps/deployment/federated-credentials",
            new JObject
            {
                ["name"] = "other",
                ["issuer"] = "github-oidc",
                ["subject"] = Subject,
            }
        );

        Assert.NotEmpty((await SignInAsync(await GitHubTokenAsync())).Token);

        await cloud.AdminAsync("DELETE", "/apps/deployment/federated-credentials/other");
        await Assert.ThrowsAsync<AuthenticationFailedException>(async () => await SignInAsync(await GitHubTokenAsync()));
    }

    [Fact]
    public async Task A_token_without_the_requests_token_is_refused()
    {
        using var answer = await cloud.Http.GetAsync(new Uri(cloud.Description.GitHubOidcRequestUrl));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("?audience=elsewhere")]
    [InlineData("?subject=somebody")]
    [InlineData("?issuer=github-oidc&subject=system:serviceaccount:layercake:deployer")]
    public async Task A_token_that_does_not_match_is_refused(string query)
    {
        var token = (string)(await cloud.AdminAsync("GET", $"/federated-token{query}"))["token"]!;

        await Assert.ThrowsAsync<AuthenticationFailedException>(async () => await SignInAsync(token));
    }

    [Fact]
    public async Task A_changed_token_is_refused()
    {
        var parts = (await GitHubTokenAsync()).Split('.');

        await Assert.ThrowsAsync<AuthenticationFailedException>(async () =>
            await SignInAsync($"{parts[0]}.{parts[1]}.{new string(parts[2].Reverse().ToArray())}")
        );
    }

    [Fact]
    public async Task A_token_ends_when_its_time_is_over()
    {
        var token = await GitHubTokenAsync();
        await cloud.AdminAsync("POST", "/clock", new JObject { ["advance_ms"] = 3_600_000 });

        await Assert.ThrowsAsync<AuthenticationFailedException>(async () => await SignInAsync(token));
    }

    [Fact]
    public async Task An_azure_pipelines_job_signs_in_through_its_service_connection()
    {
        // The credential takes the address from nowhere else; no other test asks for it.
        Environment.SetEnvironmentVariable("SYSTEM_OIDCREQUESTURI", cloud.Description.AzurePipelinesOidcRequestUri);
        var options = new AzurePipelinesCredentialOptions
        {
            AuthorityHost = new Uri(cloud.Description.Authority),
            DisableInstanceDiscovery = true,
            Transport = new HttpClientTransport(cloud.Http),
        };
        var credential = new AzurePipelinesCredential(
            cloud.Description.TenantId,
            cloud.Description.ClientId,
            cloud.Description.AzurePipelinesServiceConnectionId,
            cloud.Description.AzurePipelinesAccessToken,
            options
        );

        Assert.NotEmpty((await credential.GetTokenAsync(Databricks, CancellationToken.None)).Token);
    }

    [Theory]
    [InlineData("wrong", null, 401)]
    [InlineData(null, "00000000-0000-0000-0000-000000000000", 404)]
    public async Task A_wrong_access_token_or_connection_is_refused(string? accessToken, string? connection, int status)
    {
        var address =
            $"{cloud.Description.AzurePipelinesOidcRequestUri}?api-version=7.1"
            + $"&serviceConnectionId={connection ?? cloud.Description.AzurePipelinesServiceConnectionId}";
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Authorization = new("Bearer", accessToken ?? cloud.Description.AzurePipelinesAccessToken);

        using var answer = await cloud.Http.SendAsync(request);

        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
    }

    [Fact]
    public async Task A_workload_identity_signs_in_with_the_token_in_its_file()
    {
        var token = await cloud.AdminAsync("GET", $"/federated-token?audience={Uri.EscapeDataString(Audience)}");
        var options = new WorkloadIdentityCredentialOptions
        {
            AuthorityHost = new Uri(cloud.Description.Authority),
            DisableInstanceDiscovery = true,
            Transport = new HttpClientTransport(cloud.Http),
            TenantId = cloud.Description.TenantId,
            ClientId = cloud.Description.ClientId,
            TokenFilePath = temp.Write("token", (string)token["token"]!),
        };

        Assert.NotEmpty((await new WorkloadIdentityCredential(options).GetTokenAsync(Databricks, CancellationToken.None)).Token);
    }

    [Theory]
    [InlineData("github-oidc")]
    [InlineData("azure-pipelines-oidc")]
    [InlineData("workload-identity-oidc")]
    public async Task Each_issuer_publishes_its_keys(string issuer)
    {
        var address = $"{cloud.Description.Authority}/{issuer}";
        var configuration = JObject.Parse(await cloud.Http.GetStringAsync(new Uri($"{address}/.well-known/openid-configuration")));
        var keys = JObject.Parse(await cloud.Http.GetStringAsync(new Uri((string)configuration["jwks_uri"]!)));

        Assert.Equal(address, (string?)configuration["issuer"]);
        Assert.Equal("RSA", (string?)Assert.Single(keys["keys"]!)["kty"]);
    }

    private async Task<string> GitHubTokenAsync()
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"{cloud.Description.GitHubOidcRequestUrl}&audience={Uri.EscapeDataString(Audience)}"
        );
        request.Headers.Authorization = new("Bearer", cloud.Description.GitHubOidcRequestToken);
        using var answer = await cloud.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (string)JObject.Parse(await answer.Content.ReadAsStringAsync())["value"]!;
    }

    private async Task<AccessToken> SignInAsync(string assertion)
    {
        var options = new ClientAssertionCredentialOptions
        {
            AuthorityHost = new Uri(cloud.Description.Authority),
            DisableInstanceDiscovery = true,
            Transport = new HttpClientTransport(cloud.Http),
        };
        var credential = new ClientAssertionCredential(
            cloud.Description.TenantId,
            cloud.Description.ClientId,
            _ => Task.FromResult(assertion),
            options
        );
        return await credential.GetTokenAsync(Databricks, CancellationToken.None);
    }
}
