using Azure.Core;

namespace Layercake.Identity.Tests.Support;

/// <summary>Gives a token for an hour of the clock, or fails as it is told.</summary>
internal sealed class FixedCredential(Exception? failure = null, TimeProvider? clock = null) : TokenCredential
{
    public int Calls { get; private set; }

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Calls++;
        return failure is null
            ? ValueTask.FromResult(new AccessToken($"token-{Calls}", (clock ?? TimeProvider.System).GetUtcNow().AddHours(1)))
            : ValueTask.FromException<AccessToken>(failure);
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing asks synchronously.");
}
