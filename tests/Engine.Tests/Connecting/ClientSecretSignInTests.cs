using Layercake.Engine.Environments;
using Layercake.Identity.Tokens;
using Layercake.Identity.Vault;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Connecting;

/// <summary>A client secret, of Microsoft Entra or of the workspace, from the vault or a parameter file.</summary>
public sealed class ClientSecretSignInTests : SignInTests
{
    [Fact]
    public async Task A_client_secret_from_the_vault()
    {
        Assert.Equal(
            Fixture.Description.ClientId,
            await WhoAmIAsync(Local with { AuthorityType = "spn-key", TenantId = null, ClientId = null })
        );
        Assert.Equal(["client-id", "client-secret", "tenant-id"], await SecretsReadAsync());
    }

    [Fact]
    public async Task Empty_secrets_are_all_named()
    {
        foreach (var (name, value) in new[] { ("client-secret", ""), ("tenant-id", "\n") })
        {
            using var stored = await Fixture.SendAsync(
                "https://vault.azure.net",
                "PUT",
                $"{Fixture.Description.Vault}/secrets/{name}?api-version=7.4",
                new JObject { ["value"] = value }
            );
            stored.EnsureSuccessStatusCode();
        }

        var failure = await Assert.ThrowsAsync<VaultException>(() =>
            WhoAmIAsync(Local with { AuthorityType = "spn-key", TenantId = null, ClientId = null })
        );

        Assert.Equal(
            $"tenant-id in vault {Local.Vault} is empty. Store its value there as a new version. "
                + $"client-secret in vault {Local.Vault} is empty. Store its value there as a new version.",
            failure.Message
        );
    }

    [Fact]
    public async Task Only_the_secrets_that_are_needed_are_read()
    {
        await WhoAmIAsync(Local with { AuthorityType = "spn-key" });

        Assert.Equal(["client-secret"], await SecretsReadAsync());
    }

    [Fact]
    public async Task All_secrets_that_are_wrong_are_told_at_once()
    {
        var environment = Local with
        {
            AuthorityType = "spn-key",
            TenantId = null,
            ClientId = null,
            SecretNames = new SecretNames { ClientSecret = "no-such-secret" },
        };
        foreach (var name in new[] { "tenant-id", "client-id" })
            using (
                var put = await Fixture.SendAsync(
                    "https://vault.azure.net",
                    "PUT",
                    $"{Fixture.Description.Vault}/secrets/{name}?api-version=7.4",
                    new JObject { ["value"] = SecretPlaceholder.For(name) }
                )
            )
                put.EnsureSuccessStatusCode();

        using var connector = Connect(environment);
        var failure = await Assert.ThrowsAsync<VaultException>(() => connector.FetchSecretsAsync(CancellationToken.None));

        Assert.StartsWith(
            $"Vault {Fixture.Description.Vault}/ holds no secret no-such-secret. Add it, or correct its name;",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            $" Secrets tenant-id and client-id of vault {Fixture.Description.Vault}/ still have their placeholders. Put the real "
                + $"values there, each with: az keyvault secret set --vault-name VAULT --name NAME --file FILE",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_client_secret_of_the_parameter_file()
    {
        using var connector = Connect(Local);
        var secret = (await connector.FetchSecretsAsync(CancellationToken.None))
            .Fetched.Single(fetched => fetched.Name == "client-secret")
            .Value;
        await Fixture.ForgetRequestsAsync();

        Assert.Equal(
            Fixture.Description.ClientId,
            await WhoAmIAsync(
                Local with
                {
                    Given = new GivenSecrets { ClientSecret = new GivenSecret(secret, "client_secret in params.json") },
                }
            )
        );
        Assert.Empty(await SecretsReadAsync());
    }

    [Fact]
    public async Task A_workspaces_own_OAuth_secret()
    {
        var environment = Local with
        {
            AuthorityType = "databricks-oauth",
            SecretNames = new SecretNames { ClientSecret = Fixture.Description.DatabricksOAuthSecretName },
        };

        Assert.Equal(Fixture.Description.ClientId, await WhoAmIAsync(environment));
        var failure = await Assert.ThrowsAsync<SignInException>(() => WhoAmIAsync(environment with { SecretNames = new SecretNames() }));
        Assert.StartsWith(
            $"The workspace refused service principal {Local.ClientId} (invalid_client): ",
            failure.Message,
            StringComparison.Ordinal
        );
    }
}
