using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis;

/// <summary>SCIM: who the caller is.</summary>
internal sealed class ScimEndpoints(Cloud cloud) : IEndpoints
{
    public void Map(RouteTable routes)
    {
        routes.Get("/api/2.0/preview/scim/v2/Me", Me);
        routes.Get("/api/2.0/scim/v2/Me", Me);
    }

    private ApiResponse Me(ApiRequest request)
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

        var user = cloud.Users.Get(caller);
        me["entitlements"] = new JArray(user.Entitlements.Select(name => new JObject { ["value"] = name }));
        me["groups"] = new JArray(user.Groups.Select(Group));
        return ApiResponse.Json(me);
    }

    private static JObject Group(string name)
    {
        var id = GroupId(name);
        return new JObject { ["display"] = name, ["type"] = "direct", ["value"] = id, ["$ref"] = $"Groups/{id}" };
    }

    // 15 digits, the same for the same name.
    private static string GroupId(string name)
    {
        var number = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        return (100_000_000_000_000 + number % 900_000_000_000_000).ToString(CultureInfo.InvariantCulture);
    }
}
