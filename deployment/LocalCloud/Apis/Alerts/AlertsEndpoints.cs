using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Apis.SqlObjects;
using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Apis.Unconfirmed;
using Layercake.LocalCloud.Apis.Workspace;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Alerts;

/// <summary>The Alerts API, which SDKs call alerts v2. Nothing is evaluated.</summary>
internal sealed class AlertsEndpoints(CloudState state, WorkspaceTree tree) : IEndpoints
{
    private const string Root = "/api/2.0/alerts";

    // Unconfirmed.
    private const string TypeInTree = "ALERT";

    private static readonly string[] Fixed = ["parent_path"];

    private readonly ObjectTable alerts = new(state, TableNames.Alerts);
    private readonly ObjectPages pages = new("alerts");
    private readonly UnconfirmedRules unconfirmed = new(state);

    public void Map(RouteTable routes)
    {
        routes.Post(Root, Create);
        routes.Get(Root, request => pages.Answer(request, [.. alerts.All().Where(AlertViews.IsActive)], AlertViews.Line));
        routes.Get($"{Root}/{{id}}", request => ApiResponse.Json(AlertViews.Of(Get(request))));
        routes.Patch($"{Root}/{{id}}", Update);
        routes.Delete($"{Root}/{{id}}", Delete);
        tree.Own(TypeInTree, (id, _) => Trash(id));
    }

    private ApiResponse Create(ApiRequest request)
    {
        var spec = AlertRules.Read(request);
        AlertRules.Check(spec);
        spec.Default("parent_path", $"/Workspace/Users/{request.Caller.UserName}");
        tree.KeepHome(request.Caller);

        // That answers have the prefix whether or not it was sent is unconfirmed.
        var folder = WorkspacePath.Of((string)spec["parent_path"]!);
        spec["parent_path"] = $"/Workspace{folder}";
        lock (alerts.Gate)
        {
            tree.CheckFolder(folder);
            Name(spec, null);
            var id = NewIds.Digits16();
            tree.PutTwin(PathOf(spec), TypeInTree, id, null);
            return ApiResponse.Json(AlertViews.Of(alerts.Add(id, spec, request.Caller)));
        }
    }

    private ApiResponse Update(ApiRequest request)
    {
        lock (alerts.Gate)
        {
            var kept = Get(request);
            CommonRules.Require(AlertViews.IsActive(kept), $"Alert {kept.Id} is in the trash.");
            var spec = UpdateMask.Apply(kept.Spec, AlertRules.Read(request), request.RequiredText("update_mask"), Fixed);
            CommonRules.Require(
                JToken.DeepEquals(spec["parent_path"], kept.Spec["parent_path"]),
                "parent_path of an alert can only be set when it is created."
            );
            AlertRules.Check(spec);
            Name(spec, kept.Id);
            var changed = kept.With(spec, request.Caller, state.Now);
            tree.PutTwin(PathOf(spec), TypeInTree, kept.Id, PathOf(kept.Spec));
            alerts.Put(changed);
            return ApiResponse.Json(AlertViews.Of(changed));
        }
    }

    private ApiResponse Delete(ApiRequest request)
    {
        var id = Get(request).Id;
        Trash(id);
        if (request.Flag("purge"))
            alerts.Remove(id);

        return ApiResponse.Empty;
    }

    private void Trash(string id)
    {
        lock (alerts.Gate)
            if (alerts.Find(id) is { } kept && AlertViews.IsActive(kept))
            {
                tree.RemoveTwin(PathOf(kept.Spec), id);
                alerts.Put(kept.WithFact(AlertViews.Trashed, true));
            }
    }

    // Two of one name cannot be in one folder.
    private void Name(JObject spec, string? id)
    {
        var (name, number) = ((string)spec["display_name"]!, 0);
        while (alerts.All().Any(other => other.Id != id && AlertViews.IsActive(other) && PathOf(other.Spec) == PathOf(spec)))
            spec["display_name"] = unconfirmed.IsUsual(UnconfirmedRule.TakenAlertName)
                ? $"{name} ({++number})"
                : throw ApiError.Exists($"Node named '{name}' already exists");
    }

    private static string PathOf(JObject spec) =>
        TreePath.Join(
            WorkspacePath.Of((string)spec["parent_path"]!),
            ((string)spec["display_name"]!).Replace('/', '_') + ".dbalert.json"
        );

    private StoredObject Get(ApiRequest request)
    {
        var id = request.RouteValues["id"];
        return alerts.Find(id) ?? throw ApiError.Missing($"Alert with ID '{id}' does not exist.");
    }
}
