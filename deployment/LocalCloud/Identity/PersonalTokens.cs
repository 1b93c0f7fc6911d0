using System.Security.Cryptography;
using System.Text;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Identity;

/// <summary>The access tokens that callers of the workspace have made for themselves. No value is kept, only its digest.</summary>
internal sealed class PersonalTokens(CloudState state)
{
    private readonly Table kept = state.Table("personal-tokens");

    /// <returns>The value, which nobody can ask for again, and what is kept.</returns>
    public (string Value, PersonalToken Token) Issue(Principal owner, string? comment, IReadOnlyList<string> scopes, TimeSpan lifetime)
    {
        var value = $"dapi{RandomNumberGenerator.GetHexString(32, lowercase: true)}-2";
        var now = state.Clock.GetUtcNow();
        var token = new PersonalToken(IdOf(value), owner)
        {
            Comment = comment,
            Scopes = scopes,
            Created = now.ToUnixTimeMilliseconds(),
            Expires = (now + lifetime).ToUnixTimeMilliseconds(),
        };
        kept.Put(token.Id, token.ToJson());
        return (value, token);
    }

    /// <summary>Null when nobody holds such a token, or no longer.</summary>
    public Principal? OwnerOf(string value) =>
        kept.Get(IdOf(value)) is { } document && Read(IdOf(value), document) is { IsValid: true } token ? token.Owner : null;

    /// <summary>The valid ones, the newest last.</summary>
    public IReadOnlyList<PersonalToken> Of(Principal owner) =>
        [
            .. kept.All()
                .Select(entry => Read(entry.Key, entry.Value))
                .Where(token => token.IsValid && token.Owner.Id == owner.Id)
                .OrderBy(token => token.Created),
        ];

    public bool Revoke(Principal owner, string id)
    {
        lock (kept.Gate)
            return Of(owner).Any(token => token.Id == id) && kept.Remove(id);
    }

    private PersonalToken Read(string id, JObject document)
    {
        var token = PersonalToken.Read(id, document);
        return token with { IsValid = token.Expires > state.Now };
    }

    private static string IdOf(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));
}

/// <summary>What is known of a token once its value has been given away.</summary>
internal sealed record PersonalToken(string Id, Principal Owner)
{
    public string? Comment { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public required long Created { get; init; }

    public required long Expires { get; init; }

    public bool IsValid { get; init; } = true;

    public JObject ToJson() =>
        new()
        {
            ["owner"] = new JObject
            {
                ["id"] = Owner.Id,
                ["user_name"] = Owner.UserName,
                ["display_name"] = Owner.DisplayName,
                ["service_principal"] = Owner.IsServicePrincipal,
            },
            ["comment"] = Comment,
            ["scopes"] = new JArray(Scopes),
            ["created"] = Created,
            ["expires"] = Expires,
        };

    public static PersonalToken Read(string id, JObject json) =>
        new(
            id,
            new Principal(
                (string)json["owner"]!["id"]!,
                (string)json["owner"]!["user_name"]!,
                (string)json["owner"]!["display_name"]!,
                (bool)json["owner"]!["service_principal"]!
            )
        )
        {
            Comment = (string?)json["comment"],
            Scopes = json.Texts("scopes"),
            Created = (long)json["created"]!,
            Expires = (long)json["expires"]!,
        };
}
