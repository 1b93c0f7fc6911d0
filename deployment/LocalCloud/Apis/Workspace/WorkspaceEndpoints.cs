using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Workspace;

/// <summary>The Workspace API: folders, notebooks and files by path; and the calls for raw files, which see the same tree.</summary>
internal sealed class WorkspaceEndpoints : IEndpoints
{
    private readonly WorkspaceTree tree;
    private readonly WorkspaceImport import;
    private readonly WorkspaceExport export;

    public WorkspaceEndpoints(WorkspaceTree tree)
    {
        this.tree = tree;
        import = new WorkspaceImport(tree);
        export = new WorkspaceExport(tree);
    }

    public void Map(RouteTable routes)
    {
        routes.Post("/api/2.0/workspace/mkdirs", AtHome(MakeFolders));
        routes.Post("/api/2.0/workspace/import", AtHome(request => ApiResponse.Json(import.Import(request))));
        routes.Get("/api/2.0/workspace/export", AtHome(export.Export));
        routes.Get("/api/2.0/workspace/get-status", AtHome(Status));
        routes.Get("/api/2.0/workspace/list", AtHome(List));
        routes.Post("/api/2.0/workspace/delete", AtHome(Delete));
        new WorkspaceFilesEndpoints(tree).Map(routes);
    }

    private ApiResponse MakeFolders(ApiRequest request)
    {
        tree.MakeFolders(PathOf(request));
        return ApiResponse.Empty;
    }

    private ApiResponse Status(ApiRequest request)
    {
        // The path as it was asked for; in listings nobody has confirmed that.
        var asked = Asked(request);
        return ApiResponse.Json(Info(asked, tree.Get(WorkspacePath.Of(asked), asked)));
    }

    private ApiResponse List(ApiRequest request)
    {
        var after = request.Number("notebooks_modified_after");
        var found = tree.List(PathOf(request), Asked(request))
            .Where(entry => after is null || (string?)entry.Value["object_type"] != "NOTEBOOK" || (long)entry.Value["modified_at"]! > after)
            .Select(entry => Info(entry.Key, entry.Value))
            .ToList();
        return found.Count == 0 ? ApiResponse.Empty : ApiResponse.Json(new JObject { ["objects"] = new JArray(found) });
    }

    private ApiResponse Delete(ApiRequest request)
    {
        tree.Delete(PathOf(request), Asked(request), request.Flag("recursive"), request.Caller);
        return ApiResponse.Empty;
    }

    /// <summary>What get-status and list say about an object.</summary>
    private static JObject Info(string path, JObject node)
    {
        var info = new JObject { ["object_type"] = node["object_type"], ["path"] = path };
        foreach (var field in new[] { "language", "created_at", "modified_at", "object_id" })
            if (node[field] is { } value)
                info[field] = value;
        info["resource_id"] = $"{node["resource_id"] ?? node["object_id"]}";
        if (node["size"] is { } size)
            info["size"] = size;

        return info;
    }

    private Func<ApiRequest, ApiResponse> AtHome(Func<ApiRequest, ApiResponse> endpoint) =>
        request =>
        {
            tree.KeepHome(request.Caller);
            return endpoint(request);
        };

    private static string PathOf(ApiRequest request) => WorkspacePath.Of(Asked(request));

    private static string Asked(ApiRequest request) => TreePath.Normalise(request.RequiredText("path"));
}
