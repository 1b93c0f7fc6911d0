using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Scim;

/// <summary>SCIM: who the caller is, and the workspace's users, service principals and groups.</summary>
internal sealed class ScimEndpoints(WorkspaceUsers users, ScimPeople people, ScimGroups groups) : IEndpoints
{
    private static readonly BodyShape Shape = new()
    {
        Texts = ["userName", "applicationId", "displayName", "externalId"],
        Lists = ["entitlements", "groups", "members", "Operations"],
    };

    public void Map(RouteTable routes)
    {
        foreach (var root in new[] { "/api/2.0/preview/scim/v2", "/api/2.0/scim/v2" })
        {
            routes.Get($"{root}/Me", request => ApiResponse.Json(ScimViews.Me(request.Caller, users.Get(request.Caller))));
            MapPeople(routes, $"{root}/Users", isServicePrincipal: false);
            MapPeople(routes, $"{root}/ServicePrincipals", isServicePrincipal: true);
            MapGroups(routes, $"{root}/Groups");
        }
    }

    private void MapPeople(RouteTable routes, string root, bool isServicePrincipal)
    {
        routes.Get(root, request => ScimList.Answer(request, people.All(isServicePrincipal).Select(View)));
        routes.Get($"{root}/{{id}}", request => ApiResponse.Json(View(people.Get(request.RouteValues["id"], isServicePrincipal))));
        routes.Post(root, request => ApiResponse.Json(View(people.Add(Shape.Read(request), isServicePrincipal)), 201));
        routes.Delete(
            $"{root}/{{id}}",
            request =>
            {
                people.Remove(request.RouteValues["id"], isServicePrincipal);
                return ApiResponse.NoContent;
            }
        );
    }

    private void MapGroups(RouteTable routes, string root)
    {
        routes.Get(root, request => ScimList.Answer(request, groups.Names().Select(View)));
        routes.Get($"{root}/{{id}}", request => ApiResponse.Json(View(groups.Get(request.RouteValues["id"]))));
        routes.Post(
            root,
            request =>
            {
                var sent = Shape.Read(request);
                var members = Members(sent["members"]);
                var name = groups.Add(sent.Required("displayName"));
                groups.Join(name, members);
                return ApiResponse.Json(View(name), 201);
            }
        );
        routes.Patch(
            $"{root}/{{id}}",
            request =>
            {
                var name = groups.Get(request.RouteValues["id"]);
                foreach (var operation in Shape.Read(request)["Operations"] ?? new JArray())
                    Apply(name, ScimOperation.Read(operation));

                return ApiResponse.Json(View(name));
            }
        );
        routes.Delete(
            $"{root}/{{id}}",
            request =>
            {
                groups.Remove(groups.Get(request.RouteValues["id"]), people.Everybody());
                return ApiResponse.NoContent;
            }
        );
    }

    private void Apply(string group, ScimOperation operation)
    {
        if (operation.IsRemoval)
            groups.Leave(group, operation.Members is { } some ? [.. some.Select(id => people.Get(id))] : people.Everybody());
        else
            groups.Join(group, [.. (operation.Members ?? []).Select(id => people.Get(id))]);
    }

    private IReadOnlyList<Principal> Members(JToken? members) =>
        [.. (members ?? new JArray()).Select(member => people.Get((string?)member["value"] ?? ""))];

    private JObject View(Principal principal) => ScimViews.Person(principal, users.Get(principal));

    private JObject View(string group) =>
        ScimViews.Group(group, people.Everybody().Where(principal => users.Get(principal).Groups.Contains(group)));
}
