using Microsoft.Identity.Client;

namespace Layercake.Identity;

/// <summary>Tokens for a service principal that signs in with a secret; kept until shortly before they expire.</summary>
/// <param name="secretSource">Where the secret came from, for messages: <c>spn-key in vault https://…</c>. Never the secret.</param>
/// <param name="http">From <see cref="Transport"/>.</param>
public sealed class ClientSecretTokens(AzureCloud cloud, string tenantId, string clientId, string clientSecret, string secretSource, HttpClient http)
{
    private readonly SemaphoreSlim turn = new(1);

    private readonly Lazy<IConfidentialClientApplication> application = new(() => ConfidentialClientApplicationBuilder.Create(clientId)
        .WithClientSecret(clientSecret)
        .WithAuthority(new Uri(cloud.Authority, tenantId).ToString(), validateAuthority: false)
        // Left on, it would ask the public cloud about a host that only this machine knows.
        .WithInstanceDiscovery(!cloud.IsLocal)
        .WithHttpClientFactory(new OneClient(http))
        .WithLegacyCacheCompatibility(false)
        .Build());

    /// <param name="resource">Whom the token is for; what Entra calls the scope <c>resource/.default</c>.</param>
    /// <param name="renew">Fetches a new token although the one at hand has not expired.</param>
    /// <exception cref="SignInException">Entra refused, or could not be reached.</exception>
    public async ValueTask<string> GetAsync(string resource, bool renew, CancellationToken ct) =>
        (await AcquireAsync([resource + "/.default"], renew, ct).ConfigureAwait(false)).AccessToken;

    internal async Task<AuthenticationResult> AcquireAsync(string[] scopes, bool renew, CancellationToken ct)
    {
        // One at a time: the client library does not join calls that miss its cache together.
        await turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return await application.Value.AcquireTokenForClient(scopes).WithForceRefresh(renew).ExecuteAsync(ct).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MsalException or HttpRequestException or ArgumentException
            || (exception is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw SignInFailures.Explain(exception, cloud, tenantId, clientId, clientSecret, secretSource);
        }
        finally
        {
            turn.Release();
        }
    }

    private sealed class OneClient(HttpClient http) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => http;
    }
}
