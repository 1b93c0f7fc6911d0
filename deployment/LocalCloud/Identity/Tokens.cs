using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Layercake.LocalCloud.State;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Identity;

/// <summary>Issues and checks the tenant's access tokens: JWTs signed with the cloud's own key.</summary>
internal sealed class Tokens(CloudState state, CloudAccounts accounts, AppRegistry apps, TenantUsers people)
{
    private const long DefaultLifetime = 3600;
    private readonly Table settings = state.Table("token_settings");

    /// <summary>Seconds that a new token lives.</summary>
    public long Lifetime => (long?)settings.Get("lifetime")?["seconds"] ?? DefaultLifetime;

    // A token names the generation it was issued in; raising the number ends all before it, whatever their time says.
    private long Generation => (long?)settings.Get("generation")?["number"] ?? 0;

    public void SetLifetime(long seconds) => settings.Put("lifetime", new JObject { ["seconds"] = seconds });

    public void ExpireAll() => settings.Put("generation", new JObject { ["number"] = Generation + 1 });

    /// <summary>A token of the application itself.</summary>
    public string Issue(CloudApp app, string audience, string issuer, string version) =>
        Issue(
            app,
            audience,
            issuer,
            version,
            new JObject
            {
                ["idtyp"] = "app",
                ["oid"] = app.ObjectId,
                ["sub"] = app.ObjectId,
            }
        );

    /// <summary>A token with which the application acts as a user who signed in to it.</summary>
    public string IssueTo(CloudApp app, TenantUser user, string audience, string issuer) =>
        Issue(
            app,
            audience,
            issuer,
            "1.0",
            new JObject
            {
                ["name"] = user.DisplayName,
                ["oid"] = user.ObjectId,
                ["scp"] = "user_impersonation",
                ["sub"] = user.ObjectId,
                ["unique_name"] = user.UserName,
                ["upn"] = user.UserName,
            }
        );

    private string Issue(CloudApp app, string audience, string issuer, string version, JObject holder)
    {
        var now = state.Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JObject
        {
            ["aud"] = audience,
            ["iss"] = issuer,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + Lifetime,
            ["appid"] = app.ClientId,
            ["azp"] = app.ClientId,
            ["tid"] = accounts.TenantId,
            ["uti"] = RandomNumberGenerator.GetHexString(22),
            ["ver"] = version,
            ["generation"] = Generation,
        };
        claims.Merge(holder);
        var head = $"{Encode(new JObject { ["typ"] = "JWT", ["alg"] = "HS256" })}.{Encode(claims)}";
        return $"{head}.{Sign(head)}";
    }

    /// <summary>Whom a token was issued to, or what is wrong with the token.</summary>
    public (TokenHolder? Holder, string? Problem) Check(string token, params ReadOnlySpan<string> audiences)
    {
        var end = token.LastIndexOf('.');
        if (
            end < 0
            || !CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(token[(end + 1)..]),
                Encoding.UTF8.GetBytes(Sign(token[..end]))
            )
        )
            return (null, "Token signature is invalid");

        var claims = JObject.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token[..end].Split('.')[1])));
        if ((long)claims["exp"]! <= state.Clock.GetUtcNow().ToUnixTimeSeconds() || (long)claims["generation"]! < Generation)
            return (null, "Token is expired");

        var audience = (string)claims["aud"]!;
        if (!audiences.Contains(audience))
            return (null, $"Token audience {audience} is not accepted here");

        if (apps.Find((string?)claims["appid"]) is not { } app)
            return (null, "Token was issued to an unknown application");
        if ((string?)claims["upn"] is not { } name)
            return (new TokenHolder(app), null);

        return people.Find(name) is { } user
            ? (new TokenHolder(app) { User = user }, null)
            : (null, "Token was issued to an unknown user");
    }

    private static string Encode(JObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToString(Formatting.None)));

    private string Sign(string head) => Base64Url.EncodeToString(HMACSHA256.HashData(accounts.SigningKey, Encoding.UTF8.GetBytes(head)));
}
