using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Layercake.Engine.Connecting;
using Layercake.Engine.Environments;
using Layercake.Identity;
using Layercake.Identity.Tokens;
using Layercake.Identity.Vault;
using Layercake.Identity.Workspaces;
using Layercake.LocalCloud;
using Layercake.Rest;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Connecting;

/// <summary>Every kind of sign-in, from the environment's words to an answer of the workspace, with the genuine client libraries.</summary>
public sealed class SignInKindsTests : IAsyncLifetime
{
    private readonly TempDirectory folder = new();
    private readonly Dictionary<string, string> variables = [];
    private LocalCloudFixture fixture = null!;
    private DeploymentEnvironment local = null!;

    public async Task InitializeAsync()
    {
        fixture = await LocalCloudFixture.StartAsync();
        var cloud = fixture.Description;
        local = new DeploymentEnvironment
        {
            Name = "local",
            File = "local.json",
            WorkspaceUrl = new Uri(cloud.WorkspaceHttp),
            Vault = new Uri(cloud.Vault),
            TenantId = cloud.TenantId,
            ClientId = cloud.ClientId,
        };
    }

    public async Task DisposeAsync()
    {
        await fixture.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_client_secret_from_the_vault()
    {
        Assert.Equal(
            fixture.Description.ClientId,
            await WhoAmIAsync(local with { AuthorityType = "spn-key", TenantId = null, ClientId = null })
        );
        Assert.Equal(["client-id", "client-secret", "tenant-id"], await SecretsReadAsync());
    }

    [Fact]
    public async Task Empty_secrets_are_all_named()
    {
        foreach (var (name, value) in new[] { ("client-secret", ""), ("tenant-id", "\n") })
        {
            using var stored = await fixture.SendAsync(
                "https://vault.azure.net",
                "PUT",
                $"{fixture.Description.Vault}/secrets/{name}?api-version=7.4",
                new JObject { ["value"] = value }
            );
            stored.EnsureSuccessStatusCode();
        }

        var failure = await Assert.ThrowsAsync<VaultException>(() =>
            WhoAmIAsync(local with { AuthorityType = "spn-key", TenantId = null, ClientId = null })
        );

        Assert.Equal(
            $"tenant-id in vault {local.Vault} is empty. Store its value there as a new version. "
                + $"client-secret in vault {local.Vault} is empty. Store its value there as a new version.",
            failure.Message
        );
    }

    [Fact]
    public async Task A_line_end_after_a_secret_is_cut_off_and_said_without_the_value()
    {
        variables["DATABRICKS_TOKEN"] = fixture.Description.Token + "\r\n";
        using var connector = Connect(local with { AuthorityType = "pat" });

        var secrets = await connector.FetchSecretsAsync(CancellationToken.None);
        var connection = await connector.SignInAsync(secrets, CancellationToken.None);

        Assert.NotNull(await new Rest.Apis.ScimApi(connection.Client).MeAsync(CancellationToken.None));
        Assert.Equal(["the variable DATABRICKS_TOKEN"], secrets.LineEndsCut);
    }

    [Fact]
    public async Task A_line_end_in_the_middle_of_a_secret_is_said_in_plain_words()
    {
        variables["DATABRICKS_TOKEN"] = "dapi-canary\n-4711";
        using var connector = Connect(local with { AuthorityType = "pat" });

        var failure = await Assert.ThrowsAsync<ConnectionException>(() => connector.FetchSecretsAsync(CancellationToken.None));

        Assert.StartsWith(
            "the variable DATABRICKS_TOKEN holds a line end or another control character in its middle",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_secrets_that_are_needed_are_read()
    {
        await WhoAmIAsync(local with { AuthorityType = "spn-key" });

        Assert.Equal(["client-secret"], await SecretsReadAsync());
    }

    [Fact]
    public async Task All_secrets_that_are_wrong_are_told_at_once()
    {
        var environment = local with
        {
            AuthorityType = "spn-key",
            TenantId = null,
            ClientId = null,
            SecretNames = new SecretNames { ClientSecret = "no-such-secret" },
        };
        foreach (var name in new[] { "tenant-id", "client-id" })
            using (
                var put = await fixture.SendAsync(
                    "https://vault.azure.net",
                    "PUT",
                    $"{fixture.Description.Vault}/secrets/{name}?api-version=7.4",
                    new JObject { ["value"] = SecretPlaceholder.For(name) }
                )
            )
                put.EnsureSuccessStatusCode();

        using var connector = Connect(environment);
        var failure = await Assert.ThrowsAsync<VaultException>(() => connector.FetchSecretsAsync(CancellationToken.None));

        Assert.StartsWith(
            $"Vault {fixture.Description.Vault}/ holds no secret no-such-secret. Add it, or correct its name;",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            $" Secrets tenant-id and client-id of vault {fixture.Description.Vault}/ still have their placeholders. Put the real "
                + $"values there, each with: az keyvault secret set --vault-name VAULT --name NAME --file FILE",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_client_secret_of_the_parameter_file()
    {
        using var connector = Connect(local);
        var secret = (await connector.FetchSecretsAsync(CancellationToken.None))
            .Fetched.Single(fetched => fetched.Name == "client-secret")
            .Value;
        await fixture.ForgetRequestsAsync();

        Assert.Equal(
            fixture.Description.ClientId,
            await WhoAmIAsync(
                local with
                {
                    Given = new GivenSecrets { ClientSecret = new GivenSecret(secret, "client_secret in params.json") },
                }
            )
        );
        Assert.Empty(await SecretsReadAsync());
    }

    [Fact]
    public async Task A_certificate_in_files()
    {
        var certificate = (JObject)await fixture.AdminAsync("GET", "/apps/deployment/certificate");
        var key = folder.Write("deploy.key", (string)certificate["key"]!);
        var pem = folder.Write("deploy.pem", (string)certificate["certificate"]!);
        File.WriteAllBytes(folder["deploy.pfx"], Convert.FromBase64String((string)certificate["pfx"]!));

        foreach (
            var environment in new[]
            {
                local with
                {
                    CertificateFile = folder["deploy.pfx"],
                },
                local with
                {
                    CertificateFile = pem,
                    PrivateKeyFile = key,
                },
                local with
                {
                    PrivateKeyFile = key,
                    CertificateThumbprint = (string)certificate["thumbprint"]!,
                },
                local with
                {
                    PrivateKeyFile = key,
                    CertificateThumbprint = (string)certificate["thumbprint_sha256"]!,
                },
            }
        )
            Assert.Equal(fixture.Description.ClientId, await WhoAmIAsync(environment with { AuthorityType = "spn-cert" }));

        Assert.Empty(await SecretsReadAsync());
    }

    [Fact]
    public async Task A_certificate_in_the_vault()
    {
        foreach (var name in new[] { fixture.Description.ClientCertificateSecretName, fixture.Description.ClientCertificatePemSecretName })
            Assert.Equal(
                fixture.Description.ClientId,
                await WhoAmIAsync(
                    local with
                    {
                        AuthorityType = "spn-cert",
                        SecretNames = new SecretNames { Certificate = name },
                    }
                )
            );
    }

    [Fact]
    public async Task A_certificate_that_the_application_does_not_have()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest(
            "CN=other",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var pem = folder.Write("other.pem", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());

        var failure = await Assert.ThrowsAsync<SignInException>(() =>
            WhoAmIAsync(local with { AuthorityType = "spn-cert", CertificateFile = pem })
        );

        Assert.Contains("AADSTS700027", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Add that certificate to the application", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_machines_managed_identity_and_a_user_assigned_one()
    {
        variables["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = fixture.Description.Imds;

        await WhoAmIAsync(local with { AuthorityType = "msi", ClientId = null });
        Assert.Equal(
            fixture.Description.ManagedIdentityClientId,
            await WhoAmIAsync(local with { AuthorityType = "msi", ClientId = fixture.Description.ManagedIdentityClientId })
        );
        var failure = await Assert.ThrowsAsync<SignInException>(() => WhoAmIAsync(local with { AuthorityType = "msi" }));

        Assert.StartsWith(
            $"This machine has no managed identity with client id {local.ClientId}: Identity not found. Assign it ",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_managed_identity_in_App_Service()
    {
        variables["IDENTITY_ENDPOINT"] = fixture.Description.IdentityEndpoint;
        variables["IDENTITY_HEADER"] = fixture.Description.IdentityHeader;

        Assert.Equal(
            fixture.Description.ManagedIdentityClientId,
            await WhoAmIAsync(local with { AuthorityType = "msi", ClientId = fixture.Description.ManagedIdentityClientId })
        );
        variables["IDENTITY_HEADER"] = "wrong";
        Assert.Contains(
            "Check IDENTITY_HEADER",
            (await Assert.ThrowsAsync<SignInException>(() => WhoAmIAsync(local with { AuthorityType = "msi" }))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_job_of_GitHub_Actions_that_also_finds_the_workspace()
    {
        variables["ACTIONS_ID_TOKEN_REQUEST_URL"] = fixture.Description.GitHubOidcRequestUrl;
        variables["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = fixture.Description.GitHubOidcRequestToken;

        Assert.Equal(fixture.Description.ClientId, await WhoAmIAsync(Named(local with { AuthorityType = "github-oidc" })));
        Assert.Equal(["subscription-id"], await SecretsReadAsync());
    }

    [Fact]
    public async Task A_job_that_the_application_does_not_trust()
    {
        variables["ACTIONS_ID_TOKEN_REQUEST_URL"] = fixture.Description.GitHubOidcRequestUrl;
        variables["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = fixture.Description.GitHubOidcRequestToken;
        await fixture.AdminAsync("POST", "/oidc/github-oidc", new JObject { ["subject"] = "repo:other/repo:pull_request" });

        var failure = await Assert.ThrowsAsync<SignInException>(() => WhoAmIAsync(local with { AuthorityType = "github-oidc" }));

        Assert.Contains(
            "subject repo:other/repo:pull_request and audience api://AzureADTokenExchange",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_service_connection_of_Azure_Pipelines()
    {
        // The library reads this one from the process itself.
        Environment.SetEnvironmentVariable("SYSTEM_OIDCREQUESTURI", fixture.Description.AzurePipelinesOidcRequestUri);
        variables["SYSTEM_OIDCREQUESTURI"] = fixture.Description.AzurePipelinesOidcRequestUri;
        variables["SYSTEM_ACCESSTOKEN"] = fixture.Description.AzurePipelinesAccessToken;
        variables["AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"] = fixture.Description.AzurePipelinesServiceConnectionId;

        Assert.Equal(fixture.Description.ClientId, await WhoAmIAsync(local with { AuthorityType = "azure-pipelines" }));
        variables["SYSTEM_ACCESSTOKEN"] = "wrong";
        var failure = await Assert.ThrowsAsync<SignInException>(() => WhoAmIAsync(local with { AuthorityType = "azure-pipelines" }));
        Assert.Contains("pass SYSTEM_ACCESSTOKEN: $(System.AccessToken)", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task A_pod_with_a_federated_token_file()
    {
        variables["AZURE_FEDERATED_TOKEN_FILE"] = folder.Write(
            "token",
            (string)(await fixture.AdminAsync("GET", "/federated-token"))["token"]!
        );
        variables["AZURE_TENANT_ID"] = fixture.Description.TenantId;
        variables["AZURE_CLIENT_ID"] = fixture.Description.ClientId;

        Assert.Equal(
            fixture.Description.ClientId,
            await WhoAmIAsync(local with { AuthorityType = "workload-identity", TenantId = null, ClientId = null })
        );

        folder.Write("token", (string)(await fixture.AdminAsync("GET", "/federated-token?subject=system:serviceaccount:a:b"))["token"]!);
        var failure = await Assert.ThrowsAsync<SignInException>(() => WhoAmIAsync(local with { AuthorityType = "workload-identity" }));
        Assert.Contains("subject system:serviceaccount:a:b", failure.Message, StringComparison.Ordinal);

        variables["AZURE_FEDERATED_TOKEN_FILE"] = folder["nowhere"];
        failure = await Assert.ThrowsAsync<SignInException>(() => WhoAmIAsync(local with { AuthorityType = "workload-identity" }));
        Assert.Contains("so that AZURE_FEDERATED_TOKEN_FILE names a file", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_personal_access_token_from_the_variable_or_the_parameter_file()
    {
        var user = await WhoAmIAsync(
            local with
            {
                AuthorityType = "pat",
                Given = new GivenSecrets { AccessToken = new GivenSecret(fixture.Description.Token, "pat_token in params.json") },
            }
        );
        variables["DATABRICKS_TOKEN"] = fixture.Description.Token;

        Assert.Equal(user, await WhoAmIAsync(local with { AuthorityType = "pat" }));
        Assert.Empty(await SecretsReadAsync());
        variables["DATABRICKS_TOKEN"] = "dapi-wrong";
        Assert.Contains(
            "The workspace refused the personal access token from the variable DATABRICKS_TOKEN: ",
            (await Assert.ThrowsAsync<WorkspaceApiException>(() => WhoAmIAsync(local with { AuthorityType = "pat" }))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_workspaces_own_OAuth_secret()
    {
        var environment = local with
        {
            AuthorityType = "databricks-oauth",
            SecretNames = new SecretNames { ClientSecret = fixture.Description.DatabricksOAuthSecretName },
        };

        Assert.Equal(fixture.Description.ClientId, await WhoAmIAsync(environment));
        var failure = await Assert.ThrowsAsync<SignInException>(() => WhoAmIAsync(environment with { SecretNames = new SecretNames() }));
        Assert.StartsWith(
            $"The workspace refused service principal {local.ClientId} (invalid_client): ",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_principal_whom_the_workspace_does_not_know_is_let_in_as_who_manages_it()
    {
        await fixture.AdminAsync(
            "POST",
            "/workspace-users",
            new JObject { ["client_id"] = fixture.Description.ClientId, ["member"] = false }
        );

        var failure = await Assert.ThrowsAsync<NotAdmittedException>(() => WhoAmIAsync(local));
        Assert.Contains("Either add it to the workspace as a service principal", failure.Message, StringComparison.Ordinal);
        Assert.Equal(fixture.Description.ClientId, await WhoAmIAsync(Named(local)));
    }

    [Fact]
    public async Task A_token_that_expired_in_the_middle_costs_one_retry()
    {
        using var connector = Connect(local);
        var connection = await connector.SignInAsync(await connector.FetchSecretsAsync(CancellationToken.None), CancellationToken.None);
        await MeAsync(connection);
        await fixture.ForgetRequestsAsync();
        await fixture.AddFaultAsync(
            """
            {
              "path": "/api/2.0/preview/scim/v2/Me",
              "times": 1,
              "status": 401,
              "body": { "error_code": "UNAUTHENTICATED", "message": "Token expired." }
            }
            """
        );

        Assert.Equal(fixture.Description.ClientId, await MeAsync(connection));
        Assert.Equal(
            [
                "GET /api/2.0/preview/scim/v2/Me",
                $"POST /{fixture.Description.TenantId}/oauth2/v2.0/token",
                "GET /api/2.0/preview/scim/v2/Me",
            ],
            (await fixture.RequestsAsync()).Where(request => !request.Contains("/faults", StringComparison.Ordinal))
        );
    }

    private DeploymentEnvironment Named(DeploymentEnvironment environment) =>
        environment with
        {
            WorkspaceUrl = null,
            ResourceGroup = fixture.Description.ResourceGroup,
            WorkspaceName = fixture.Description.WorkspaceName,
        };

    private async Task<string?> WhoAmIAsync(DeploymentEnvironment environment)
    {
        using var connector = Connect(environment);
        return await MeAsync(
            await connector.SignInAsync(await connector.FetchSecretsAsync(CancellationToken.None), CancellationToken.None)
        );
    }

    private static async Task<string?> MeAsync(Connection connection) =>
        (string?)
            (await connection.Client.SendAsync(WorkspaceRequest.Get("/api/2.0/preview/scim/v2/Me"), CancellationToken.None))["userName"];

    private Connector Connect(DeploymentEnvironment environment) =>
        new(
            environment,
            new ConnectionOptions
            {
                Cloud = AzureCloud.Local(
                    new Uri(fixture.Description.Authority),
                    new Uri(fixture.Description.Arm),
                    fixture.Description.CertificatePem
                ),
                Developer = new AppCredentials(
                    fixture.Description.TenantId,
                    fixture.Description.DeveloperClientId,
                    fixture.Description.DeveloperClientSecret
                ),
                Variable = variables.GetValueOrDefault,
            }
        );

    private async Task<IReadOnlyList<string>> SecretsReadAsync() =>
        [
            .. (await fixture.RequestsAsync())
                .Where(request => request.StartsWith("GET /secrets/", StringComparison.Ordinal))
                .Select(request => request["GET /secrets/".Length..].Split('/', '?')[0])
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
}
