using System.Buffers.Text;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Web.Access;

/// <summary>A token with which a user opens workspaces. It is kept in memory only, and <c>ToString</c> does not show it.</summary>
public sealed class UserToken
{
    private readonly JObject? claims;

    public UserToken(string value) => (Value, claims) = (value, Read(value));

    public string Value { get; }

    /// <summary>Null where the token does not say it.</summary>
    public DateTimeOffset? Expires =>
        claims?["exp"] is JValue { Value: long seconds } && seconds is > 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>The resource that it is for; null where the token does not say it. Nobody has proved it.</summary>
    public string? Audience => claims?["aud"] is JValue { Value: string audience } ? audience : null;

    /// <summary>Null where the token is for something else, which a workspace is not to be shown.</summary>
    public static UserToken? For(string resource, string value) =>
        new UserToken(value) is { Audience: { } audience } token && audience.Equals(resource, StringComparison.OrdinalIgnoreCase)
            ? token
            : null;

    public override string ToString() => "a token";

    private static JObject? Read(string value)
    {
        if (value.Split('.') is not [_, var payload, _])
            return null;

        try
        {
            return JObject.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload)));
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            return null;
        }
    }
}
