using Azure.Core;
using Layercake.Identity.Errors;
using Layercake.Identity.Http;
using Microsoft.Identity.Client;

namespace Layercake.Identity.Tokens;

/// <summary>Tokens for an application that proves who it is by a secret, a certificate or somebody else's assertion.</summary>
/// <param name="http">From <see cref="AzureHttpClientFactory"/>.</param>
public sealed class ApplicationTokens(AzureCloud cloud, string tenantId, string clientId, ClientAuthentication proof, HttpClient http)
    : ITokenSource
{
    private readonly SemaphoreSlim turn = new(1);

    private readonly Lazy<IConfidentialClientApplication> application = new(() =>
        proof
            .AddTo(ConfidentialClientApplicationBuilder.Create(clientId))
            .WithAuthority(new Uri(cloud.Authority, tenantId).ToString(), validateAuthority: false)
            // Left on, it would ask the public cloud about a host that only this machine knows.
            .WithInstanceDiscovery(!cloud.IsLocal)
            // Repeating is the business of what is below the client.
            .WithHttpClientFactory(new SharedHttpClientFactory(http), retryOnceOn5xx: false)
            .WithLegacyCacheCompatibility(false)
            .Build()
    );

    public string Description => $"client {clientId} of tenant {tenantId}";

    public async ValueTask<AccessToken> GetAsync(string resource, bool renew, CancellationToken ct)
    {
        // One at a time: the client library does not join calls that miss its cache together.
        await turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var token = await application
                .Value.AcquireTokenForClient([resource + "/.default"])
                .WithForceRefresh(renew)
                .ExecuteAsync(ct)
                .ConfigureAwait(false);
            return token.AccessToken is { Length: > 0 }
                ? new AccessToken(token.AccessToken, token.ExpiresOn)
                : throw new SignInException(SignInFailures.Unreadable(cloud, tenantId, clientId));
        }
        catch (Exception exception)
            when (exception is MsalException or HttpRequestException
                || UnreadableAnswer.Is(exception)
                || (exception is OperationCanceledException && !ct.IsCancellationRequested)
            )
        {
            throw SignInFailures.Explain(exception, cloud, tenantId, clientId, proof);
        }
        finally
        {
            turn.Release();
        }
    }

    private sealed class SharedHttpClientFactory(HttpClient http) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => http;
    }
}
