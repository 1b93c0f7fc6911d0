using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;

namespace Layercake.LocalCloud.Apis.Entra;

/// <summary>Verifies a JWT by which an application shows that it holds the key of one of its certificates.</summary>
internal sealed class CertificateAssertions(AppRegistry apps, TimeProvider clock)
{
    private const long SkewSeconds = 300;
    private readonly ConcurrentDictionary<string, long> used = new(StringComparer.Ordinal);

    /// <summary>It names a certificate, or it was issued by the application itself; anything else comes from another issuer.</summary>
    public static bool IsOne(JsonWebToken assertion, CloudApp app) =>
        assertion.Header["x5t"] is not null || assertion.Header["x5t#S256"] is not null || Same(assertion["iss"], app.ClientId);

    /// <param name="audiences">The addresses of the token endpoints, any of which the assertion may be made for.</param>
    /// <exception cref="ApiError">The refusal, in Entra's shape.</exception>
    public void Verify(JsonWebToken assertion, CloudApp app, IReadOnlyList<string> audiences, EntraErrors errors)
    {
        VerifySignature(assertion, app, errors);
        if (!Same(assertion["iss"], app.ClientId) || !Same(assertion["sub"], app.ClientId))
            throw errors.Of(401, "invalid_client", 700021, "Client assertion application identifier doesn't match 'client_id' parameter.");

        if (!assertion.Audiences.Any(audience => audiences.Contains(audience, StringComparer.OrdinalIgnoreCase)))
            throw errors.Of(
                401,
                "invalid_client",
                700023,
                $"Client assertion audience claim does not match Realm issuer. The audience is '{string.Join(", ", assertion.Audiences)}'."
            );

        // The client stamps it by its own clock, which stands where ours stood before anybody set the cloud's ahead.
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        if (assertion.Time("exp") is not { } end || end + SkewSeconds < now || (assertion.Time("nbf") ?? 0) - SkewSeconds > now)
            throw errors.Of(401, "invalid_client", 700024, "Client assertion is not within its valid time range.");

        RefuseReplay(assertion, app, end, now, errors);
    }

    private void VerifySignature(JsonWebToken assertion, CloudApp app, EntraErrors errors)
    {
        var certificates = apps.Certificates(app);
        try
        {
            var certificate =
                certificates.FirstOrDefault(candidate => IsNamed(candidate, assertion))
                ?? throw errors.Of(
                    401,
                    "invalid_client",
                    700027,
                    "The certificate with identifier used to sign the client assertion is not registered on application. "
                        + $"[Reason - The key was not found., Thumbprint of key used by client: '{Thumbprint(assertion)}', "
                        + $"Application: '{app.ClientId}']"
                );
            using var key = certificate.GetRSAPublicKey();
            if (key is null || !assertion.IsSignedBy(key))
                throw errors.Of(401, "invalid_client", 700027, "Client assertion failed signature validation.");

            var today = clock.GetUtcNow();
            if (certificate.NotAfter.ToUniversalTime() < today.UtcDateTime || certificate.NotBefore.ToUniversalTime() > today.UtcDateTime)
                throw errors.Of(401, "invalid_client", 1000502, "The provided certificate is not within its specified validity period.");
        }
        finally
        {
            foreach (var certificate in certificates)
                certificate.Dispose();
        }
    }

    private void RefuseReplay(JsonWebToken assertion, CloudApp app, long end, long now, EntraErrors errors)
    {
        foreach (var (id, until) in used)
            if (until + SkewSeconds < now)
                used.TryRemove(id, out _);

        if (assertion["jti"] is { } name && !used.TryAdd($"{app.ClientId} {name}", end))
            throw errors.Of(
                401,
                "invalid_client",
                50027,
                $"JWT token is invalid or malformed. The client assertion with the identifier '{name}' was used before."
            );
    }

    private static bool IsNamed(X509Certificate2 certificate, JsonWebToken assertion) =>
        (Text(assertion, "x5t") is { } sha1 && sha1 == Base64Url.EncodeToString(certificate.GetCertHash(HashAlgorithmName.SHA1)))
        || (
            Text(assertion, "x5t#S256") is { } sha256
            && sha256 == Base64Url.EncodeToString(certificate.GetCertHash(HashAlgorithmName.SHA256))
        );

    private static string Thumbprint(JsonWebToken assertion)
    {
        var text = Text(assertion, "x5t") ?? Text(assertion, "x5t#S256") ?? "";
        return Base64Url.IsValid(text) ? Convert.ToHexString(Base64Url.DecodeFromChars(text)) : text;
    }

    private static string? Text(JsonWebToken assertion, string name) => assertion.Header[name]?.ToString().TrimEnd('=');

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
