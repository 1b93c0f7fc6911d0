using Layercake.Engine.Checking;
using Layercake.Engine.Environments;
using Layercake.Rest;
using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Checking;

/// <summary>Whether the secret scope shows the vault of the environment.</summary>
public sealed class ScopeCheckTests : ConnectionTests
{
    [Fact]
    public async Task A_secret_scope_passes_when_the_vault_behind_it_can_be_read()
    {
        Environment = Environment with { Infrastructure = new InfrastructureSettings { SecretScope = "kv" } };
        var missing = await OneAsync("secret_scope kv");
        Assert.Equal((CheckStatus.Failed, "the workspace has no such secret scope."), (missing.Status, missing.Detail));

        await Fixture.PostAsync("/api/2.0/secrets/scopes/create", JObject.Parse("""{ "scope": "kv" }"""));
        Assert.Equal("it keeps its secrets itself and shows no vault.", (await OneAsync("secret_scope kv")).Detail);

        await Fixture.PostAsync("/api/2.0/secrets/scopes/delete", JObject.Parse("""{ "scope": "kv" }"""));
        using var created = await Fixture.SendAsync(
            "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d",
            "POST",
            $"{Fixture.Description.WorkspaceHttps}/api/2.0/secrets/scopes/create",
            new JObject
            {
                ["scope"] = "kv",
                ["scope_backend_type"] = "AZURE_KEYVAULT",
                ["backend_azure_keyvault"] = new JObject
                {
                    ["resource_id"] = "/subscriptions/s/vaults/layercake-local",
                    ["dns_name"] = "https://layercake-local.vault.azure.net/",
                },
            }
        );
        var check = await OneAsync("secret_scope kv");
        Assert.Equal(CheckStatus.Passed, check.Status);
        Assert.StartsWith("shows vault layercake-local; ", check.Detail, StringComparison.Ordinal);

        await Fixture.AddFaultAsync(
            """{ "path": "/api/2.0/secrets/list", "status": 403, "body": { "error_code": "PERMISSION_DENIED", "message": "No." } }"""
        );
        check = await OneAsync("secret_scope kv");
        Assert.Equal(CheckStatus.Failed, check.Status);
        Assert.StartsWith(
            "Let Databricks read the vault: az role assignment create --role \"Key Vault Secrets User\" --assignee "
                + "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d",
            check.Remedy,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_secret_scope_that_shows_another_vault_than_the_environments_is_wrong()
    {
        using var created = await Fixture.SendAsync(
            "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d",
            "POST",
            $"{Fixture.Description.WorkspaceHttps}/api/2.0/secrets/scopes/create",
            new JObject
            {
                ["scope"] = "kv",
                ["scope_backend_type"] = "AZURE_KEYVAULT",
                ["backend_azure_keyvault"] = new JObject
                {
                    ["resource_id"] = "/subscriptions/s/vaults/kv-other",
                    ["dns_name"] = "https://kv-other.vault.azure.net/",
                },
            }
        );
        var dev = new DeploymentEnvironment
        {
            Name = "dev",
            File = "dev.json",
            Vault = new Uri("https://kv-dev.vault.azure.net"),
        };
        var client = new WorkspaceClient(
            new HttpMessageInvoker(Fixture.NewHandler()),
            new WorkspaceOptions
            {
                Url = new Uri(Fixture.Description.WorkspaceHttp),
                Token = (_, _) => ValueTask.FromResult(Fixture.Description.Token),
            },
            NullLogger<WorkspaceClient>.Instance
        );

        var check = await new ScopeCheck(client, dev).RunAsync("kv", CancellationToken.None);

        Assert.Equal((CheckStatus.Failed, "it shows vault kv-other, and the environment's vault is kv-dev."), (check.Status, check.Detail));
    }
}
