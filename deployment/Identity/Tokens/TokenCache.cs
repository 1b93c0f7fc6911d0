using Azure.Core;

namespace Layercake.Identity.Tokens;

/// <summary>Keeps tokens by resource until five minutes before they expire, and fetches one at a time.</summary>
internal sealed class TokenCache(TimeProvider clock)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim turn = new(1);
    private readonly Dictionary<string, AccessToken> tokens = new(StringComparer.Ordinal);

    public async ValueTask<AccessToken> GetAsync(
        string resource,
        bool renew,
        Func<CancellationToken, Task<AccessToken>> fetch,
        CancellationToken ct
    )
    {
        await turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (!renew && tokens.TryGetValue(resource, out var kept) && kept.ExpiresOn - Margin > clock.GetUtcNow())
                return kept;

            return tokens[resource] = await fetch(ct).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }
}
