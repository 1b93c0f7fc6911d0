using System.Buffers.Text;
using System.Security.Cryptography;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Identity;

/// <summary>An RSA key that signs tokens, and that everybody can verify them with.</summary>
/// <param name="name">What the accounts remember it by.</param>
/// <param name="keyId">What tokens name it by.</param>
internal sealed class SigningKey(CloudAccounts accounts, string name, string keyId)
{
    private readonly Lock gate = new();
    private RSA? key;

    public string Sign(JObject claims)
    {
        var header = new JObject
        {
            ["typ"] = "JWT",
            ["alg"] = "RS256",
            ["kid"] = keyId,
        };
        lock (gate)
            return JsonWebToken.Sign(header, claims, Key());
    }

    public bool HasSigned(JsonWebToken token)
    {
        lock (gate)
            return (string?)token.Header["kid"] == keyId && token.IsSignedBy(Key());
    }

    /// <summary>The document that an issuer's <c>jwks_uri</c> leads to.</summary>
    public JObject Published()
    {
        lock (gate)
        {
            var numbers = Key().ExportParameters(includePrivateParameters: false);
            return new JObject
            {
                ["keys"] = new JArray(
                    new JObject
                    {
                        ["kty"] = "RSA",
                        ["use"] = "sig",
                        ["alg"] = "RS256",
                        ["kid"] = keyId,
                        ["n"] = Base64Url.EncodeToString(numbers.Modulus),
                        ["e"] = Base64Url.EncodeToString(numbers.Exponent),
                    }
                ),
            };
        }
    }

    // Made when the first token is asked for: an RSA key takes longer than all the rest of a start.
    private RSA Key()
    {
        if (key is not null)
            return key;

        var kept = accounts.Remember(
            name,
            () =>
            {
                using var made = RSA.Create(2048);
                return new JObject { ["key_secret"] = made.ExportPkcs8PrivateKeyPem() };
            }
        );
        var loaded = RSA.Create();
        loaded.ImportFromPem((string)kept["key_secret"]!);
        return key = loaded;
    }
}
