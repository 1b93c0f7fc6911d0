using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;

namespace Layercake.LocalCloud.Apis.Entra;

/// <summary>
/// Tells which application asks Entra for a token, and makes it show a secret, a certificate's key or another issuer's token.
/// </summary>
internal sealed class ClientAuthentication(
    CloudAccounts accounts,
    AppRegistry apps,
    CloudUrls urls,
    CertificateAssertions certificates,
    FederatedAssertions federated
)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <param name="grants">What the endpoint gives tokens for.</param>
    /// <exception cref="ApiError">The refusal, in Entra's shape.</exception>
    public CloudApp Authenticate(ApiRequest request, EntraErrors errors, params IReadOnlyCollection<string> grants)
    {
        var grant = errors.Required("grant_type");
        if (!grants.Contains(grant))
            throw errors.Of(400, "unsupported_grant_type", 70003, $"The app requested an unsupported grant type '{grant}'.");

        var basic = BasicCredentials.Of(request);
        var app = Find(basic?.Id ?? errors.Required("client_id"), errors);
        if (request.Text("client_assertion") is { } assertion)
            VerifyAssertion(request, assertion, app, errors);
        else
            VerifySecret(basic?.Secret ?? request.Text("client_secret"), app, errors);

        return app;
    }

    private CloudApp Find(string clientId, EntraErrors errors) =>
        apps.Find(clientId)
        ?? throw errors.Of(
            400,
            "unauthorized_client",
            700016,
            $"Application with identifier '{clientId}' was not found in the directory '{accounts.TenantId}'. "
                + "This can happen if the application has not been installed by the administrator of the tenant or consented to by "
                + "any user in the tenant. "
                + "You may have sent your authentication request to the wrong tenant."
        );

    private static void VerifySecret(string? secret, CloudApp app, EntraErrors errors)
    {
        if (secret is null)
            throw errors.Of(
                401,
                "invalid_client",
                7000218,
                "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."
            );

        if (secret != app.Secret)
            throw errors.Of(
                401,
                "invalid_client",
                7000215,
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, "
                    + $"not the client secret ID, for a secret added to app '{app.ClientId}'."
            );
    }

    private void VerifyAssertion(ApiRequest request, string text, CloudApp app, EntraErrors errors)
    {
        if (errors.Required("client_assertion_type") != AssertionType)
            throw errors.Of(400, "invalid_request", 900141, $"The client_assertion_type must be '{AssertionType}'.");

        var assertion = JsonWebToken.Parse(text) ?? throw errors.Of(401, "invalid_client", 50027, "JWT token is invalid or malformed.");
        if (CertificateAssertions.IsOne(assertion, app))
            certificates.Verify(assertion, app, TokenEndpoints(request), errors);
        else
            federated.Verify(assertion, app, errors);
    }

    // An assertion made for one version's address is good for the other's, whichever of the cloud's addresses the client knows.
    private List<string> TokenEndpoints(ApiRequest request)
    {
        var roots = new[] { request.BaseUrl, urls.Https, urls.Http }.SelectMany(root =>
            new[] { root, root.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) }
        );
        return
        [
            .. roots.SelectMany(root =>
                new[] { "oauth2/v2.0/token", "oauth2/token" }.Select(path => $"{root}/{accounts.TenantId}/{path}")
            ),
        ];
    }
}
