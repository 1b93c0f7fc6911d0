using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Entra;

/// <summary>What a workspace tells everyone about itself: its id and where tokens come from.</summary>
internal sealed class DiscoveryEndpoints(CloudAccounts accounts, CloudUrls urls) : IEndpoints
{
    public void Map(RouteTable routes)
    {
        Add(
            "/.well-known/databricks-config",
            request =>
                ApiResponse.Json(
                    new JObject
                    {
                        ["oidc_endpoint"] = $"{request.BaseUrl}/oidc",
                        ["account_id"] = accounts.AccountId,
                        ["workspace_id"] = accounts.WorkspaceId,
                        ["cloud"] = "Azure",
                        ["host_type"] = "workspace",
                        ["token_federation_default_oidc_audiences"] = new JArray($"{request.BaseUrl}/oidc/v1/token"),
                    }
                )
        );
        Add("/oidc/.well-known/oauth-authorization-server", Authorization);
        Add("/oidc/.well-known/openid-configuration", Authorization);
        Add("/aad/auth", _ => Redirect("oauth2/authorize"));
        Add("/oidc/oauth2/v2.0/authorize", _ => Redirect("oauth2/v2.0/authorize"));

        void Add(string path, Func<ApiRequest, ApiResponse> endpoint) =>
            routes.Add("GET", path, Access.Anonymous, (request, _) => Task.FromResult(endpoint(request)));
    }

    private static ApiResponse Authorization(ApiRequest request) =>
        ApiResponse.Json(
            new JObject
            {
                ["issuer"] = $"{request.BaseUrl}/oidc",
                ["authorization_endpoint"] = $"{request.BaseUrl}/oidc/v1/authorize",
                ["token_endpoint"] = $"{request.BaseUrl}/oidc/v1/token",
            }
        );

    // Clients read the tenant from the address.
    private ApiResponse Redirect(string path) =>
        new()
        {
            Status = 302,
            Headers = new Dictionary<string, string>
            {
                ["Location"] = $"{urls.Https}/{accounts.TenantId}/{path}?response_type=code",
            },
        };
}
