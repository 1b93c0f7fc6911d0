using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Entra;

/// <summary>
/// The workspace's own token endpoint: for service principals with a secret of the workspace, or with another issuer's token.
/// </summary>
internal sealed class WorkspaceOAuthEndpoints(
    CloudAccounts accounts,
    AppRegistry apps,
    Tokens tokens,
    CloudUrls urls,
    OidcIssuers issuers,
    FederatedCredentials credentials,
    FederatedAssertions assertions
) : IEndpoints
{
    private const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static readonly string[] TokenTypes = ["urn:ietf:params:oauth:token-type:jwt", "urn:ietf:params:oauth:token-type:id_token"];

    public void Map(RouteTable routes) =>
        routes.Add("POST", "/oidc/v1/token", Access.Anonymous, (request, _) => Task.FromResult(Token(request)));

    private ApiResponse Token(ApiRequest request)
    {
        var grant = request.Text("grant_type") ?? throw Error(400, "invalid_request", "grant_type is missing");
        var app = grant switch
        {
            "client_credentials" => WithSecret(request),
            TokenExchange => WithToken(request),
            _ => throw Error(400, "unsupported_grant_type", $"Unsupported grant type {grant}"),
        };
        var answer = new JObject
        {
            ["access_token"] = tokens.Issue(app, Audiences.Databricks, $"{request.BaseUrl}/oidc", "2.0"),
            ["scope"] = request.Text("scope") ?? "all-apis",
            ["token_type"] = "Bearer",
            ["expires_in"] = tokens.Lifetime,
        };
        if (grant == TokenExchange)
            answer["issued_token_type"] = "urn:ietf:params:oauth:token-type:access_token";

        return ApiResponse.Json(answer) with
        {
            Headers = new Dictionary<string, string> { ["Cache-Control"] = "no-store" },
        };
    }

    private CloudApp WithSecret(ApiRequest request)
    {
        var basic = BasicCredentials.Of(request);
        var app = apps.Find(basic?.Id ?? request.Text("client_id"));
        return app?.OAuthSecret is { } secret && secret == (basic?.Secret ?? request.Text("client_secret"))
            ? app
            : throw Error(401, "invalid_client", "Client authentication failed");
    }

    private CloudApp WithToken(ApiRequest request)
    {
        if (!TokenTypes.Contains(request.Text("subject_token_type")))
            throw Error(400, "invalid_request", $"subject_token_type must be one of {string.Join(", ", TokenTypes)}");

        var token =
            JsonWebToken.Parse(request.Text("subject_token") ?? "")
            ?? throw Error(400, "invalid_request", "subject_token is missing or is not a JWT");
        var candidates = request.Text("client_id") is { } id
            ? [apps.Find(id) ?? throw Error(401, "invalid_client", "Client authentication failed")]
            : apps.All();
        var app = candidates.FirstOrDefault(app =>
            credentials.Of(app).Any(trust => credentials.IsFrom(trust, token["iss"]) && trust.Subject == token["sub"])
        );
        if (app is null || !token.Audiences.Any(audience => IsOurs(audience, request)))
            throw Error(
                400,
                "invalid_grant",
                $"No federation policy matches the token's issuer {token["iss"]}, subject {token["sub"]} and audience "
                    + $"{string.Join(", ", token.Audiences)}"
            );

        return issuers.NameOf(token["iss"]) is not null && issuers.HasSigned(token) && assertions.IsInTime(token)
            ? app
            : throw Error(400, "invalid_grant", "The subject token's signature is invalid or it is expired");
    }

    private bool IsOurs(string audience, ApiRequest request) =>
        audience == accounts.AccountId
        || new[] { request.BaseUrl, urls.Https, urls.Http }.Any(root =>
            string.Equals(audience, $"{root}/oidc/v1/token", StringComparison.OrdinalIgnoreCase)
        );

    private static ApiError Error(int status, string error, string description) =>
        new(status, new JObject { ["error"] = error, ["error_description"] = description });
}
