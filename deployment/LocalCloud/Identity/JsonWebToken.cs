using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Identity;

/// <summary>A JWT taken apart; nothing in it is believed before its signature is verified.</summary>
internal sealed record JsonWebToken(JObject Header, JObject Claims, byte[] SignedPart, byte[] Signature)
{
    public string? Algorithm => (string?)Header["alg"];

    public string? this[string claim] =>
        Claims[claim] is JValue { Value: not null } value ? value.ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>One audience, or several.</summary>
    public IReadOnlyList<string> Audiences =>
        Claims["aud"] switch
        {
            JArray several => [.. several.Select(audience => audience.ToString())],
            JValue { Value: string one } => [one],
            _ => [],
        };

    /// <summary>Seconds since 1970, or null when the claim is missing or no number. MSAL writes its numbers as text.</summary>
    public long? Time(string claim) =>
        long.TryParse(this[claim], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    /// <summary>Null when it is none.</summary>
    public static JsonWebToken? Parse(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 3)
            return null;

        try
        {
            return new JsonWebToken(
                Read(parts[0]),
                Read(parts[1]),
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Base64Url.DecodeFromChars(parts[2])
            );
        }
        catch (Exception error) when (error is FormatException or JsonException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Signed with RS256.</summary>
    public static string Sign(JObject header, JObject claims, RSA key)
    {
        var head = $"{Write(header)}.{Write(claims)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(head), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{head}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>By RS256 or PS256, as the header says; any other algorithm is refused.</summary>
    public bool IsSignedBy(RSA key) =>
        Algorithm switch
        {
            "RS256" => key.VerifyData(SignedPart, Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "PS256" => key.VerifyData(SignedPart, Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            _ => false,
        };

    private static string Write(JObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToString(Formatting.None)));

    private static JObject Read(string part)
    {
        using var reader = new JsonTextReader(new StringReader(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part))))
        {
            DateParseHandling = DateParseHandling.None,
        };
        return JObject.Load(reader);
    }
}
