using Azure.Core;
using Layercake.Identity.Tokens;

namespace Layercake.Identity.Tests.Support;

/// <summary>Somebody who always has a token.</summary>
internal sealed class FixedTokenSource : ITokenSource
{
    public string Description => "somebody";

    public ValueTask<AccessToken> GetAsync(string resource, bool renew, CancellationToken ct) =>
        ValueTask.FromResult(new AccessToken("token", DateTimeOffset.MaxValue));
}
