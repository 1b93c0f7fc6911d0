using System.Net;
using Azure;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.KeyVault;

public sealed class VaultTests : IAsyncLifetime
{
    private const string Resource = "https://vault.azure.net";

    private LocalCloudFixture cloud = null!;
    private SecretClient vault = null!;

    public async Task InitializeAsync()
    {
        cloud = await LocalCloudFixture.StartAsync();
        var transport = new HttpClientTransport(cloud.Http);
        var credential = new ClientSecretCredential(
            cloud.Description.TenantId,
            cloud.Description.DeveloperClientId,
            cloud.Description.DeveloperClientSecret,
            new ClientSecretCredentialOptions
            {
                AuthorityHost = new Uri(cloud.Description.Authority),
                DisableInstanceDiscovery = true,
                Transport = transport,
            }
        );
        vault = new SecretClient(
            new Uri(cloud.Description.Vault),
            credential,
            new SecretClientOptions
            {
                Transport = transport,
                DisableChallengeResourceVerification = true,
                Retry = { MaxRetries = 0 },
            }
        );
    }

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task A_new_vault_holds_what_a_deployment_signs_in_with()
    {
        Assert.Equal(cloud.Description.ClientId, (await vault.GetSecretAsync("client-id")).Value.Value);
        Assert.Equal(cloud.Description.TenantId, (await vault.GetSecretAsync("tenant-id")).Value.Value);
        Assert.Equal(cloud.Description.SubscriptionId, (await vault.GetSecretAsync("subscription-id")).Value.Value);
        Assert.NotEmpty((await vault.GetSecretAsync(cloud.Description.ClientSecretName)).Value.Value);
    }

    [Fact]
    public async Task Without_a_token_there_is_a_challenge()
    {
        using var answer = await cloud.Http.GetAsync(new Uri($"{cloud.Description.Vault}/secrets/client-id"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(
            $"""Bearer authorization="{cloud.Description.Authority}/{cloud.Description.TenantId}", resource="{Resource}" """.TrimEnd(),
            answer.Headers.WwwAuthenticate.ToString()
        );
    }

    [Fact]
    public async Task Every_version_of_a_secret_can_be_read()
    {
        var first = (await vault.SetSecretAsync("db-password", "one")).Value;
        await vault.SetSecretAsync("db-password", "two");

        Assert.Equal("two", (await vault.GetSecretAsync("db-password")).Value.Value);
        Assert.Equal("one", (await vault.GetSecretAsync("DB-Password", first.Properties.Version)).Value.Value);
        Assert.Equal(2, vault.GetPropertiesOfSecretVersions("db-password").Count());
    }

    [Fact]
    public async Task Lists_come_in_pages_without_values()
    {
        for (var i = 0; i < 30; i++)
            await vault.SetSecretAsync($"secret-{i}", "x");

        Assert.Equal(35, vault.GetPropertiesOfSecrets().Select(secret => secret.Name).Distinct().Count());
        using var answer = await cloud.SendAsync(Resource, "GET", $"{cloud.Description.Vault}/secrets?maxresults=3");
        var page = JObject.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(3, page["value"]!.Count());
        Assert.DoesNotContain("value", ((JObject)page["value"]![0]!).Properties().Select(property => property.Name));
        Assert.StartsWith(cloud.Description.Vault, (string?)page["nextLink"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_secret_is_forbidden_and_says_why()
    {
        var secret = (await vault.SetSecretAsync("key", "x")).Value;
        secret.Properties.Enabled = false;
        await vault.UpdateSecretPropertiesAsync(secret.Properties);

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => vault.GetSecretAsync("key"));

        Assert.Equal((403, "Forbidden"), (error.Status, error.ErrorCode));
        Assert.Equal("SecretDisabled", (string?)JObject.Parse(error.GetRawResponse()!.Content.ToString())["error"]!["innererror"]!["code"]);
    }

    [Fact]
    public async Task An_expired_secret_is_still_given_out_with_its_date()
    {
        var past = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await vault.SetSecretAsync(
            new KeyVaultSecret("key", "x")
            {
                Properties =
                {
                    ExpiresOn = past,
                    ContentType = "text/plain",
                    Tags = { ["a"] = "b" },
                },
            }
        );

        var secret = (await vault.GetSecretAsync("key")).Value;

        Assert.Equal("x", secret.Value);
        Assert.Equal(past, secret.Properties.ExpiresOn);
        Assert.Equal("text/plain", secret.Properties.ContentType);
        Assert.Equal("b", secret.Properties.Tags["a"]);
    }

    [Fact]
    public async Task A_missing_secret_is_not_found()
    {
        var error = await Assert.ThrowsAsync<RequestFailedException>(() => vault.GetSecretAsync("nope"));

        Assert.Equal((404, "SecretNotFound"), (error.Status, error.ErrorCode));
    }

    [Fact]
    public async Task A_deleted_secret_keeps_its_name_until_it_is_recovered_or_purged()
    {
        await vault.SetSecretAsync("key", "x");
        await (await vault.StartDeleteSecretAsync("key")).WaitForCompletionAsync(TimeSpan.FromMilliseconds(1), CancellationToken.None);

        Assert.Equal(404, (await Assert.ThrowsAsync<RequestFailedException>(() => vault.GetSecretAsync("key"))).Status);
        Assert.Equal(409, (await Assert.ThrowsAsync<RequestFailedException>(() => vault.SetSecretAsync("key", "y"))).Status);
        Assert.Equal("key", Assert.Single(vault.GetDeletedSecrets()).Name);

        await (await vault.StartRecoverDeletedSecretAsync("key")).WaitForCompletionAsync(
            TimeSpan.FromMilliseconds(1),
            CancellationToken.None
        );
        Assert.Equal("x", (await vault.GetSecretAsync("key")).Value.Value);

        await (await vault.StartDeleteSecretAsync("key")).WaitForCompletionAsync(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        await vault.PurgeDeletedSecretAsync("key");
        await vault.SetSecretAsync("key", "z");
        Assert.Equal("z", (await vault.GetSecretAsync("key")).Value.Value);
    }

    [Fact]
    public async Task A_principal_without_the_right_is_told_so()
    {
        await cloud.AdminAsync("POST", "/deny", new JObject { ["service"] = "vault", ["client_id"] = cloud.Description.DeveloperClientId });

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => vault.GetSecretAsync("client-id"));

        Assert.Equal((403, "Forbidden"), (error.Status, error.ErrorCode));
        Assert.Equal(
            "ForbiddenByRbac",
            (string?)JObject.Parse(error.GetRawResponse()!.Content.ToString())["error"]!["innererror"]!["code"]
        );
    }

    [Theory]
    [InlineData("bad_name", 1)]
    [InlineData("too-big", 25 * 1024 + 1)]
    public async Task A_bad_name_or_too_large_a_value_is_refused(string name, int size)
    {
        var error = await Assert.ThrowsAsync<RequestFailedException>(() => vault.SetSecretAsync(name, new string('x', size)));

        Assert.Equal((400, "BadParameter"), (error.Status, error.ErrorCode));
    }
}
