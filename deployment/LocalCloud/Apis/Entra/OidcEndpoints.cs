using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Entra;

/// <summary>
/// What a job asks for a token about itself in GitHub Actions and in Azure Pipelines, and what Entra reads of those issuers.
/// </summary>
internal sealed class OidcEndpoints(CloudAccounts accounts, OidcIssuers issuers) : IEndpoints
{
    private const long GitHubLifetime = 300;

    public void Map(RouteTable routes)
    {
        Add("GET", $"/{OidcIssuers.GitHub}/token", GitHubToken);
        Add("POST", $"/{OidcIssuers.AzurePipelines}/oidctoken", PipelinesToken);
        foreach (var issuer in OidcIssuers.Names)
        {
            Add("GET", $"/{issuer}/.well-known/openid-configuration", _ => Configuration(issuer));
            Add("GET", $"/{issuer}/.well-known/jwks", _ => ApiResponse.Json(issuers.Keys()));
        }

        void Add(string method, string path, Func<ApiRequest, ApiResponse> endpoint) =>
            routes.Add(method, path, Access.Anonymous, (request, _) => Task.FromResult(endpoint(request)));
    }

    private ApiResponse GitHubToken(ApiRequest request)
    {
        Authorize(request, accounts.GitHubRequestToken);
        var subject = issuers.Subject(OidcIssuers.GitHub);
        var repository = subject.StartsWith("repo:", StringComparison.Ordinal) ? subject.Split(':')[1] : "layercake/assets";
        var audience = request.Text("audience") ?? $"https://github.com/{repository.Split('/')[0]}";
        var token = issuers.Issue(
            OidcIssuers.GitHub,
            subject,
            audience,
            GitHubLifetime,
            new JObject
            {
                ["repository"] = repository,
                ["repository_owner"] = repository.Split('/')[0],
                ["event_name"] = "push",
            }
        );
        return ApiResponse.Json(new JObject { ["count"] = token.Length, ["value"] = token });
    }

    private ApiResponse PipelinesToken(ApiRequest request)
    {
        Authorize(request, accounts.PipelinesAccessToken);
        if (request.Text("api-version") is null)
            throw Refused(400, "No api-version was supplied for the request.");

        if (!string.Equals(request.Text("serviceConnectionId"), accounts.ServiceConnectionId, StringComparison.OrdinalIgnoreCase))
            throw Refused(404, $"There is no service connection {request.Text("serviceConnectionId")}.");

        var subject = issuers.Subject(OidcIssuers.AzurePipelines);
        return ApiResponse.Json(
            new JObject { ["oidcToken"] = issuers.Issue(OidcIssuers.AzurePipelines, subject, OidcIssuers.ExchangeAudience) }
        );
    }

    private static void Authorize(ApiRequest request, string token)
    {
        if (request.Headers.GetValueOrDefault("Authorization") != $"Bearer {token}")
            throw Refused(401, "The request's bearer token is missing or is not the job's.");
    }

    private ApiResponse Configuration(string issuer) =>
        ApiResponse.Json(
            new JObject
            {
                ["issuer"] = issuers.Address(issuer),
                ["jwks_uri"] = $"{issuers.Address(issuer)}/.well-known/jwks",
                ["subject_types_supported"] = new JArray("public"),
                ["response_types_supported"] = new JArray("id_token"),
                ["id_token_signing_alg_values_supported"] = new JArray("RS256"),
                ["claims_supported"] = new JArray("sub", "aud", "exp", "iat", "iss", "jti", "nbf"),
                ["scopes_supported"] = new JArray("openid"),
            }
        );

    private static ApiError Refused(int status, string message) => new(status, new JObject { ["message"] = message });
}
