using System.Globalization;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Entra;

/// <summary>
/// Microsoft Entra: tokens for applications with a client secret, a certificate or another issuer's token, from the v1 and the v2 endpoint,
/// tokens about people who signed in, and where to find them.
/// </summary>
internal sealed class EntraEndpoints(
    CloudAccounts accounts,
    Tokens tokens,
    CloudUrls urls,
    FederatedCredentials federated,
    ClientAuthentication clients,
    AuthorizationCodes codes,
    IdTokens idTokens,
    TimeProvider clock
) : IEndpoints
{
    private const string ClientCredentials = "client_credentials";
    private const string Code = "authorization_code";

    public void Map(RouteTable routes)
    {
        Add("POST", "/{tenant}/oauth2/v2.0/token", TokenV2);
        Add("POST", "/{tenant}/oauth2/token", TokenV1);
        Add("GET", "/{tenant}/v2.0/.well-known/openid-configuration", Configuration);
        Add("GET", "/common/discovery/instance", Discovery);

        void Add(string method, string template, Func<ApiRequest, ApiResponse> endpoint) =>
            routes.Add(method, template, Access.Anonymous, (request, _) => Task.FromResult(endpoint(request)));
    }

    public void Seed() => federated.Seed();

    private ApiResponse TokenV2(ApiRequest request)
    {
        var errors = new EntraErrors(request, clock);
        var tenant = Tenant(request, errors);
        var app = clients.Authenticate(request, errors, ClientCredentials, Code);
        if (request.Text("grant_type") == Code)
            return SignedIn(request, app, errors);

        var scope = errors.Required("scope");
        var resource = scope.EndsWith("/.default", StringComparison.Ordinal)
            ? scope[..^"/.default".Length]
            : throw errors.Of(
                400,
                "invalid_scope",
                1002012,
                $"The provided value for scope {scope} is not valid. "
                    + "Client credential flows must have a scope value with /.default suffixed to the resource identifier "
                    + "(application ID URI)."
            );

        var token = tokens.Issue(app, Audience(resource, errors), $"{urls.Https}/{tenant}/v2.0", "2.0");
        return NotCached(
            new JObject
            {
                ["token_type"] = "Bearer",
                ["expires_in"] = tokens.Lifetime,
                ["ext_expires_in"] = tokens.Lifetime,
                ["access_token"] = token,
            }
        );
    }

    private ApiResponse SignedIn(ApiRequest request, CloudApp app, EntraErrors errors)
    {
        var code = codes.Redeem(errors.Required("code"), app, request, errors);
        var issuer = $"https://sts.windows.net/{accounts.TenantId}/";
        return NotCached(
            new JObject
            {
                ["token_type"] = "Bearer",
                ["scope"] = code.Scope,
                ["expires_in"] = tokens.Lifetime,
                ["ext_expires_in"] = tokens.Lifetime,

                // Without a scope of Azure Databricks it is for Microsoft Graph, which this cloud has not.
                ["access_token"] = UserScopes.HaveDatabricks(code.Scope)
                    ? tokens.IssueTo(app, code.User, Audiences.Databricks, issuer)
                    : Guid.NewGuid().ToString("N"),
                ["id_token"] = idTokens.Issue(app, code.User, Issuer(request), code.Nonce),
            }
        );
    }

    private ApiResponse TokenV1(ApiRequest request)
    {
        var errors = new EntraErrors(request, clock);
        var tenant = Tenant(request, errors);
        var app = clients.Authenticate(request, errors, ClientCredentials);
        var resource = errors.Required("resource");
        var now = clock.GetUtcNow().ToUnixTimeSeconds();

        // The v1 endpoint writes its numbers as text.
        return NotCached(
            new JObject
            {
                ["token_type"] = "Bearer",
                ["expires_in"] = Text(tokens.Lifetime),
                ["ext_expires_in"] = Text(tokens.Lifetime),
                ["expires_on"] = Text(now + tokens.Lifetime),
                ["not_before"] = Text(now),
                ["resource"] = resource,
                ["access_token"] = tokens.Issue(app, Audience(resource, errors), $"https://sts.windows.net/{tenant}/", "1.0"),
            }
        );
    }

    private string Tenant(ApiRequest request, EntraErrors errors)
    {
        var tenant = request.RouteValues["tenant"];
        return string.Equals(tenant, accounts.TenantId, StringComparison.OrdinalIgnoreCase)
            ? accounts.TenantId
            : throw errors.Of(
                400,
                "invalid_request",
                90002,
                $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. "
                    + "Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant."
            );
    }

    private string Audience(string resource, EntraErrors errors) =>
        Audiences.Find(resource, urls)
        ?? throw errors.Of(
            400,
            "invalid_resource",
            500011,
            $"The resource principal named {resource} was not found in the tenant named {accounts.TenantId}."
        );

    private ApiResponse Configuration(ApiRequest request)
    {
        var tenant = $"{request.BaseUrl}/{Tenant(request, new EntraErrors(request, clock))}";
        return ApiResponse.Json(
            new JObject
            {
                ["issuer"] = Issuer(request),
                ["token_endpoint"] = $"{tenant}/oauth2/v2.0/token",
                ["authorization_endpoint"] = $"{tenant}/oauth2/v2.0/authorize",
                ["end_session_endpoint"] = $"{tenant}/oauth2/v2.0/logout",
                ["jwks_uri"] = $"{tenant}/discovery/v2.0/keys",
                ["response_modes_supported"] = new JArray("query"),
                ["scopes_supported"] = new JArray("openid", "profile", "email", "offline_access"),
                ["token_endpoint_auth_methods_supported"] = new JArray("client_secret_post", "private_key_jwt", "client_secret_basic"),
                ["response_types_supported"] = new JArray("code"),
                ["subject_types_supported"] = new JArray("pairwise"),
                ["id_token_signing_alg_values_supported"] = new JArray("RS256"),
            }
        );
    }

    // As the client addresses this cloud, so that the token is of the issuer whose configuration it read.
    private string Issuer(ApiRequest request) => $"{request.BaseUrl}/{accounts.TenantId}/v2.0";

    private ApiResponse Discovery(ApiRequest request)
    {
        var host = new Uri(request.BaseUrl).Authority;
        return ApiResponse.Json(
            new JObject
            {
                ["tenant_discovery_endpoint"] = $"{request.BaseUrl}/{accounts.TenantId}/v2.0/.well-known/openid-configuration",
                ["api-version"] = "1.1",
                ["metadata"] = new JArray(
                    new JObject
                    {
                        ["preferred_network"] = host,
                        ["preferred_cache"] = host,
                        ["aliases"] = new JArray(host),
                    }
                ),
            }
        );
    }

    private static ApiResponse NotCached(JObject body) =>
        ApiResponse.Json(body) with
        {
            Headers = new Dictionary<string, string> { ["Cache-Control"] = "no-store, no-cache", ["Pragma"] = "no-cache" },
        };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
