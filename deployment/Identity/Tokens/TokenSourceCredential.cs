using Azure.Core;

namespace Layercake.Identity.Tokens;

/// <summary>Lets the clients of Azure's services sign in with a <see cref="ITokenSource"/>.</summary>
public sealed class TokenSourceCredential(ITokenSource source) : TokenCredential
{
    private const string Suffix = "/.default";

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        var scope = requestContext.Scopes[0];
        var resource = scope.EndsWith(Suffix, StringComparison.Ordinal) ? scope[..^Suffix.Length] : scope;
        // Claims come with a challenge that says the last token is no longer good.
        return source.GetAsync(resource, renew: requestContext.Claims is not null, cancellationToken);
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Tokens are fetched asynchronously.");
}
