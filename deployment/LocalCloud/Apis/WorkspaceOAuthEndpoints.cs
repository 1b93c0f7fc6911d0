using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis;

/// <summary>The workspace's own token endpoint, for service principals that sign in to Databricks directly.</summary>
internal sealed class WorkspaceOAuthEndpoints(Cloud cloud) : IEndpoints
{
    public void Map(RouteTable routes) => routes.Add("POST", "/oidc/v1/token", Access.Anonymous, (request, _) => Task.FromResult(Token(request)));

    private ApiResponse Token(ApiRequest request)
    {
        if (request.Text("grant_type") != "client_credentials")
            throw Error(400, "unsupported_grant_type", "Only client_credentials is supported");

        var basic = BasicCredentials.Of(request);
        var app = cloud.Accounts.FindApp(basic?.Id ?? request.Text("client_id"));
        if (app is null || app.Secret != (basic?.Secret ?? request.Text("client_secret")))
            throw Error(401, "invalid_client", "Client authentication failed");

        return ApiResponse.Json(new JObject
        {
            ["access_token"] = cloud.Tokens.Issue(app, Audiences.Databricks, $"{request.BaseUrl}/oidc", "2.0"),
            ["scope"] = request.Text("scope") ?? "all-apis",
            ["token_type"] = "Bearer",
            ["expires_in"] = cloud.Tokens.Lifetime,
        });
    }

    private static ApiError Error(int status, string error, string description) =>
        new(status, new JObject { ["error"] = error, ["error_description"] = description });
}
