using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Layercake.Identity.Errors;
using Layercake.Identity.Http;
using Microsoft.Identity.Client;

namespace Layercake.Identity.Tokens;

/// <summary>The kinds of sign-in that the Azure SDK has as they are wanted here.</summary>
public static class AzureSdkTokenSources
{
    /// <summary>Whoever is signed in to the Azure CLI.</summary>
    public static ITokenSource AzureCli(string? tenantId, TimeProvider clock) =>
        AzureCli(new AzureCliCredential(new AzureCliCredentialOptions { TenantId = tenantId }), clock);

    /// <summary>A pod, or another machine that is given a file with a token of its own.</summary>
    public static ITokenSource WorkloadIdentity(
        AzureCloud cloud,
        string tenantId,
        string clientId,
        string tokenFile,
        HttpClient http,
        TimeProvider clock
    )
    {
        var options = new WorkloadIdentityCredentialOptions
        {
            TenantId = tenantId,
            ClientId = clientId,
            TokenFilePath = tokenFile,
            AuthorityHost = cloud.Authority,
            DisableInstanceDiscovery = cloud.IsLocal,
            Transport = new HttpClientTransport(http),
        };
        LeaveRetriesToHandler(options);
        return new CredentialTokens(
            $"client {clientId} of tenant {tenantId}",
            () => new WorkloadIdentityCredential(options),
            exception =>
                Explain(
                    exception,
                    cloud,
                    tenantId,
                    clientId,
                    $"the token in {tokenFile}",
                    () => ReadOrNull(tokenFile),
                    "Check that the pod's service account and its label azure.workload.identity/use are set, so that "
                        + "AZURE_FEDERATED_TOKEN_FILE names a file."
                ),
            clock
        );
    }

    /// <summary>A service connection of Azure Pipelines with a federated credential.</summary>
    /// <remarks>
    /// Where to ask, the SDK reads from the process's own environment variable <c>SYSTEM_OIDCREQUESTURI</c>, which agents set.
    /// </remarks>
    /// <param name="systemAccessToken">What the pipeline passes as <c>SYSTEM_ACCESSTOKEN</c>.</param>
    public static ITokenSource AzurePipelines(
        AzureCloud cloud,
        string tenantId,
        string clientId,
        string serviceConnectionId,
        string systemAccessToken,
        HttpClient http,
        TimeProvider clock
    )
    {
        var options = new AzurePipelinesCredentialOptions
        {
            AuthorityHost = cloud.Authority,
            DisableInstanceDiscovery = cloud.IsLocal,
            Transport = new HttpClientTransport(http),
        };
        LeaveRetriesToHandler(options);
        return new CredentialTokens(
            $"client {clientId} of tenant {tenantId}",
            () => new AzurePipelinesCredential(tenantId, clientId, serviceConnectionId, systemAccessToken, options),
            exception =>
                Explain(
                    exception,
                    cloud,
                    tenantId,
                    clientId,
                    $"the token of service connection {serviceConnectionId}",
                    () => null,
                    $"Check that service connection {serviceConnectionId} exists and that this pipeline may use it, and pass "
                        + $"SYSTEM_ACCESSTOKEN: $(System.AccessToken) in the step's env."
                ),
            clock
        );
    }

    internal static ITokenSource AzureCli(
        TokenCredential credential,
        TimeProvider clock,
        string advice = "Run az login.",
        string subject = "Nobody is signed in to the Azure CLI"
    ) =>
        new CredentialTokens(
            "the Azure CLI",
            () => credential,
            exception => $"{subject}: {ErrorMessageText.Sentence(ErrorMessageText.FirstLine(exception.Message))} {advice}",
            clock
        );

    /// <summary>The handler of <see cref="AzureHttpClientFactory"/> repeats, and bounds each attempt and all of them.</summary>
    private static void LeaveRetriesToHandler(ClientOptions options)
    {
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TimeSpan.FromMinutes(10);
    }

    private static string Explain(
        Exception exception,
        AzureCloud cloud,
        string tenantId,
        string clientId,
        string proof,
        Func<string?> assertion,
        string otherwise
    )
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            if (cause is MsalServiceException answer)
                return SignInFailures.Answered(
                    answer,
                    cloud,
                    tenantId,
                    clientId,
                    proof,
                    code => FederationAdvice.For(code, clientId, assertion())
                );
            else if (cause is HttpRequestException unreachable)
                return SignInFailures.Unreachable(cloud, (unreachable.InnerException ?? unreachable).Message);
            else if (cause is not ArgumentException && UnreadableAnswer.Is(cause))
                return SignInFailures.Unreadable(cloud, tenantId, clientId);

        return $"Client {clientId} of tenant {tenantId} cannot sign in with {proof}: {ErrorMessageText.OfInnermost(exception)} {otherwise}";
    }

    private static string? ReadOrNull(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
