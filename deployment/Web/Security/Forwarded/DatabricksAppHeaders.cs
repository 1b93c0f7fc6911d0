using Layercake.Web.Access;
using Microsoft.AspNetCore.Http;

namespace Layercake.Web.Security.Forwarded;

/// <summary>The user that the proxy of a Databricks App names, when the token that it forwards is that user's.</summary>
/// <remarks>https://learn.microsoft.com/azure/databricks/dev-tools/databricks-apps/http-headers</remarks>
internal sealed class DatabricksAppHeaders(ProvedTokens tokens) : IForwardedIdentity, IDisposable
{
    public string Header => "X-Forwarded-Email";

    public void Dispose() => tokens.Dispose();

    public async Task<UserIdentity?> ReadAsync(IHeaderDictionary headers, CancellationToken ct) =>
        SingleHeader.Of(headers, Header) is { } email
        && SingleHeader.Of(headers, "X-Forwarded-Access-Token") is { } token
        && await tokens.OwnerAsync(token, ct) is { } owner
        && owner.Name.Equals(email, StringComparison.OrdinalIgnoreCase)
            ? owner with { Token = new UserToken(token) }
            : null;
}
