using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.GlobalInitScripts;

/// <summary>The Global Init Scripts API, for administrators. No cluster runs them here.</summary>
internal sealed class GlobalInitScriptsEndpoints(CloudState state, WorkspaceUsers users) : IEndpoints
{
    private const string Root = "/api/2.0/global-init-scripts";

    private readonly ObjectTable scripts = new(state, "global-init-scripts");

    public void Map(RouteTable routes)
    {
        routes.Post(Root, ForAdministrators(Create));
        routes.Get(Root, ForAdministrators(_ => List()));
        routes.Get($"{Root}/{{id}}", ForAdministrators(request => ApiResponse.Json(View(Get(request)))));
        routes.Patch($"{Root}/{{id}}", ForAdministrators(Update));
        routes.Delete($"{Root}/{{id}}", ForAdministrators(Delete));
    }

    private ApiResponse Create(ApiRequest request)
    {
        var (spec, position) = GlobalInitScriptRules.Read(request);
        GlobalInitScriptRules.Check(spec);
        spec.Default("enabled", false);
        lock (scripts.Gate)
        {
            var order = InOrder();
            var added = scripts.Add(NewIds.Hex16(lowercase: false), spec, request.Caller);
            order.Insert(Place(position ?? order.Count, order), added);
            Number(order);
            return ApiResponse.Json(new JObject { ["script_id"] = added.Id });
        }
    }

    private ApiResponse List()
    {
        var all = InOrder().Select(View).ToList();
        foreach (var script in all)
            script.Remove("script");

        return all.Count == 0 ? ApiResponse.Empty : ApiResponse.Json(new JObject { ["scripts"] = new JArray(all) });
    }

    private ApiResponse Update(ApiRequest request)
    {
        var (fields, position) = GlobalInitScriptRules.Read(request);
        lock (scripts.Gate)
        {
            var script = Get(request);
            var spec = new JObject(script.Spec);
            spec.Merge(fields);
            GlobalInitScriptRules.Check(spec);
            var changed = script.With(spec, request.Caller, state.Now);
            scripts.Put(changed);
            var order = InOrder();
            if (position is { } wanted)
            {
                order.RemoveAll(other => other.Id == script.Id);
                order.Insert(Place(wanted, order), changed);
            }

            Number(order);
            return ApiResponse.Empty;
        }
    }

    private ApiResponse Delete(ApiRequest request)
    {
        lock (scripts.Gate)
        {
            scripts.Remove(Get(request).Id);
            // That the others move up is unconfirmed.
            Number(InOrder());
            return ApiResponse.Empty;
        }
    }

    private StoredObject Get(ApiRequest request)
    {
        var id = request.RouteValues["id"];
        return scripts.Find(id) ?? throw ApiError.Missing($"The global init script {id} does not exist.");
    }

    private List<StoredObject> InOrder() => [.. scripts.All().OrderBy(Position)];

    private static long Position(StoredObject script) => (long?)script.Facts["position"] ?? long.MaxValue;

    private static int Place(long position, List<StoredObject> order) => (int)Math.Clamp(position, 0, order.Count);

    private void Number(List<StoredObject> order)
    {
        for (var at = 0; at < order.Count; at++)
            if (Position(order[at]) != at)
                scripts.Put(order[at].WithFact("position", at));
    }

    private static JObject View(StoredObject script) =>
        new(script.Spec)
        {
            ["script_id"] = script.Id,
            ["position"] = script.Facts["position"],
            ["created_at"] = script.CreatedAt,
            ["created_by"] = script.Creator,
            ["updated_at"] = script.UpdatedAt,
            ["updated_by"] = script.Modifier,
        };

    // The words are unconfirmed.
    private Func<ApiRequest, ApiResponse> ForAdministrators(Func<ApiRequest, ApiResponse> endpoint) =>
        request =>
            request.Caller.UserName.Length == 0 || users.Get(request.Caller).Groups.Contains("admins")
                ? endpoint(request)
                : throw ApiError.Of(403, "PERMISSION_DENIED", "Only administrators may use global init scripts.");
}
