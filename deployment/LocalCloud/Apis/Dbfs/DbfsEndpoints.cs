using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Dbfs;

/// <summary>The DBFS API: files of the workspace's own file system, whole or in blocks of one mebibyte.</summary>
internal sealed class DbfsEndpoints(CloudState state) : IEndpoints
{
    private const int BlockLimit = 1024 * 1024;
    private const int DefaultReadLength = BlockLimit / 2;

    /// <summary>What public clients call the part of a form that holds the file.</summary>
    private static readonly string[] FileParts = ["contents", "content", "filedata", "file"];

    private readonly DbfsTree files = new(state);
    private readonly OpenUploads uploads = new(state.Clock);

    public void Map(RouteTable routes)
    {
        routes.Post("/api/2.0/dbfs/create", Create);
        routes.Post("/api/2.0/dbfs/add-block", AddBlock);
        routes.Post("/api/2.0/dbfs/close", Close);
        routes.Post("/api/2.0/dbfs/put", Put);
        routes.Get("/api/2.0/dbfs/get-status", request => ApiResponse.Json(files.Status(PathOf(request))));
        routes.Get("/api/2.0/dbfs/list", List);
        routes.Get("/api/2.0/dbfs/read", Read);
        routes.Post("/api/2.0/dbfs/mkdirs", MakeDirectories);
        routes.Post("/api/2.0/dbfs/delete", Delete);
        routes.Post("/api/2.0/dbfs/move", Move);
    }

    private ApiResponse Create(ApiRequest request)
    {
        var path = PathOf(request);
        files.Write(path, [], request.Flag("overwrite"));
        return ApiResponse.Json(new JObject { ["handle"] = uploads.Open(path) });
    }

    private ApiResponse AddBlock(ApiRequest request)
    {
        var handle = request.Number("handle") ?? throw ApiError.InvalidParameter("Missing required field: handle");
        var block = new UploadForm(request).Base64("data") ?? throw ApiError.InvalidParameter("Missing required field: data");
        RefuseAboveLimit(block);
        uploads.Append(handle, block);
        return ApiResponse.Empty;
    }

    private ApiResponse Close(ApiRequest request)
    {
        var (path, bytes) = uploads.Close(request.Number("handle") ?? throw ApiError.InvalidParameter("Missing required field: handle"));
        files.Write(path, bytes, overwrite: true);
        return ApiResponse.Empty;
    }

    private ApiResponse Put(ApiRequest request)
    {
        var form = new UploadForm(request);
        var path = DbfsTree.PathOf(form.RequiredText("path"));

        // A form carries up to 2 GB, JSON no more than one block.
        var bytes = form.Part(FileParts)?.ToArray();
        if (bytes is null)
            RefuseAboveLimit(
                bytes = form.Base64("contents", "content") ?? throw ApiError.InvalidParameter("Missing required field: contents")
            );

        files.Write(path, bytes, form.Flag("overwrite"));
        return ApiResponse.Empty;
    }

    private ApiResponse List(ApiRequest request)
    {
        var found = files.List(PathOf(request));
        return found.Count == 0 ? ApiResponse.Empty : ApiResponse.Json(new JObject { ["files"] = new JArray(found) });
    }

    private ApiResponse Read(ApiRequest request)
    {
        var (offset, length) = (request.Number("offset") ?? 0, request.Number("length") ?? DefaultReadLength);
        if (offset < 0 || length < 0)
            throw ApiError.InvalidParameter("offset and length must not be negative.");
        if (length > BlockLimit)
            throw ApiError.Of(400, "MAX_READ_SIZE_EXCEEDED", $"length must not exceed {BlockLimit} bytes.");

        var bytes = files.Read(PathOf(request));
        var start = (int)Math.Min(offset, bytes.Length);
        var slice = bytes.AsSpan(start, (int)Math.Min(length, bytes.Length - start));
        return ApiResponse.Json(new JObject { ["bytes_read"] = slice.Length, ["data"] = Convert.ToBase64String(slice) });
    }

    private ApiResponse MakeDirectories(ApiRequest request)
    {
        files.MakeDirectories(PathOf(request));
        return ApiResponse.Empty;
    }

    private ApiResponse Delete(ApiRequest request)
    {
        files.Delete(PathOf(request), request.Flag("recursive"));
        return ApiResponse.Empty;
    }

    private ApiResponse Move(ApiRequest request)
    {
        files.Move(DbfsTree.PathOf(request.RequiredText("source_path")), DbfsTree.PathOf(request.RequiredText("destination_path")));
        return ApiResponse.Empty;
    }

    private static string PathOf(ApiRequest request) => DbfsTree.PathOf(request.RequiredText("path"));

    private static void RefuseAboveLimit(byte[] block)
    {
        if (block.Length > BlockLimit)
            throw ApiError.Of(400, "MAX_BLOCK_SIZE_EXCEEDED", $"The block has {block.Length} bytes; at most {BlockLimit} are accepted.");
    }
}
