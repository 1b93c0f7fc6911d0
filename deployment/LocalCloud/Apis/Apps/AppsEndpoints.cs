using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Apis.Scim;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Apps;

/// <summary>The Apps API: apps with service principals and a compute that starts and stops at once; nothing runs on it.</summary>
internal sealed class AppsEndpoints(CloudState state, ScimPeople people) : IEndpoints
{
    private const string Root = "/api/2.0/apps";

    private static readonly BodyShape Shape = new() { Texts = ["name", "description"], ReadOnly = AppView.ReadOnly };

    private readonly ObjectTable apps = new(state, "databricks-apps");
    private readonly ObjectPages pages = new("apps");

    public void Map(RouteTable routes)
    {
        routes.Post(Root, Create);
        routes.Get(Root, request => pages.Answer(request, [.. apps.All()], app => AppView.Of(app, request.BaseUrl)));
        routes.Get($"{Root}/{{name}}", request => View(Get(request), request));
        routes.Patch($"{Root}/{{name}}", request => Change(request, app => Described(app, request)));
        routes.Post($"{Root}/{{name}}/start", request => Change(request, app => app.WithFact(AppView.Active, true)));
        routes.Post($"{Root}/{{name}}/stop", request => Change(request, app => app.WithFact(AppView.Active, false)));
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

            var principal = people.Add(new JObject { ["displayName"] = $"app-{name}" }, isServicePrincipal: true);
            var active = !string.Equals(request.Text("no_compute"), "true", StringComparison.OrdinalIgnoreCase);
            return View(apps.Add(name, spec, request.Caller, AppView.Facts(principal, active)), request);
        }
    }

    /// <summary>The name cannot be changed, and what is not sent stays.</summary>
    private StoredObject Described(StoredObject app, ApiRequest request)
    {
        var spec = new JObject(app.Spec);
        spec.Merge(Shape.Read(request));
        spec["name"] = app.Id;
        return app.With(spec, request.Caller, state.Now);
    }

    private ApiResponse Change(ApiRequest request, Func<StoredObject, StoredObject> change)
    {
        lock (apps.Gate)
        {
            var app = change(Get(request));
            apps.Put(app);
            return View(app, request);
        }
    }

    private ApiResponse Delete(ApiRequest request)
    {
        lock (apps.Gate)
        {
            var app = Get(request);
            apps.Remove(app.Id);
            return View(app, request);
        }
    }

    private StoredObject Get(ApiRequest request)
    {
        var name = request.RouteValues["name"];
        return apps.Find(name) ?? throw ApiError.Missing($"App {name} does not exist or is deleted.");
    }

    private static ApiResponse View(StoredObject app, ApiRequest request) => ApiResponse.Json(AppView.Of(app, request.BaseUrl));
}
