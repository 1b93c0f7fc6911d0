using Azure.Core;

namespace Layercake.Identity;

/// <summary>Keeps a credential's tokens until five minutes before they expire; the Azure CLI itself keeps none and starts a process each time.</summary>
internal sealed class CachedCredential(TokenCredential source, TimeProvider clock) : TokenCredential
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim turn = new(1);
    private readonly Dictionary<string, AccessToken> tokens = [];

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        var key = $"{requestContext.TenantId} {string.Join(' ', requestContext.Scopes)}";
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Claims come with a challenge that says the last token is no longer good.
            if (requestContext.Claims is null && tokens.TryGetValue(key, out var kept) && kept.ExpiresOn - Margin > clock.GetUtcNow())
                return kept;

            return tokens[key] = await source.GetTokenAsync(requestContext, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Tokens are fetched asynchronously.");
}
