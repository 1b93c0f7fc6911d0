using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Admin;

/// <summary>The cloud's own calls about people who sign in to applications, and about where they are sent back to.</summary>
internal sealed class SignInAdminEndpoints(AppRegistry apps, RedirectAddresses redirects, TenantUsers users) : IEndpoints
{
    public void Map(RouteTable routes)
    {
        routes.AddAdmin("GET", "/tenant-users", _ => new JArray(users.All.Select(user => user.ToJson())));
        routes.AddAdmin("POST", "/tenant-users", PutUser);
        routes.AddAdmin(
            "POST",
            "/apps/{app}/redirect-uris",
            request =>
            {
                var app = apps.Get(request.RouteValues["app"]);
                redirects.Add(app, request.RequiredText("uri"));
                return new JArray(redirects.Of(app));
            }
        );
    }

    private JObject PutUser(ApiRequest request)
    {
        var name = request.RequiredText("user_name");
        var known = users.Find(name) ?? new TenantUser(Guid.NewGuid().ToString(), name, name);
        var changed = known with
        {
            DisplayName = request.Text("display_name") ?? known.DisplayName,
            Roles = Texts(request, "roles") ?? known.Roles,
            Groups = Texts(request, "groups") ?? known.Groups,
        };
        users.Put(changed);
        return changed.ToJson();
    }

    private static IReadOnlyList<string>? Texts(ApiRequest request, string name) =>
        request.Parameters[name] is JArray texts ? [.. texts.Select(text => text.ToString())] : null;
}
