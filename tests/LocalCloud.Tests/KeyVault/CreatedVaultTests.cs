using Azure;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Layercake.LocalCloud.Tests.ResourceManager;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.KeyVault;

public sealed class CreatedVaultTests : IAsyncLifetime
{
    private const string SecretsOfficer = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7";
    private const string SecretsUser = "4633458b-17de-408a-b874-0445c86b69e6";

    private const string AccessPolicies =
        "[if(empty(parameters('objectId')), createArray(), createArray("
        + "createObject('tenantId', subscription().tenantId, 'objectId', parameters('objectId'), "
        + "'permissions', createObject('secrets', createArray('get', 'list', 'set')))))]";

    private const string Vault = $$"""
        {
          "parameters": {
            "rbac": { "type": "bool" },
            "objectId": { "type": "string", "defaultValue": "" },
            "mode": { "type": "string", "defaultValue": "default" }
          },
          "resources": [
            {
              "type": "Microsoft.KeyVault/vaults",
              "apiVersion": "2023-07-01",
              "name": "etl-vault",
              "location": "[resourceGroup().location]",
              "properties": {
                "tenantId": "[subscription().tenantId]",
                "sku": { "family": "A", "name": "standard" },
                "createMode": "[parameters('mode')]",
                "enableRbacAuthorization": "[parameters('rbac')]",
                "accessPolicies": "{{AccessPolicies}}"
              }
            }
          ]
        }
        """;

    private const string Placeholder = """
        {
          "resources": [
            {
              "type": "Microsoft.KeyVault/vaults/secrets",
              "apiVersion": "2023-07-01",
              "name": "etl-vault/db-password",
              "properties": { "value": "placeholder" }
            }
          ]
        }
        """;

    private readonly TempDirectory temp = new();
    private ArmBench arm = null!;

    public async Task InitializeAsync() => arm = await ArmBench.StartAsync();

    public async Task DisposeAsync()
    {
        await arm.DisposeAsync();
        temp.Dispose();
    }

    [Fact]
    public async Task A_created_vault_has_an_address_and_secrets_of_its_own()
    {
        var vault = await CreateAsync(await DeveloperObjectIdAsync());

        await vault.SetSecretAsync("mine", "one");

        Assert.Equal("one", (await vault.GetSecretAsync("mine")).Value.Value);
        Assert.Equal(["mine"], vault.GetPropertiesOfSecrets().Select(secret => secret.Name));
        Assert.NotEqual(new Uri(arm.Cloud.Description.Vault).Port, vault.VaultUri.Port);
    }

