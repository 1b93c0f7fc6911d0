using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Scim;

/// <summary>The Groups API, which is older than SCIM and sees the same groups by their names. Members are users here, no groups.</summary>
internal sealed class GroupsEndpoints(WorkspaceUsers users, ScimPeople people, ScimGroups groups) : IEndpoints
{
    private const string Root = "/api/2.0/groups";

    public void Map(RouteTable routes)
    {
        routes.Post($"{Root}/create", Create);
        routes.Post($"{Root}/delete", Delete);
        routes.Post($"{Root}/add-member", request => Change(request, groups.Join));
        routes.Post($"{Root}/remove-member", request => Change(request, Leave));
        routes.Get($"{Root}/list", _ => ApiResponse.Json(new JObject { ["group_names"] = new JArray(groups.Names()) }));
        routes.Get($"{Root}/list-members", Members);
        routes.Get($"{Root}/list-parents", Parents);
    }

    private ApiResponse Create(ApiRequest request)
    {
        var name = request.RequiredText("group_name");
        if (Find(name) is not null)
            throw ApiError.Exists($"Group {name} already exists.");

        return ApiResponse.Json(new JObject { ["group_name"] = groups.Add(name) });
    }

    private ApiResponse Delete(ApiRequest request)
    {
        groups.Remove(Group(request, "group_name"), people.Everybody());
        return ApiResponse.Empty;
    }

    private ApiResponse Change(ApiRequest request, Action<string, IReadOnlyList<Principal>> change)
    {
        CommonRules.Require(request.Text("group_name") is null, "The local cloud has no groups in groups.");
        change(Group(request, "parent_name"), [User(request)]);
        return ApiResponse.Empty;
    }

    private void Leave(string group, IReadOnlyList<Principal> members)
    {
        if (members.Any(member => !users.Get(member).Groups.Contains(group)))
            throw ApiError.Missing($"{members[0].UserName} is no member of {group}.");

        groups.Leave(group, members);
    }

    private ApiResponse Members(ApiRequest request)
    {
        var group = Group(request, "group_name");
        var members = people.All(isServicePrincipal: false).Where(person => users.Get(person).Groups.Contains(group));
        return Listed("members", members.Select(person => new JObject { ["user_name"] = person.UserName }));
    }

    private ApiResponse Parents(ApiRequest request)
    {
        if (request.Text("group_name") is null)
            return Listed("group_names", users.Get(User(request)).Groups.Select(name => new JValue(name)));

        Group(request, "group_name");
        return ApiResponse.Empty;
    }

    private static ApiResponse Listed(string field, IEnumerable<JToken> items)
    {
        var list = new JArray(items);
        return list.Count == 0 ? ApiResponse.Empty : ApiResponse.Json(new JObject { [field] = list });
    }

    private string Group(ApiRequest request, string field)
    {
        var name = request.RequiredText(field);
        return Find(name) ?? throw ApiError.Missing($"Group {name} does not exist.");
    }

    private string? Find(string name) => groups.Names().FirstOrDefault(group => group.Equals(name, StringComparison.OrdinalIgnoreCase));

    private Principal User(ApiRequest request)
    {
        var name = request.RequiredText("user_name");
        return people.Everybody().FirstOrDefault(person => person.UserName.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw ApiError.Missing($"User {name} does not exist.");
    }
}
