using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Workspace;

/// <summary>Workspace files as raw bytes, with the path in the URL: what the command line and its bundles use.</summary>
internal sealed class WorkspaceFilesEndpoints(WorkspaceTree tree) : IEndpoints
{
    public void Map(RouteTable routes)
    {
        routes.Post("/api/2.0/workspace-files/import-file/{**path}", Import);
        routes.Get("/api/2.0/workspace-files/{**path}", Read);
    }

    private ApiResponse Import(ApiRequest request)
    {
        tree.KeepHome(request.Caller);
        var path = PathOf(request);
        var content = WorkspaceFormats.Auto(TreePath.Name(path), request.Body);
        tree.Store(TreePath.Parent(path), content, request.Flag("overwrite"), Exists);
        return ApiResponse.Empty;
    }

    private ApiResponse Read(ApiRequest request)
    {
        tree.KeepHome(request.Caller);
        var path = PathOf(request);
        var node = tree.Get(path);
        if (WorkspaceTree.IsFolder(node))
            throw ApiError.InvalidParameter($"Path ({path}) is a folder.");

        return ApiResponse.Raw(WorkspaceFormats.Write(tree.Read(path, node), "AUTO").Bytes);
    }

    // Clients tell the two cases apart by status, and the second one by the end of its message.
    private static ApiError Exists(string path, JObject existing) =>
        (string?)existing["object_type"] == "FILE"
            ? ApiError.Of(409, "RESOURCE_ALREADY_EXISTS", $"Path ({path}) already exists.")
            : ApiError.Of(400, "", $"Path ({path}) already exists.");

    private static string PathOf(ApiRequest request) => WorkspacePath.Of($"/{request.RouteValues["path"]}");
}
