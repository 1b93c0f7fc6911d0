using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;

namespace Layercake.LocalCloud.Authorization;

/// <summary>What is known of a request when it is decided whether it may go on.</summary>
/// <param name="Header">A header's value by name, or null.</param>
/// <param name="Authority">Where tokens come from, for challenges.</param>
/// <param name="Vault">The vault that the request came in through.</param>
internal sealed record AccessRequest(
    Access Access,
    string Method,
    string Path,
    Func<string, string?> Header,
    string Authority,
    string Vault
)
{
    public string? BearerToken =>
        Header("Authorization") is { } value
        && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
        && value["Bearer ".Length..].Trim() is { Length: > 0 } token
            ? token
            : null;

    /// <summary>The workspace takes a token for a password too, of a user by the name of token: curl -u and .netrc.</summary>
    public string? TokenAsPassword => BasicCredentials.Of(Header("Authorization")) is { Id: "token", Secret: var secret } ? secret : null;
}
