using Layercake.Identity.Tokens;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Connecting;

/// <summary>A token of a pipeline or a pod in place of a secret.</summary>
public sealed class FederatedSignInTests : SignInTests
{
    [Fact]
    public async Task A_job_of_GitHub_Actions_that_also_finds_the_workspace()
    {
        Variables["ACTIONS_ID_TOKEN_REQUEST_URL"] = Fixture.Description.GitHubOidcRequestUrl;
        Variables["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = Fixture.Description.GitHubOidcRequestToken;

        Assert.Equal(Fixture.Description.ClientId, await WhoAmIAsync(Named(Local with { AuthorityType = "github-oidc" })));
        Assert.Equal(["subscription-id"], await SecretsReadAsync());
    }

    [Fact]
    public async Task A_job_that_the_application_does_not_trust()
    {
        Variables["ACTIONS_ID_TOKEN_REQUEST_URL"] = Fixture.Description.GitHubOidcRequestUrl;
        Variables["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = Fixture.Description.GitHubOidcRequestToken;
        await Fixture.AdminAsync("POST", "/oidc/github-oidc", new JObject { ["subject"] = "repo:other/repo:pull_request" });

        var failure = await Assert.ThrowsAsync<SignInException>(() => WhoAmIAsync(Local with { AuthorityType = "github-oidc" }));

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
        Environment.SetEnvironmentVariable("SYSTEM_OIDCREQUESTURI", Fixture.Description.AzurePipelinesOidcRequestUri);
        Variables["SYSTEM_OIDCREQUESTURI"] = Fixture.Description.AzurePipelinesOidcRequestUri;
        Variables["SYSTEM_ACCESSTOKEN"] = Fixture.Description.AzurePipelinesAccessToken;
        Variables["AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"] = Fixture.Description.AzurePipelinesServiceConnectionId;

        Assert.Equal(Fixture.Description.ClientId, await WhoAmIAsync(Local with { AuthorityType = "azure-pipelines" }));
        Variables["SYSTEM_ACCESSTOKEN"] = "wrong";
        var failure = await Assert.ThrowsAsync<SignInException>(() => WhoAmIAsync(Local with { AuthorityType = "azure-pipelines" }));
        Assert.Contains("pass SYSTEM_ACCESSTOKEN: $(System.AccessToken)", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task A_pod_with_a_federated_token_file()
    {
        Variables["AZURE_FEDERATED_TOKEN_FILE"] = Folder.Write(
            "token",
            (string)(await Fixture.AdminAsync("GET", "/federated-token"))["token"]!
        );
        Variables["AZURE_TENANT_ID"] = Fixture.Description.TenantId;
        Variables["AZURE_CLIENT_ID"] = Fixture.Description.ClientId;

        Assert.Equal(
            Fixture.Description.ClientId,
            await WhoAmIAsync(Local with { AuthorityType = "workload-identity", TenantId = null, ClientId = null })
        );

        Folder.Write("token", (string)(await Fixture.AdminAsync("GET", "/federated-token?subject=system:serviceaccount:a:b"))["token"]!);
        var failure = await Assert.ThrowsAsync<SignInException>(() => WhoAmIAsync(Local with { AuthorityType = "workload-identity" }));
        Assert.Contains("subject system:serviceaccount:a:b", failure.Message, StringComparison.Ordinal);

        Variables["AZURE_FEDERATED_TOKEN_FILE"] = Folder["nowhere"];
        failure = await Assert.ThrowsAsync<SignInException>(() => WhoAmIAsync(Local with { AuthorityType = "workload-identity" }));
        Assert.Contains("so that AZURE_FEDERATED_TOKEN_FILE names a file", failure.Message, StringComparison.Ordinal);
    }
}
