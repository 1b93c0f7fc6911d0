using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Apis.Workspace;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Lakeview;

/// <summary>The Lakeview API: dashboards as drafts, and what is published of them.</summary>
internal sealed class LakeviewEndpoints(CloudState state, WorkspaceTree tree) : IEndpoints
{
    private const string Root = "/api/2.0/lakeview/dashboards";
    private const string Trashed = "trashed";
    private const string Published = "published";
    private const string Revision = "revision";

    private static readonly BodyShape Shape = new()
    {
        Texts = ["display_name", "parent_path", "serialized_dashboard", "warehouse_id"],
        ReadOnly = ["dashboard_id", "create_time", "update_time", "etag", "lifecycle_state", "path"],
    };

    private static readonly BodyShape PublishShape = new() { Texts = ["warehouse_id"], Flags = ["embed_credentials"] };

    private readonly ObjectTable dashboards = new(state, TableNames.Dashboards);
    private readonly ObjectPages pages = new("dashboards");

    public void Map(RouteTable routes)
    {
        routes.Post(Root, Create);
        routes.Get(Root, List);
        routes.Get($"{Root}/{{id}}", request => ApiResponse.Json(View(Get(request))));
        routes.Patch($"{Root}/{{id}}", Update);
        routes.Delete($"{Root}/{{id}}", request => Change(request, dashboard => Deleted(dashboard, request.Caller)));
        routes.Get($"{Root}/{{id}}/published", request => ApiResponse.Json(PublishedOf(Get(request))));
        routes.Post($"{Root}/{{id}}/published", Publish);
        routes.Delete($"{Root}/{{id}}/published", request => Change(request, Unpublished));
        tree.Own("DASHBOARD", Trash);
    }

    private ApiResponse Create(ApiRequest request)
    {
        var spec = Shape.Read(request);
        spec.Default("parent_path", $"/Users/{request.Caller.UserName}");
        spec.Default("serialized_dashboard", """{"pages":[]}""");
        tree.KeepHome(request.Caller);
        spec["parent_path"] = WorkspacePath.Of((string)spec["parent_path"]!);
        lock (dashboards.Gate)
        {
            Check(spec, request);
            tree.CheckFolder((string)spec["parent_path"]!);
            RequireFree(spec, null);
            var id = NewIds.Dashboard();
            tree.PutTwin(PathOf(spec), "DASHBOARD", id, null);
            return ApiResponse.Json(View(dashboards.Add(id, spec, request.Caller, new JObject { [Revision] = 1 })));
        }
    }

    private ApiResponse Update(ApiRequest request)
    {
        lock (dashboards.Gate)
        {
            var dashboard = Get(request);
            if (request.Text("etag") is { } etag && etag != (string)View(dashboard)["etag"]!)
                throw ApiError.Of(409, "ABORTED", $"The dashboard {dashboard.Id} was modified since it was read.");

            CommonRules.Require(IsActive(dashboard), $"The dashboard {dashboard.Id} is in the trash.");
            var spec = new JObject(dashboard.Spec);
            spec.Merge(Shape.Read(request));
            spec["parent_path"] = dashboard.Spec["parent_path"];
            Check(spec, request);
            RequireFree(spec, dashboard);
            var changed = dashboard.With(spec, request.Caller, state.Now).WithFact(Revision, (long)dashboard.Facts[Revision]! + 1);
            tree.PutTwin(PathOf(spec), "DASHBOARD", dashboard.Id, PathOf(dashboard.Spec));
            dashboards.Put(changed);
            return ApiResponse.Json(View(changed));
        }
    }

    private ApiResponse List(ApiRequest request)
    {
        var all = request.Flag("show_trashed");
        var found = dashboards.All().Where(dashboard => all || IsActive(dashboard)).ToList();
        return pages.Answer(request, found, Line, all ? Trashed : "");
    }

