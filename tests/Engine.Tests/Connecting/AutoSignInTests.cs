using Layercake.Engine.Connecting;
using Layercake.Engine.Environments;

namespace Layercake.Engine.Tests.Connecting;

/// <summary>
/// Which way to sign in <c>auto</c> picks; nothing but the metadata service is asked, and here a port that nobody has stands in for it.
/// </summary>
public sealed class AutoSignInTests
{
    private static readonly DeploymentEnvironment Auto = new()
    {
        Name = "dev",
        File = "dev.json",
        AuthorityType = "auto",
        WorkspaceUrl = new Uri("https://adb-1.7.azuredatabricks.net"),
    };

    private readonly Dictionary<string, string> variables = new() { ["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = "http://127.0.0.1:1" };

    [Theory]
    [InlineData("idToken servicePrincipalId tenantId ACTIONS_ID_TOKEN_REQUEST_URL", "azure-pipelines")]
    [InlineData(
        "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID AZURESUBSCRIPTION_CLIENT_ID AZURESUBSCRIPTION_TENANT_ID SYSTEM_ACCESSTOKEN "
            + "SYSTEM_OIDCREQUESTURI",
        "azure-pipelines"
    )]
    [InlineData(
        "ACTIONS_ID_TOKEN_REQUEST_URL ACTIONS_ID_TOKEN_REQUEST_TOKEN AZURE_CLIENT_ID AZURE_TENANT_ID AZURE_FEDERATED_TOKEN_FILE",
        "github-oidc"
    )]
    [InlineData("AZURE_FEDERATED_TOKEN_FILE AZURE_CLIENT_ID AZURE_TENANT_ID AZURE_CLIENT_SECRET", "workload-identity")]
    [InlineData("AZURE_CLIENT_SECRET AZURE_CLIENT_ID AZURE_TENANT_ID IDENTITY_ENDPOINT IDENTITY_HEADER", "spn-key")]
    [InlineData("servicePrincipalKey servicePrincipalId tenantId", "spn-key")]
    [InlineData("IDENTITY_ENDPOINT IDENTITY_HEADER", "msi")]
    public async Task The_surroundings_decide(string set, string expected)
    {
        foreach (var name in set.Split(' '))
            variables[name] = name == "AZURE_FEDERATED_TOKEN_FILE" ? "/nowhere" : $"http://127.0.0.1:1/{name}";

        var secrets = await FetchAsync(Auto);

        Assert.Equal(expected, secrets.Kind);
        Assert.StartsWith(
            $"auto picked {expected}. Passed over: pat (no pat_token in a parameter file); spn-cert (no certificate_file or "
                + $"private_key_file)",
            secrets.Choice,
            StringComparison.Ordinal
        );
        Assert.Equal($"nothing: {expected} needs nothing from the vault", secrets.ToString());
    }

    [Fact]
    public async Task Where_nothing_is_set_the_Azure_CLI_is_left_and_the_others_are_explained() =>
        Assert.Equal(
            "auto picked azure-cli. Passed over: pat (no pat_token in a parameter file); spn-cert (no certificate_file or "
                + "private_key_file); "
                + "azure-pipelines (neither a service connection with SYSTEM_ACCESSTOKEN nor idToken); github-oidc "
                + "(ACTIONS_ID_TOKEN_REQUEST_URL is not set); "
                + "workload-identity (AZURE_FEDERATED_TOKEN_FILE is not set); spn-key (neither client_secret in a parameter file nor "
                + "AZURE_CLIENT_SECRET nor servicePrincipalKey with tenant and client); "
                + "msi (no managed identity service answers on this machine).",
            (await FetchAsync(Auto)).Choice
        );

    [Fact]
    public async Task What_somebody_wrote_down_comes_first()
    {
        variables["idToken"] = "x";

        var secrets = await FetchAsync(
            Auto with
            {
                Given = new GivenSecrets { AccessToken = new GivenSecret("canary", "pat_token in params.json") },
            }
        );

        Assert.Equal(("pat", "auto picked pat."), (secrets.Kind, secrets.Choice));
        Assert.DoesNotContain("canary", $"{secrets} {secrets.Identity}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("github-oidc", "dev.json does not say who signs in by github-oidc. Set tenant_id there, or the variable AZURE_TENANT_ID.")]
    [InlineData("workload-identity", "Nothing gives this machine a federated token: AZURE_FEDERATED_TOKEN_FILE is not set. ")]
    [InlineData("azure-pipelines", "This is no step of Azure Pipelines that may sign in. ")]
    [InlineData(
        "spn-key",
        "dev.json names no vault, and tenant-id, client-id, client-secret would be read from it. Set vault_name or vault_url."
    )]
    [InlineData("pat", "dev.json names no vault, and pat-token would be read from it. Set vault_name or vault_url.")]
    public async Task A_kind_whose_parts_are_missing_says_what_to_set(string kind, string expected)
    {
        var failure = await Assert.ThrowsAsync<ConnectionException>(() => FetchAsync(Auto with { AuthorityType = kind }));

        Assert.StartsWith(expected, failure.Message, StringComparison.Ordinal);
    }

    private async Task<DeploymentSecrets> FetchAsync(DeploymentEnvironment environment)
    {
        using var connector = new Connector(environment, new ConnectionOptions { Variable = variables.GetValueOrDefault });
        return await connector.FetchSecretsAsync(CancellationToken.None);
    }
}
