using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Files;

/// <summary>The Files API: raw files and directories in volumes, with the path in the URL.</summary>
internal sealed class FilesEndpoints(CloudState state) : IEndpoints
{
    private const int LargestPage = 1000;

    private readonly VolumeTree files = new(state);

    public void Map(RouteTable routes)
    {
        Add("PUT", "files", Put);
        Add("GET", "files", Get);
        Add("HEAD", "files", Head);
        Add("DELETE", "files", request => Done(() => files.DeleteFile(PathOf(request))));
        Add("PUT", "directories", request => Done(() => files.MakeDirectories(PathOf(request))));
        Add("GET", "directories", List);
        Add("HEAD", "directories", HeadDirectory);
        Add("DELETE", "directories", request => Done(() => files.DeleteDirectory(PathOf(request))));
        new FilesStorageEndpoints(files, state.Clock).Map(routes);

        void Add(string method, string kind, Func<ApiRequest, ApiResponse> endpoint) =>
            routes.Add(method, $"/api/2.0/fs/{kind}/{{**path}}", Access.Workspace, (request, _) => Task.FromResult(endpoint(request)));
    }

    private ApiResponse Put(ApiRequest request) =>
        Done(() => files.Write(PathOf(request), request.Body, request.Flag("overwrite", otherwise: true)));

    private ApiResponse Get(ApiRequest request) => files.Read(PathOf(request), request.Headers);

    private ApiResponse Head(ApiRequest request)
    {
        var file = files.File(PathOf(request));
        return new ApiResponse
        {
            Headers = new Dictionary<string, string>
            {
                ["content-length"] = $"{file["file_size"]}",
                ["content-type"] = "application/octet-stream",
                ["last-modified"] = $"{VolumeTree.Modified(file):R}",
            },
        };
    }

    private ApiResponse List(ApiRequest request)
    {
        var path = PathOf(request);
        var found = files.List(path);
        var offset = PageToken.Offset(request.Text("page_token"), path);
        var size = (int)Math.Clamp(request.Number("page_size") is { } wanted and > 0 ? wanted : LargestPage, 1, LargestPage);

        var page = new JObject();
        if (offset < found.Count)
            page["contents"] = new JArray(found.Skip(offset).Take(size).Select(entry => Entry(entry.Key, entry.Value)));
        page["next_page_token"] = offset + size < found.Count ? PageToken.Of(offset + size, path) : "";
        return ApiResponse.Json(page);
    }

    private ApiResponse HeadDirectory(ApiRequest request)
    {
        files.CheckDirectory(PathOf(request));
        return new ApiResponse();
    }

    private static JObject Entry(string path, JObject node)
    {
        var entry = new JObject
        {
            ["path"] = path,
            ["name"] = TreePath.Name(path),
            ["is_directory"] = node["is_directory"],
        };
        if (!VolumeTree.IsDirectory(node))
        {
            entry["file_size"] = node["file_size"];
            entry["last_modified"] = node["last_modified"];
        }

        return entry;
    }

    private static string PathOf(ApiRequest request) => TreePath.Normalise($"/{request.RouteValues["path"]}");

    private static ApiResponse Done(Action operation)
    {
        operation();
        return ApiResponse.NoContent;
    }
}