    private ApiResponse Publish(ApiRequest request)
    {
        var options = PublishShape.Read(request);
        lock (dashboards.Gate)
        {
            var dashboard = Get(request);
            var published = new JObject
            {
                ["display_name"] = dashboard.Spec["display_name"],
                ["embed_credentials"] = options["embed_credentials"] ?? true,
                ["revision_create_time"] = Timestamps.Iso(state.Now),
                ["warehouse_id"] = options["warehouse_id"] ?? dashboard.Spec["warehouse_id"],
            };
            dashboards.Put(dashboard.WithFact(Published, published.WithoutNulls()));
            return ApiResponse.Json(published.WithoutNulls());
        }
    }

    private StoredObject Deleted(StoredObject dashboard, Principal by)
    {
        if (!IsActive(dashboard))
            throw ApiError.Of(403, "PERMISSION_DENIED", $"The dashboard {dashboard.Id} is in the trash.");

        tree.RemoveTwin(PathOf(dashboard.Spec), dashboard.Id);
        var spec = new JObject(dashboard.Spec) { ["parent_path"] = $"/Users/{by.UserName}/Trash" };
        return (dashboard with { Spec = spec }).WithFact(Trashed, true).WithFact(Published, null);
    }

    private void Trash(string id, Principal by)
    {
        lock (dashboards.Gate)
            if (dashboards.Find(id) is { } dashboard && IsActive(dashboard))
                dashboards.Put(Deleted(dashboard, by));
    }

    private static StoredObject Unpublished(StoredObject dashboard)
    {
        PublishedOf(dashboard);
        return dashboard.WithFact(Published, null);
    }

    private ApiResponse Change(ApiRequest request, Func<StoredObject, StoredObject> change)
    {
        lock (dashboards.Gate)
            dashboards.Put(change(Get(request)));

        return ApiResponse.Empty;
    }

    private static void Check(JObject spec, ApiRequest request)
    {
        // What the service makes of a slash is unconfirmed; a file name it cannot be.
        var name = spec.Required("display_name");
        CommonRules.Require(!name.Contains('/', StringComparison.Ordinal), $"display_name must not contain a slash: {name}");
        spec["serialized_dashboard"] = DashboardContent.Normalised(
            (string)spec["serialized_dashboard"]!,
            request.Text("dataset_catalog"),
            request.Text("dataset_schema")
        );
    }

    private void RequireFree(JObject spec, StoredObject? own)
    {
        if ((own is null || PathOf(own.Spec) != PathOf(spec)) && tree.IsTaken(PathOf(spec)))
            throw ApiError.Of(
                400,
                "ALREADY_EXISTS",
                $"A node with name {spec["display_name"]}.lvdash.json already exists under the specified parent."
            );
    }

    private StoredObject Get(ApiRequest request)
    {
        var id = request.RouteValues["id"];
        return dashboards.Find(id) ?? throw ApiError.Missing($"Unable to find dashboard {id}.");
    }

    private static JObject PublishedOf(StoredObject dashboard) =>
        (JObject?)dashboard.Facts[Published] ?? throw ApiError.Missing($"Unable to find published dashboard {dashboard.Id}.");

    private static JObject View(StoredObject dashboard) =>
        new(dashboard.Spec)
        {
            ["dashboard_id"] = dashboard.Id,
            ["path"] = PathOf(dashboard.Spec),
            ["create_time"] = Timestamps.Iso(dashboard.CreatedAt),
            ["update_time"] = Timestamps.Iso(dashboard.UpdatedAt),
            ["etag"] = $"{dashboard.Number}{(long)dashboard.Facts[Revision]!:D4}",
            ["lifecycle_state"] = IsActive(dashboard) ? "ACTIVE" : "TRASHED",
        };

    // A listing leaves out what is long or belongs to the draft.
    private static JObject Line(StoredObject dashboard)
    {
        var line = View(dashboard);
        foreach (var name in new[] { "etag", "parent_path", "path", "serialized_dashboard", "update_time" })
            line.Remove(name);

        return line;
    }

    private static bool IsActive(StoredObject dashboard) => dashboard.Facts[Trashed] is null;

    private static string PathOf(JObject spec) => $"{((string)spec["parent_path"]!).TrimEnd('/')}/{spec["display_name"]}.lvdash.json";
}
