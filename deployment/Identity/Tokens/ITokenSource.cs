using Azure.Core;

namespace Layercake.Identity.Tokens;

/// <summary>
/// Somebody who is signed in to Microsoft Entra: gives tokens for its resources, and keeps each until five minutes before it expires.
/// </summary>
public interface ITokenSource
{
    /// <summary>Who that is, for logs: <c>client 7b21… of tenant 5d0c…</c>, <c>the Azure CLI</c>.</summary>
    string Description { get; }

    /// <param name="resource">Whom the token is for; what Entra calls the scope <c>resource/.default</c>.</param>
    /// <param name="renew">Fetches a new token although the one at hand has not expired.</param>
    /// <exception cref="SignInException">There is no token; the message says why and what to do.</exception>
    ValueTask<AccessToken> GetAsync(string resource, bool renew, CancellationToken ct);
}
