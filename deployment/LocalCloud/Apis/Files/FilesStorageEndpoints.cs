using System.Globalization;
using System.Text;
using Layercake.LocalCloud.Apis.Trees;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Files;

/// <summary>How clients move large files of the Files API: in parts, to and from addresses in the storage itself.</summary>
internal sealed class FilesStorageEndpoints(VolumeTree files, TimeProvider clock) : IEndpoints
{
    private const string Upload = "upload";
    private const string Abort = "abort";
    private const string Download = "download";

    private static readonly TimeSpan usualLife = TimeSpan.FromMinutes(15);

    private readonly PartUploads uploads = new(clock);
    private readonly StorageLinks links = new(clock);

    public void Map(RouteTable routes)
    {
        routes.Post("/api/2.0/fs/files/{**path}", Change);
        routes.Post("/api/2.0/fs/create-upload-part-urls", PartLinks);
        routes.Post("/api/2.0/fs/create-abort-upload-url", AbortLink);
        routes.Post("/api/2.0/fs/create-download-url", DownloadLink);
        AddStorage("PUT", Upload, KeepPart);
        AddStorage("DELETE", Abort, GiveUp);
        AddStorage("GET", Download, Read);

        void AddStorage(string method, string action, Func<ApiRequest, string, ApiResponse> endpoint) =>
            routes.Add(
                method,
                $"{StorageLinks.Root}/{action}/{{**path}}",
                Access.Anonymous,
                (request, _) => Task.FromResult(Permitted(request, endpoint))
            );
    }

    private ApiResponse Change(ApiRequest request)
    {
        var path = TreePath.Normalise($"/{request.RouteValues["path"]}");
        switch (request.RequiredText("action"))
        {
            case "initiate-upload":
                var overwrite = request.Flag("overwrite", otherwise: true);
                files.CheckWritable(path, overwrite);
                return ApiResponse.Json(
                    new JObject { ["multipart_upload"] = new JObject { ["session_token"] = uploads.Open(path, overwrite) } }
                );

            case "complete-upload":
                var session = request.RequiredText("session_token");
                var upload = uploads.Find(session, path);
                files.Write(path, upload.Join(Parts(request)), upload.Overwrite);
                uploads.Close(session);
                return ApiResponse.Empty;

            case var other:
                throw ApiError.InvalidParameter($"Unknown action: {other}");
        }
    }

    private ApiResponse PartLinks(ApiRequest request)
    {
        var session = request.RequiredText("session_token");
        uploads.Find(session, PathOf(request));
        var (first, count) = (request.Number("start_part_number") ?? 1, request.Number("count") ?? 1);
        if (first < 1 || count is < 1 or > 100)
            throw ApiError.InvalidParameter("start_part_number must be at least 1, and count between 1 and 100.");

        return ApiResponse.Json(
            new JObject
            {
                ["upload_part_urls"] = new JArray(
                    Enumerable
                        .Range(0, (int)count)
                        .Select(i =>
                        {
                            var link = Link(request, Upload, string.Create(CultureInfo.InvariantCulture, $"/{session}/{first + i}"));
                            link["part_number"] = first + i;
                            return link;
                        })
                ),
            }
        );
    }

    private ApiResponse AbortLink(ApiRequest request)
    {
        var session = request.RequiredText("session_token");
        uploads.Find(session, PathOf(request));
        return ApiResponse.Json(new JObject { ["abort_upload_url"] = Link(request, Abort, $"/{session}") });
    }

    private ApiResponse DownloadLink(ApiRequest request)
    {
        var path = PathOf(request);
        files.File(path);
        return ApiResponse.Json(Link(request, Download, string.Join('/', path.Split('/').Select(Uri.EscapeDataString))));
    }

    private JObject Link(ApiRequest request, string action, string rest)
    {
        var expires = DateTimeOffset.TryParse(
            request.Text("expire_time"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : clock.GetUtcNow() + usualLife;
        return new JObject { ["url"] = links.Of(request.BaseUrl, action, rest, expires), ["headers"] = new JArray() };
    }

    private ApiResponse Permitted(ApiRequest request, Func<ApiRequest, string, ApiResponse> endpoint) =>
        links.Check(request.Path, request.Text("se"), request.Text("sig")) switch
        {
            LinkState.Good => endpoint(request, request.RouteValues["path"]),
            LinkState.Expired => Refusal("Signature not valid in the specified time frame"),
            _ => Refusal("Signature did not match"),
        };

    private ApiResponse KeepPart(ApiRequest request, string rest)
    {
        if (rest.Split('/') is not [var session, var number] || uploads.Find(session) is not { } upload)
            return new ApiResponse { Status = 404 };

        var tag = upload.Keep(long.Parse(number, CultureInfo.InvariantCulture), request.Body);
        return new ApiResponse
        {
            Status = 201,
            Headers = new Dictionary<string, string> { ["ETag"] = tag },
        };
    }

    private ApiResponse GiveUp(ApiRequest request, string session)
    {
        uploads.Close(session);
        return ApiResponse.NoContent;
    }

    private ApiResponse Read(ApiRequest request, string rest) => files.Read(TreePath.Normalise($"/{rest}"), request.Headers);

    private static JEnumerable<JToken> Parts(ApiRequest request)
    {
        try
        {
            return (JObject.Parse(Encoding.UTF8.GetString(request.Body))["parts"] as JArray ?? []).Children();
        }
        catch (JsonException error)
        {
            throw ApiError.Malformed($"Could not parse request object: {error.Message}");
        }
    }

    // Azure's storage answers in XML, and clients read from it that an address is merely too old.
    private static ApiResponse Refusal(string detail) =>
        new()
        {
            Status = 403,
            ContentType = "application/xml",
            Body = Encoding.UTF8.GetBytes(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>AuthenticationFailed</Code><Message>Server failed to "
                    + "authenticate the request.</Message>"
                    + $"<AuthenticationErrorDetail>{detail}</AuthenticationErrorDetail></Error>"
            ),
        };

    private static string PathOf(ApiRequest request) => TreePath.Normalise(request.RequiredText("path"));
}
