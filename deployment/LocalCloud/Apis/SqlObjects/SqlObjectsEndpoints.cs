using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Apis.Workspace;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.SqlObjects;

/// <summary>The SQL Queries API or the legacy SQL Alerts API.</summary>
internal sealed class SqlObjectsEndpoints(CloudState state, WorkspaceTree tree, SqlObjectKind kind) : IEndpoints
{
    private readonly ObjectTable objects = new(state, kind.TableName);
    private readonly ObjectPages pages = new("results");

    public void Map(RouteTable routes)
    {
        var root = $"/api/2.0/sql/{kind.Plural}";
        routes.Post(root, Create);
        routes.Get(root, request => pages.Answer(request, [.. objects.All().Where(IsActive)], Line));
        routes.Get($"{root}/{{id}}", request => ApiResponse.Json(View(Get(request))));
        routes.Patch($"{root}/{{id}}", Update);
        routes.Delete($"{root}/{{id}}", request => Trash(Get(request).Id));
        if (kind.Twin is var (_, type))
            tree.Own(type, (id, _) => Trash(id));
    }

    private ApiResponse Create(ApiRequest request)
    {
        var spec = kind.Shape.Read(Sent(request));
        spec.Default("display_name", $"New {kind.Noun}");
        spec.Default("parent_path", $"/Workspace/Users/{request.Caller.UserName}");
        spec["owner_user_name"] = request.Caller.UserName;
        tree.KeepHome(request.Caller);

        // That answers have the prefix whether or not it was sent is unconfirmed.
        var folder = WorkspacePath.Of((string)spec["parent_path"]!);
        spec["parent_path"] = $"/Workspace{folder}";
        lock (objects.Gate)
        {
            tree.CheckFolder(folder);
            Name(spec, request, null);
            var id = NewIds.Uuid();
            PutTwin(spec, id, null);
            return ApiResponse.Json(View(objects.Add(id, spec, request.Caller)));
        }
    }

    private ApiResponse Update(ApiRequest request)
    {
        lock (objects.Gate)
        {
            var kept = Get(request);
            CommonRules.Require(IsActive(kept), $"{kind.Noun} {kept.Id} is in the trash.");
            var spec = UpdateMask.Apply(
                kept.Spec,
                kind.Shape.Read(Sent(request)),
                request.RequiredText("update_mask"),
                ["parent_path", "owner_user_name"]
            );
            CommonRules.Require(
                JToken.DeepEquals(spec["parent_path"], kept.Spec["parent_path"]),
                $"parent_path of a {kind.Noun} cannot be changed."
            );
            Name(spec, request, kept.Id);
            var changed = kept.With(spec, request.Caller, state.Now);
            PutTwin(spec, kept.Id, TwinOf(kept.Spec));
            objects.Put(changed);
            return ApiResponse.Json(View(changed));
        }
    }

    private ApiResponse Trash(string id)
    {
        lock (objects.Gate)
            if (objects.Find(id) is { } kept && IsActive(kept))
            {
                if (TwinOf(kept.Spec) is { } twin)
                    tree.RemoveTwin(twin, id);
                objects.Put(kept.WithFact("trashed", true));
            }

        return ApiResponse.Empty;
    }

    // Two of one name cannot be in one folder; who asks for it gets a name that is free.
    private void Name(JObject spec, ApiRequest request, string? id)
    {
        var (name, number) = (spec.Required("display_name"), 0);
        while (objects.All().Any(other => other.Id != id && IsActive(other) && SamePlace(other.Spec, spec)))
            spec["display_name"] = request.Flag("auto_resolve_display_name")
                ? $"{name} ({++number})"
                : throw ApiError.Exists($"Node named '{name}' already exists");
    }

    private string? TwinOf(JObject spec) =>
        kind.Twin is { } twin
            ? TreePath.Join(
                WorkspacePath.Of((string)spec["parent_path"]!),
                ((string)spec["display_name"]!).Replace('/', '_') + twin.Ending
            )
            : null;

    private void PutTwin(JObject spec, string id, string? before)
    {
        if (TwinOf(spec) is { } path)
            tree.PutTwin(path, kind.Twin!.Value.Type, id, before);
    }

    private StoredObject Get(ApiRequest request)
    {
        var id = request.RouteValues["id"];
        return objects.Find(id) ?? throw ApiError.Missing($"{kind.Noun} {id} does not exist.");
    }

    private JObject Sent(ApiRequest request) =>
        request.Parameters[kind.Noun] switch
        {
            JObject sent => sent,
            null => [],
            _ => throw ApiError.Malformed($"Could not parse request object: {kind.Noun} must be an object"),
        };

    private JObject View(StoredObject kept)
    {
        var view = new JObject(kept.Spec)
        {
            ["id"] = kept.Id,
            ["lifecycle_state"] = IsActive(kept) ? "ACTIVE" : "TRASHED",
            ["create_time"] = Timestamps.Iso(kept.CreatedAt),
            ["update_time"] = Timestamps.Iso(kept.UpdatedAt),
        };
        if (kind == SqlObjectKind.LegacyAlert)
            view["state"] = "UNKNOWN";
        else
            view["last_modifier_user_name"] = kept.Modifier;

        return view;
    }

    // As in a listing.
    private JObject Line(StoredObject kept)
    {
        var line = View(kept);
        line.Remove("parent_path");
        return line;
    }

    private static bool IsActive(StoredObject kept) => kept.Facts["trashed"] is null;

    private static bool SamePlace(JObject one, JObject other) =>
        JToken.DeepEquals(one["parent_path"], other["parent_path"]) && JToken.DeepEquals(one["display_name"], other["display_name"]);
}
