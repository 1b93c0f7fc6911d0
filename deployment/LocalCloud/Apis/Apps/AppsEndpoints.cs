using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Apis.Scim;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Apps;

/// <summary>The Apps API: apps with their service principals, without anything that runs.</summary>
internal sealed class AppsEndpoints(CloudState state, ScimPeople people) : IEndpoints
{
    private const string Root = "/api/2.0/apps";
    private const string Principal = "service_principal_client_id";

    private static readonly BodyShape Shape = new() { Texts = ["name", "description"], ReadOnly = ["id", "url", Principal] };

    private readonly ObjectTable apps = new(state, "databricks-apps");
    private readonly ObjectPages pages = new("apps");

    public void Map(RouteTable routes)
    {
        routes.Post(Root, Create);
        routes.Get(Root, request => pages.Answer(request, [.. apps.All()], View));
        routes.Get($"{Root}/{{name}}", request => ApiResponse.Json(View(Get(request))));
        routes.Delete($"{Root}/{{name}}", Delete);
    }

    private ApiResponse Create(ApiRequest request)
    {
        var spec = Shape.Read(request);
        var name = spec.Required("name");
        CommonRules.Require(
            name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'),
            $"App name {name} must have only lower case letters, digits and hyphens."
        );
        lock (apps.Gate)
        {
            if (apps.Find(name) is not null)
                throw ApiError.Of(409, "RESOURCE_ALREADY_EXISTS", $"App {name} already exists.");

            var principal = people.Add(new JObject { ["displayName"] = $"app-{name}" }, isServicePrincipal: true).UserName;
            return ApiResponse.Json(View(apps.Add(name, spec, request.Caller, new JObject { [Principal] = principal })));
        }
    }

    private ApiResponse Delete(ApiRequest request)
    {
        lock (apps.Gate)
        {
            var app = Get(request);
            apps.Remove(app.Id);
            return ApiResponse.Json(View(app));
        }
    }

    private StoredObject Get(ApiRequest request)
    {
        var name = request.RouteValues["name"];
        return apps.Find(name) ?? throw ApiError.Missing($"App {name} does not exist or is deleted.");
    }

    private static JObject View(StoredObject app) =>
        new(app.Spec)
        {
            ["id"] = $"{app.Number}",
            ["creator"] = app.Creator,
            ["create_time"] = Timestamps.Iso(app.CreatedAt),
            [Principal] = app.Facts[Principal],
        };
}
