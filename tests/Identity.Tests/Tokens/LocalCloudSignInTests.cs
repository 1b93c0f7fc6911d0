using Layercake.Identity.Http;
using Layercake.Identity.ResourceManager;
using Layercake.Identity.Tokens;
using Layercake.Identity.Vault;
using Layercake.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.Tests.Tokens;

/// <summary>The whole way from a person's sign-in to a workspace's address, with the genuine client libraries.</summary>
public sealed class LocalCloudSignInTests : IAsyncLifetime
{
    private LocalCloudFixture fixture = null!;
    private HttpClient http = null!;
    private AzureCloud cloud = null!;

    private Uri VaultUri => new(fixture.Description.Vault);

    private ITokenSource Developer =>
        VaultSignIn.Choose(
            cloud,
            new AppCredentials(
                fixture.Description.TenantId,
                fixture.Description.DeveloperClientId,
                fixture.Description.DeveloperClientSecret
            ),
            _ => null,
            http,
            TimeProvider.System
        );

    private KeyVaultSecrets Vault => new(VaultUri, new TokenSourceCredential(Developer), http, TimeProvider.System);

    public async Task InitializeAsync()
    {
        fixture = await LocalCloudFixture.StartAsync();
        cloud = AzureCloud.Local(
            new Uri(fixture.Description.Authority),
            new Uri(fixture.Description.Arm),
            fixture.Description.CertificatePem
        );
        http = AzureHttpClientFactory.CreateClient(cloud, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await fixture.DisposeAsync();
    }

    [Fact]
    public async Task The_secret_in_the_vault_opens_the_workspace_and_finds_its_address()
    {
        var secret = await Vault.GetAsync(fixture.Description.ClientSecretName, CancellationToken.None);
        var tokens = Deployment(secret.Value);

        var found = await Locator(tokens)
            .FindAsync(
                fixture.Description.SubscriptionId,
                fixture.Description.ResourceGroup,
                fixture.Description.WorkspaceName,
                CancellationToken.None
            );
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(found.Url, "/api/2.0/preview/scim/v2/Me"));
        request.Headers.Authorization = new(
            "Bearer",
            (await tokens.GetAsync(cloud.DatabricksResource, renew: false, CancellationToken.None)).Token
        );
        using var me = await http.SendAsync(request);

        Assert.Equal(fixture.Description.ClientId, (string?)JObject.Parse(await me.Content.ReadAsStringAsync())["userName"]);
    }

    [Fact]
    public async Task A_wrong_secret_is_named_by_where_it_comes_from()
    {
        var failure = await Assert.ThrowsAsync<SignInException>(() =>
            Deployment("canary-wrong").GetAsync(cloud.DatabricksResource, renew: false, CancellationToken.None).AsTask()
        );

        Assert.StartsWith(
            $"Microsoft Entra refused client {fixture.Description.ClientId} of tenant {fixture.Description.TenantId}: AADSTS7000215",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            $"The secret comes from client-secret in vault {VaultUri}; put the current value there.",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenant_that_does_not_exist_is_named()
    {
        const string Nowhere = "00000000-0000-4000-8000-00000000dead";
        var secret = new ClientSecretAuthentication("s", "nowhere");
        var tokens = new ApplicationTokens(cloud, Nowhere, fixture.Description.ClientId, secret, http);

        var failure = await Assert.ThrowsAsync<SignInException>(() =>
            tokens.GetAsync(cloud.DatabricksResource, renew: false, CancellationToken.None).AsTask()
        );

        Assert.StartsWith($"Microsoft Entra knows no tenant {Nowhere}: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_not_there_is_named()
    {
        var failure = await Assert.ThrowsAsync<VaultException>(() => Vault.GetAsync("no-such-secret", CancellationToken.None));

        Assert.StartsWith($"Vault {VaultUri} holds no secret no-such-secret. ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "enabled": false }""", "is disabled")]
    [InlineData("""{ "exp": 1577836800 }""", "expired on 2020-01-01 00:00 UTC")]
    public async Task A_secret_that_may_not_be_used_says_why(string attributes, string expected)
    {
        await PutAsync("spn-key", new JObject { ["value"] = "canary-value", ["attributes"] = JObject.Parse(attributes) });

        var failure = await Assert.ThrowsAsync<VaultException>(() => Vault.GetAsync("spn-key", CancellationToken.None));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_that_is_not_there_is_named()
    {
        var failure = await Assert.ThrowsAsync<WorkspaceLookupException>(() =>
            Locator(Developer)
                .FindAsync(
                    fixture.Description.SubscriptionId,
                    fixture.Description.ResourceGroup,
                    "elsewhere",
                    CancellationToken.None
                )
        );

        Assert.StartsWith("There is no workspace elsewhere in resource group ", failure.Message, StringComparison.Ordinal);
    }

    private WorkspaceLocator Locator(ITokenSource identity) => new(new ResourceManagerClient(http, cloud, identity, TimeProvider.System));

    private ApplicationTokens Deployment(string secret) =>
        new(
            cloud,
            fixture.Description.TenantId,
            fixture.Description.ClientId,
            new ClientSecretAuthentication(secret, $"client-secret in vault {VaultUri}"),
            http
        );

    private async Task PutAsync(string name, JObject secret)
    {
        var token = await Developer.GetAsync("https://vault.azure.net", renew: false, CancellationToken.None);
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(VaultUri, $"/secrets/{name}?api-version=7.4"))
        {
            Content = new StringContent(secret.ToString()),
        };
        request.Headers.Authorization = new("Bearer", token.Token);
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
