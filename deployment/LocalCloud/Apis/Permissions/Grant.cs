using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Apis.Scim;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Permissions;

/// <summary>One line of an access list: who may do what.</summary>
/// <param name="Field">How the principal is named: <c>user_name</c>, <c>group_name</c> or <c>service_principal_name</c>.</param>
internal sealed record Grant(string Field, string Name, string Level)
{
    private const string User = "user_name";
    private const string Group = "group_name";
    private const string ServicePrincipal = "service_principal_name";

    public bool IsForGroup => Field == Group;

    public bool IsForAdministrators => IsForGroup && Name == "admins";

    public static Grant ToGroup(string name, string level) => new(Group, name, level);

    /// <param name="name">A user's address, or a service principal's application id.</param>
    public static Grant To(string name, string level) =>
        new(name.Contains('@', StringComparison.Ordinal) ? User : ServicePrincipal, name, level);

    public bool IsForSame(Grant other) => (other.Field, other.Name) == (Field, Name);

    public JObject ToJson() => new() { [Field] = Name, ["permission_level"] = Level };

    /// <summary>False for what a job was created with and makes no sense.</summary>
    public static bool IsGrant(JToken json) =>
        json is JObject entry && Names(entry).Length == 1 && (string?)entry["permission_level"] is not null;

    public static Grant Kept(JToken json)
    {
        var name = Names((JObject)json).Single();
        return new Grant(name.Name, (string)name.Value!, (string)json["permission_level"]!);
    }

    /// <exception cref="ApiError">400 when it names nobody, somebody unknown, or a level that the type does not have.</exception>
    public static Grant Read(JToken sent, PermissionType type, ScimPeople people, ScimGroups groups)
    {
        if (sent is not JObject entry || Names(entry) is not [var name])
            throw ApiError.InvalidParameter(
                $"Each entry of access_control_list must have exactly one of {User}, {Group} and {ServicePrincipal}."
            );

        var level = entry.Required("permission_level");
        CommonRules.Require(
            type.Levels.Contains(level),
            $"{level} is not a permission of {type.ObjectType}: {string.Join(", ", type.Levels)}."
        );
        var grant = new Grant(name.Name, $"{name.Value}", level);
        RequireKnown(grant.Field, grant.Name, people, groups);
        return grant;
    }

    /// <exception cref="ApiError">400 when the workspace has nobody of that name.</exception>
    public static void RequireKnown(string field, string name, ScimPeople people, ScimGroups groups)
    {
        var isKnown = field switch
        {
            Group => groups.Names().Contains(name),
            _ => people
                .All(field == ServicePrincipal)
                .Any(person => person.UserName.Equals(name, StringComparison.OrdinalIgnoreCase)),
        };
        if (!isKnown)
            throw ApiError.Of(400, "PRINCIPAL_DOES_NOT_EXIST", $"Principal: {Words(field)}({name}) does not exist");
    }

    /// <summary>Whom these fields name, and in which of them.</summary>
    public static IEnumerable<(string Field, string Name)> Principals(JObject entry) =>
        Names(entry).Select(name => (name.Name, $"{name.Value}"));

    private static JProperty[] Names(JObject entry) =>
        [
            .. entry
                .Properties()
                .Where(property => property.Name is User or Group or ServicePrincipal && property.Value.Type != JTokenType.Null),
        ];

    private static string Words(string field) =>
        field switch
        {
            User => "UserName",
            Group => "GroupName",
            _ => "ServicePrincipalName",
        };
}
