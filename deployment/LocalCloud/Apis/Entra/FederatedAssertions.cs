using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;

namespace Layercake.LocalCloud.Apis.Entra;

/// <summary>Verifies a token of another issuer that an application presents in place of a secret.</summary>
internal sealed class FederatedAssertions(FederatedCredentials federated, OidcIssuers issuers, TimeProvider clock)
{
    private const long SkewSeconds = 300;

    /// <exception cref="ApiError">The refusal, in Entra's shape; which number it has is not on record for all of them.</exception>
    public void Verify(JsonWebToken assertion, CloudApp app, EntraErrors errors)
    {
        var (issuer, subject) = (assertion["iss"], assertion["sub"]);
        var trusted = federated.Of(app);
        if (trusted.Count == 0)
            throw errors.Of(
                401,
                "invalid_client",
                70021,
                "No matching federated identity record found for presented assertion. "
                    + $"Assertion Issuer: '{issuer}'. Assertion Subject: '{subject}'. Assertion Audience: "
                    + $"'{string.Join(", ", assertion.Audiences)}'."
            );

        var fromIssuer = trusted.Where(credential => federated.IsFrom(credential, issuer)).ToList();
        if (fromIssuer.Count == 0)
            throw NoMatch(errors, 700211, "issuer", issuer);

        var about = fromIssuer.Where(credential => credential.Subject == subject).ToList();
        if (about.Count == 0)
            throw NoMatch(errors, 700213, "subject", subject);

        if (!about.Any(credential => assertion.Audiences.Contains(credential.Audience)))
            throw NoMatch(errors, 700212, "audience", string.Join(", ", assertion.Audiences));

        // The keys of an issuer elsewhere could not be fetched: this cloud talks to nobody.
        if (issuers.NameOf(issuer) is null || !issuers.HasSigned(assertion))
            throw errors.Of(401, "invalid_client", 700027, "Client assertion failed signature validation.");

        if (!IsInTime(assertion))
            throw errors.Of(401, "invalid_client", 700024, "Client assertion is not within its valid time range.");
    }

    /// <summary>Issued by this cloud's issuers, so it is judged by this cloud's clock.</summary>
    public bool IsInTime(JsonWebToken assertion)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return assertion.Time("exp") is { } end && end + SkewSeconds >= now && (assertion.Time("nbf") ?? 0) - SkewSeconds <= now;
    }

    private static ApiError NoMatch(EntraErrors errors, int code, string what, string? value) =>
        errors.Of(
            401,
            "invalid_client",
            code,
            $"No matching federated identity record found for presented assertion {what} '{value}'. "
                + "Check your federated identity credential Subject, Audience and Issuer against the presented assertion. "
                + "https://learn.microsoft.com/entra/workload-id/workload-identity-federation"
        );
}
