using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis;

/// <summary>SCIM: who the caller is.</summary>
internal sealed class ScimEndpoints : IEndpoints
{
    public void Map(RouteTable routes)
    {
        routes.Get("/api/2.0/preview/scim/v2/Me", Me);
        routes.Get("/api/2.0/scim/v2/Me", Me);
    }

    private static ApiResponse Me(ApiRequest request)
    {
        var caller = request.Caller;
        var me = new JObject
        {
            ["schemas"] = new JArray("urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:workspace:2.0:User"),
            ["id"] = caller.Id,
            ["userName"] = caller.UserName,
            ["displayName"] = caller.DisplayName,
            ["active"] = true,
        };
        if (!caller.IsServicePrincipal)
        {
            var names = caller.DisplayName.Split(' ', 2);
            me["name"] = new JObject { ["givenName"] = names[0], ["familyName"] = names[^1] };
            me["emails"] = new JArray(new JObject { ["type"] = "work", ["value"] = caller.UserName, ["primary"] = true });
        }

        string[] entitlements = ["allow-cluster-create", "workspace-access", "databricks-sql-access"];
        me["entitlements"] = new JArray(entitlements.Select(name => new JObject { ["value"] = name }));
        return ApiResponse.Json(me);
    }
}
