using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;

namespace Layercake.LocalCloud.Apis.Entra;

/// <summary>What an application gets for a user who signed in, to be exchanged once for tokens.</summary>
internal sealed record AuthorizationCode(CloudApp App, TenantUser User, string RedirectUri, string Scope)
{
    public string? Nonce { get; init; }

    /// <summary>The SHA-256 of the verifier, as the application sent it; null when it sent none.</summary>
    public string? Challenge { get; init; }
}

/// <summary>Issues authorization codes and redeems each once.</summary>
internal sealed class AuthorizationCodes(TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, (AuthorizationCode Code, DateTimeOffset Until)> open = new(StringComparer.Ordinal);
    private readonly HashSet<string> redeemed = new(StringComparer.Ordinal);

    public string Issue(AuthorizationCode code)
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));
        open[text] = (code, clock.GetUtcNow() + Lifetime);
        return text;
    }

    /// <exception cref="ApiError">The refusal, in Entra's shape. Which number it has is not on record for all of them.</exception>
    public AuthorizationCode Redeem(string text, CloudApp app, ApiRequest request, EntraErrors errors)
    {
        lock (gate)
        {
            if (redeemed.Contains(text))
                throw Refused(
                    54005,
                    "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token."
                );
            if (!open.TryGetValue(text, out var entry) || entry.Code.App.ClientId != app.ClientId)
                throw Refused(9002313, "Invalid request. Request is malformed or invalid.");
            if (entry.Until <= clock.GetUtcNow())
                throw Refused(
                    70008,
                    "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization "
                        + "request for this user and resource."
                );
            if (request.Text("redirect_uri") != entry.Code.RedirectUri)
                throw Refused(
                    500112,
                    $"The reply address '{request.Text("redirect_uri")}' does not match the reply address '{entry.Code.RedirectUri}' "
                        + "provided when requesting Authorization code."
                );
            if (entry.Code.Challenge is { } challenge && !Fits(request.Text("code_verifier"), challenge))
                throw Refused(501481, "The Code_Verifier does not match the code_challenge supplied in the authorization request.");

            open.TryRemove(text, out _);
            redeemed.Add(text);
            return entry.Code;
        }

        ApiError Refused(int number, string message) => errors.Of(400, "invalid_grant", number, message);
    }

    private static bool Fits(string? verifier, string challenge) =>
        verifier is not null && Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) == challenge;
}
