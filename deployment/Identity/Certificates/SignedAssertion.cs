using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.Certificates;

/// <summary>The signed statement by which an application shows that it has the key of a certificate.</summary>
internal static class SignedAssertion
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <param name="audience">The address that the statement is sent to.</param>
    public static string Make(RSA key, Thumbprint thumbprint, string clientId, string audience, DateTimeOffset now)
    {
        // Entra takes the older hash with the older signature, and the newer with the newer.
        var header = thumbprint.IsSha256
            ? new JObject
            {
                ["alg"] = "PS256",
                ["typ"] = "JWT",
                ["x5t#S256"] = Base64Url.EncodeToString(Convert.FromHexString(thumbprint.Digits)),
            }
            : new JObject
            {
                ["alg"] = "RS256",
                ["typ"] = "JWT",
                ["x5t"] = Base64Url.EncodeToString(Convert.FromHexString(thumbprint.Digits)),
            };
        var claims = new JObject
        {
            ["aud"] = audience,
            ["iss"] = clientId,
            ["sub"] = clientId,
            ["jti"] = Guid.NewGuid().ToString(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
        };
        var text = $"{Part(header)}.{Part(claims)}";
        var signature = key.SignData(
            Encoding.ASCII.GetBytes(text),
            HashAlgorithmName.SHA256,
            thumbprint.IsSha256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1
        );
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part(JObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToString(Formatting.None)));
}
