using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Scim;

/// <summary>How SCIM shows users, service principals and groups.</summary>
internal static class ScimViews
{
    private const string Schema = "urn:ietf:params:scim:schemas:core:2.0:";

    /// <summary>The caller, shown as a user whatever it is.</summary>
    public static JObject Me(Principal caller, WorkspaceUser user)
    {
        var me = new JObject
        {
            ["schemas"] = new JArray($"{Schema}User", "urn:ietf:params:scim:schemas:extension:workspace:2.0:User"),
            ["id"] = caller.Id,
            ["userName"] = caller.UserName,
        };
        Complete(me, caller, user);
        return me;
    }

    public static JObject Person(Principal person, WorkspaceUser user)
    {
        var (type, nameField) = person.IsServicePrincipal ? ("ServicePrincipal", "applicationId") : ("User", "userName");
        var view = new JObject
        {
            ["schemas"] = new JArray(Schema + type),
            ["id"] = person.Id,
            [nameField] = person.UserName,
        };
        Complete(view, person, user);
        return view;
    }

    public static JObject Group(string name, IEnumerable<Principal> members) =>
        new()
        {
            ["schemas"] = new JArray($"{Schema}Group"),
            ["id"] = IdOf(name),
            ["displayName"] = name,
            ["members"] = new JArray(
                members.Select(member => new JObject
                {
                    ["display"] = member.DisplayName,
                    ["value"] = member.Id,
                    ["$ref"] = $"{(member.IsServicePrincipal ? "ServicePrincipals" : "Users")}/{member.Id}",
                })
            ),
            ["meta"] = new JObject { ["resourceType"] = "WorkspaceGroup" },
        };

    /// <summary>15 digits, the same for the same name.</summary>
    public static string IdOf(string name)
    {
        var number = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        return (100_000_000_000_000 + number % 900_000_000_000_000).ToString(CultureInfo.InvariantCulture);
    }

    private static void Complete(JObject view, Principal person, WorkspaceUser user)
    {
        view["displayName"] = person.DisplayName;
        view["active"] = true;
        if (!person.IsServicePrincipal)
        {
            var names = person.DisplayName.Split(' ', 2);
            view["name"] = new JObject { ["givenName"] = names[0], ["familyName"] = names[^1] };
            view["emails"] = new JArray(
                new JObject
                {
                    ["type"] = "work",
                    ["value"] = person.UserName,
                    ["primary"] = true,
                }
            );
        }

        view["entitlements"] = new JArray(user.Entitlements.Select(name => new JObject { ["value"] = name }));
        view["groups"] = new JArray(
            user.Groups.Select(name => new JObject
            {
                ["display"] = name,
                ["type"] = "direct",
                ["value"] = IdOf(name),
                ["$ref"] = $"Groups/{IdOf(name)}",
            })
        );
    }
}
