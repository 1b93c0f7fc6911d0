using System.Buffers.Text;
using System.Security.Cryptography;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Identity;

/// <summary>The cloud's OpenID Connect issuers: what GitHub, Azure Pipelines and a Kubernetes cluster are to the real Entra.</summary>
internal sealed class OidcIssuers(CloudState state, CloudAccounts accounts, CloudUrls urls)
{
    public const string GitHub = "github-oidc";
    public const string AzurePipelines = "azure-pipelines-oidc";
    public const string WorkloadIdentity = "workload-identity-oidc";
    public const string ExchangeAudience = "api://AzureADTokenExchange";

    private const string KeyId = "layercake-local-1";
    private readonly Table subjects = state.Table("oidc_subjects");
    private readonly Lock gate = new();
    private RSA? key;

    public static IReadOnlyList<string> Names { get; } = [GitHub, AzurePipelines, WorkloadIdentity];

    /// <summary>The issuer's address, which is its name in tokens.</summary>
    public string Address(string name) => $"{urls.Https}/{name}";

    /// <summary>Who the issuer's tokens are about, unless the one who asks says otherwise.</summary>
    public string Subject(string name) =>
        (string?)subjects.Get(name)?["subject"]
        ?? name switch
        {
            GitHub => "repo:layercake/assets:environment:local",
            AzurePipelines => "sc://layercake/assets/local",
            _ => "system:serviceaccount:layercake:deployer",
        };

    public void SetSubject(string name, string subject) => subjects.Put(name, new JObject { ["subject"] = subject });

    /// <param name="lifetime">In seconds.</param>
    public string Issue(string name, string subject, string audience, long lifetime = 600, JObject? more = null)
    {
        var now = state.Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JObject
        {
            ["iss"] = Address(name),
            ["sub"] = subject,
            ["aud"] = audience,
            ["jti"] = Guid.NewGuid().ToString(),
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + lifetime,
        };
        claims.Merge(more ?? []);
        lock (gate)
            return JsonWebToken.Sign(
                new JObject
                {
                    ["typ"] = "JWT",
                    ["alg"] = "RS256",
                    ["kid"] = KeyId,
                },
                claims,
                Key()
            );
    }

    /// <summary>The issuer that a token says it is from, when it is one of this cloud's.</summary>
    public string? NameOf(string? address) =>
        Names.FirstOrDefault(name => string.Equals(Address(name), address?.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));

    public bool HasSigned(JsonWebToken token)
    {
        lock (gate)
            return (string?)token.Header["kid"] == KeyId && token.IsSignedBy(Key());
    }

    public JObject Keys()
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
                        ["kid"] = KeyId,
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
            "oidc_signing",
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
