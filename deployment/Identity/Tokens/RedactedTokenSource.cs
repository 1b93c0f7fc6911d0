using Azure.Core;
using Layercake.Secrecy;

namespace Layercake.Identity.Tokens;

/// <summary>Tells the redactor of each token before whoever asked for it can use it.</summary>
/// <remarks>For tokens that come from a process, such as the Azure CLI: they pass through no connection where they would be seen.</remarks>
public sealed class RedactedTokenSource(ITokenSource inner, Redactor redactor) : ITokenSource
{
    public string Description => inner.Description;

    public async ValueTask<AccessToken> GetAsync(string resource, bool renew, CancellationToken ct)
    {
        var token = await inner.GetAsync(resource, renew, ct).ConfigureAwait(false);
        redactor.Register(token.Token);
        return token;
    }
}