    [Fact]
    public async Task Nothing_but_the_vault_answers_at_its_address()
    {
        var vault = await CreateAsync(await DeveloperObjectIdAsync());

        using var answer = await arm.Cloud.Http.GetAsync(new Uri(vault.VaultUri, "/.well-known/databricks-config"));

        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Without_an_access_policy_a_secret_is_forbidden()
    {
        var vault = await CreateAsync(null);

        Assert.Equal((403, "Forbidden"), await RefusalAsync(() => vault.GetSecretAsync("mine")));
        Assert.Equal(201, (await PutPoliciesAsync("add")).Status);
        Assert.Equal((404, "SecretNotFound"), await RefusalAsync(() => vault.GetSecretAsync("mine")));
    }

    [Fact]
    public async Task Roles_say_what_may_be_done_with_a_vaults_secrets()
    {
        var vault = await CreateAsync(null, rbac: true);
        Assert.Equal((403, "Forbidden"), await RefusalAsync(() => vault.GetSecretAsync("mine")));

        await AssignAsync(SecretsUser);
        Assert.Equal((404, "SecretNotFound"), await RefusalAsync(() => vault.GetSecretAsync("mine")));
        Assert.Equal((403, "Forbidden"), await RefusalAsync(() => vault.SetSecretAsync("mine", "one")));

        await AssignAsync(SecretsOfficer);
        await vault.SetSecretAsync("mine", "one");
        Assert.Equal((409, "RoleAssignmentExists"), Result(await AssignAsync(SecretsOfficer)));
    }

    [Fact]
    public async Task Deploying_again_changes_no_secret_unless_the_template_says_so()
    {
        var developer = await DeveloperObjectIdAsync();
        var vault = await CreateAsync(developer);
        await arm.DeployAsync(Placeholder);
        await vault.SetSecretAsync("mine", "one");
        await vault.SetSecretAsync("db-password", "real");

        await CreateAsync(developer);

        Assert.Equal("real", (await vault.GetSecretAsync("db-password")).Value.Value);
        Assert.Equal("one", (await vault.GetSecretAsync("mine")).Value.Value);
        Assert.Equal("Modify", (string?)(await arm.WhatIfAsync(Placeholder))["db-password"]["changeType"]);
        await arm.DeployAsync(Placeholder);
        Assert.Equal("placeholder", (await vault.GetSecretAsync("db-password")).Value.Value);
        Assert.Equal(3, vault.GetPropertiesOfSecretVersions("db-password").Count());
    }

    [Fact]
    public async Task No_value_of_a_secret_is_shown_by_resource_manager()
    {
        await CreateAsync(await DeveloperObjectIdAsync());
        await arm.DeployAsync(Placeholder.Replace("placeholder", "canary-value", StringComparison.Ordinal));

        var secret = await arm.SendAsync("GET", $"{arm.GroupPath}/providers/Microsoft.KeyVault/vaults/etl-vault/secrets/db-password");
        var state = await arm.Cloud.AdminAsync("GET", "/state");

        Assert.Equal(200, secret.Status);
        Assert.DoesNotContain("canary-value", secret.Body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary-value", state.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_vault_comes_back_only_when_that_is_asked_for()
    {
        var developer = await DeveloperObjectIdAsync();
        var vault = await CreateAsync(developer);
        await vault.SetSecretAsync("mine", "one");
        await arm.SendAsync("DELETE", $"{arm.GroupPath}/providers/Microsoft.KeyVault/vaults/etl-vault");

        var refused = await arm.PutDeploymentAsync("again", Vault, Parameters(developer, false));
        Assert.Equal((400, "InvalidTemplateDeployment"), Result(refused));
        Assert.Equal("ConflictError", (string?)Assert.Single(refused.Body["error"]!["details"]!)["code"]);

        var parameters = Parameters(developer, false);
        parameters["mode"] = new JObject { ["value"] = "recover" };
        Assert.Equal("Succeeded", (string?)(await arm.DeployAsync(Vault, parameters))["provisioningState"]);
        Assert.Equal("one", (await Client(await AddressAsync()).GetSecretAsync("mine")).Value.Value);
    }

    [Fact]
    public async Task A_vault_is_where_it_was_after_a_restart()
    {
        await arm.DisposeAsync();
        arm = await ArmBench.StartAsync(temp["state"]);
        var before = await CreateAsync(await DeveloperObjectIdAsync());
        await before.SetSecretAsync("mine", "one");
        await arm.DisposeAsync();

        arm = await ArmBench.StartAsync(temp["state"]);

        Assert.Equal(before.VaultUri.ToString(), await AddressAsync());
        arm.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("one", (await Client(await AddressAsync()).GetSecretAsync("mine")).Value.Value);
    }

    [Theory]
    [InlineData("firewall", true, "not authorized and caller is not a trusted service")]
    [InlineData("rbac", true, "Microsoft.KeyVault/vaults/secrets/getSecret/action")]
    public async Task A_vault_can_be_set_to_refuse(string setting, bool value, string words)
    {
        var vault = await CreateAsync(await DeveloperObjectIdAsync());
        await arm.Cloud.AdminAsync("POST", "/vaults/etl-vault", new JObject { [setting] = value });

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => vault.GetSecretAsync("mine"));

        Assert.Equal((403, "Forbidden"), (error.Status, error.ErrorCode));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_action_can_be_denied_alone()
    {
        var vault = Client(arm.Cloud.Description.Vault);
        await arm.Cloud.AdminAsync(
            "POST",
            "/deny",
            new JObject
            {
                ["service"] = "vault",
                ["client_id"] = arm.Cloud.Description.DeveloperClientId,
                ["actions"] = new JArray("set"),
            }
        );

        Assert.NotEmpty((await vault.GetSecretAsync("client-id")).Value.Value);
        Assert.Equal((403, "Forbidden"), await RefusalAsync(() => vault.SetSecretAsync("mine", "one")));
    }

    [Theory]
    [InlineData("a", "VaultNameNotValid")]
    [InlineData("two--hyphens", "VaultNameNotValid")]
    [InlineData("layercake-local", "VaultAlreadyExists")]
    public async Task A_name_that_cannot_be_is_refused(string name, string code)
    {
        var answer = await arm.PutDeploymentAsync("x", Vault.Replace("etl-vault", name, StringComparison.Ordinal), Parameters(null, true));

        Assert.Equal(code, (string?)Assert.Single(answer.Body["error"]!["details"]!)["code"]);
    }

    private async Task<SecretClient> CreateAsync(string? objectId, bool rbac = false)
    {
        var deployment = await arm.DeployAsync(Vault, Parameters(objectId, rbac));
        Assert.True((string?)deployment["provisioningState"] == "Succeeded", deployment.ToString());
        return Client(await AddressAsync());
    }

    private static JObject Parameters(string? objectId, bool rbac)
    {
        var parameters = new JObject { ["rbac"] = new JObject { ["value"] = rbac } };
        if (objectId is not null)
            parameters["objectId"] = new JObject { ["value"] = objectId };

        return parameters;
    }

    private async Task<string> AddressAsync() =>
        (string)
            (await arm.SendAsync("GET", $"{arm.GroupPath}/providers/Microsoft.KeyVault/vaults/etl-vault")).Body["properties"]!["vaultUri"]!;

    private async Task<string> DeveloperObjectIdAsync() =>
        (string)
            (await arm.Cloud.AdminAsync("GET", "/apps")).First(app => (string?)app["client_id"] == arm.Cloud.Description.DeveloperClientId)[
                "object_id"
            ]!;

    private async Task<ArmAnswer> PutPoliciesAsync(string name) =>
        await arm.SendAsync(
            "PUT",
            $"{arm.GroupPath}/providers/Microsoft.KeyVault/vaults/etl-vault/accessPolicies/{name}",
            JObject.Parse(
                $$"""
                {
                  "properties": {
                    "accessPolicies": [
                      {
                        "objectId": "{{await DeveloperObjectIdAsync()}}",
                        "permissions": { "secrets": ["all"] }
                      }
                    ]
                  }
                }
                """
            )
        );

    private async Task<ArmAnswer> AssignAsync(string role) =>
        await arm.SendAsync(
            "PUT",
            $"{arm.GroupPath}/providers/Microsoft.KeyVault/vaults/etl-vault"
                + $"/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}",
            JObject.Parse(
                $$"""
                {
                  "properties": {
                    "principalId": "{{await DeveloperObjectIdAsync()}}",
                    "roleDefinitionId": "/providers/Microsoft.Authorization/roleDefinitions/{{role}}"
                  }
                }
                """
            )
        );

    private SecretClient Client(string address)
    {
        var transport = new HttpClientTransport(arm.Cloud.Http);
        var credential = new ClientSecretCredential(
            arm.Cloud.Description.TenantId,
            arm.Cloud.Description.DeveloperClientId,
            arm.Cloud.Description.DeveloperClientSecret,
            new ClientSecretCredentialOptions
            {
                AuthorityHost = new Uri(arm.Cloud.Description.Authority),
                DisableInstanceDiscovery = true,
                Transport = transport,
            }
        );
        return new SecretClient(
            new Uri(address),
            credential,
            new SecretClientOptions
            {
                Transport = transport,
                DisableChallengeResourceVerification = true,
                Retry = { MaxRetries = 0 },
            }
        );
    }

    private static (int, string?) Result(ArmAnswer answer) => (answer.Status, answer.Code);

    private static async Task<(int, string?)> RefusalAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<RequestFailedException>(call);
        return (error.Status, error.ErrorCode);
    }
}
