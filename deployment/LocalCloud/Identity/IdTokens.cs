using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Identity;

/// <summary>Tells applications who signed in to them: tokens of Entra's version 2.0, signed with a published key.</summary>
internal sealed class IdTokens(CloudAccounts accounts, TimeProvider clock)
{
    private const long LifetimeSeconds = 3600;
    private readonly SigningKey key = new(accounts, "entra_signing", "layercake-local-entra-1");

    public JObject Keys() => key.Published();

    /// <param name="nonce">Of the request that the user signed in with; null when it had none.</param>
    public string Issue(CloudApp app, TenantUser user, string issuer, string? nonce)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JObject
        {
            ["aud"] = app.ClientId,
            ["iss"] = issuer,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + LifetimeSeconds,
            ["name"] = user.DisplayName,
            ["oid"] = user.ObjectId,
            ["preferred_username"] = user.UserName,
            ["sub"] = Subject(app, user),
            ["tid"] = accounts.TenantId,
            ["uti"] = RandomNumberGenerator.GetHexString(22),
            ["ver"] = "2.0",
        };
        if (nonce is not null)
            claims["nonce"] = nonce;
        if (user.Roles.Count > 0)
            claims["roles"] = new JArray(user.Roles);
        if (user.Groups.Count > 0)
            claims["groups"] = new JArray(user.Groups);

        return key.Sign(claims);
    }

    // Each application knows a user by another name.
    private static string Subject(CloudApp app, TenantUser user) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{app.ClientId} {user.ObjectId}")));
}
