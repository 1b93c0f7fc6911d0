using Azure.Core;
using Azure.Identity;
using Microsoft.Identity.Client;

namespace Layercake.Identity.Tokens;

/// <summary>Tokens of a credential of the Azure SDK; the Azure CLI itself keeps none and starts a process each time.</summary>
/// <param name="create">Makes the credential; once more for a renewal, since credentials keep tokens of their own.</param>
/// <param name="explain">Makes a message of what the SDK threw.</param>
internal sealed class CredentialTokens(
    string description,
    Func<TokenCredential> create,
    Func<Exception, string> explain,
    TimeProvider clock
) : ITokenSource
{
    private readonly TokenCache cache = new(clock);
    private TokenCredential? credential;

    public string Description => description;

    public ValueTask<AccessToken> GetAsync(string resource, bool renew, CancellationToken ct) =>
        cache.GetAsync(resource, renew, token => FetchAsync(resource, renew, token), ct);

    private async Task<AccessToken> FetchAsync(string resource, bool renew, CancellationToken ct)
    {
        try
        {
            credential = renew || credential is null ? create() : credential;
            return await credential.GetTokenAsync(new TokenRequestContext([resource + "/.default"]), ct).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (exception
                    is AuthenticationFailedException
                        or MsalException
                        or HttpRequestException
                        or Azure.RequestFailedException
                        or ArgumentException
                        or InvalidOperationException
                || (exception is OperationCanceledException && !ct.IsCancellationRequested)
            )
        {
            throw new SignInException(explain(exception), exception);
        }
    }
}
