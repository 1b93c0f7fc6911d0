using System.Diagnostics.CodeAnalysis;
using Layercake.LocalCloud.Apis.Permissions;
using Layercake.LocalCloud.Faults;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Hosting;

/// <summary>The one way in: reads a request, notes it, lets faults have their turn, checks who calls, and answers.</summary>
internal sealed class Gateway(Cloud cloud, RouteTable routes, ILogger log)
{
    private readonly ObjectRights rights = new(cloud.State, cloud.Users);

    /// <param name="onlyVault">A vault that has this listener for itself, and through it nothing else is served; null on the cloud's own
    /// ports.</param>
    public async Task HandleAsync(HttpContext context, string? onlyVault, CancellationToken stopping)
    {
        var target = Target.Parse(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        if (target.EncodedPath == Cloud.AdminPath || target.EncodedPath.StartsWith(Cloud.AdminPath + "/", StringComparison.Ordinal))
            await WriteAsync(
                context,
                await AnswerAsync(context, target, await ReadBodyAsync(context, either.Token), onlyVault, either.Token),
                either.Token
            );
        else
            await HandleNotedAsync(context, target, onlyVault, either.Token);
    }

    private async Task HandleNotedAsync(HttpContext context, Target target, string? onlyVault, CancellationToken ct)
    {
        var entry = cloud.Ledger.Start(context.Request.Method, target.Raw, context.Request.Headers.UserAgent.ToString());
        entry.Host = ServiceName.Of(target.EncodedPath);
        var started = cloud.WallClock.GetTimestamp();
        ApiResponse? answer = null;
        try
        {
            var body = await ReadBodyAsync(context, ct);
            entry.Bytes = body.Length;
            answer = await cloud.Faults.AroundAsync(
                context.Request.Method,
                target.Path,
                target.Raw,
                () => AnswerAsync(context, target, body, onlyVault, ct),
                ct
            );
            if (answer is not null)
                answer = WithServiceHeaders(answer, entry.Host);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The client went away or the cloud stops: there is nobody to answer.
        }
        finally
        {
            cloud.Ledger.Finish(entry, answer?.Status ?? 0, cloud.WallClock.GetElapsedTime(started));
        }

        if (answer is null)
            context.Abort();
        else
            await WriteAsync(context, answer, ct);
    }

    [SuppressMessage(
        "Design",
        "CA1031",
        Justification = "Whatever an endpoint throws, its client gets an answer and the log gets the reason."
    )]
    private async Task<ApiResponse> AnswerAsync(HttpContext context, Target target, byte[] body, string? onlyVault, CancellationToken ct)
    {
        var http = context.Request;
        if (
            routes.Find(http.Method, target.EncodedPath) is not var (route, values)
            || (onlyVault is not null && route.Access != Access.Vault)
        )
        {
            log.LogWarning("No route for {Method} {Path}", http.Method, target.Raw);
            return NoSuchRoute(http.Method, target.Path);
        }

        var vault = onlyVault ?? cloud.Accounts.VaultName;
        try
        {
            var caller = cloud.Gate.Check(
                new AccessRequest(
                    route.Access,
                    http.Method,
                    target.Path,
                    name => http.Headers.TryGetValue(name, out var value) ? value.ToString() : null,
                    cloud.Urls.Https,
                    vault
                )
            );
            var parameters = new JObject();
            IReadOnlyDictionary<string, byte[]> parts = new Dictionary<string, byte[]>();
            if (!TakesRawBody(route))
                (parameters, parts) = await BodyReader.ReadAsync(body, http.ContentType ?? "", ct);

            BodyReader.Merge(parameters, target.Query);
            var read = new ApiRequest
            {
                Method = http.Method,
                Path = target.Path,
                BaseUrl = $"{http.Scheme}://{http.Host}",
                Headers = http.Headers.ToDictionary(
                    header => header.Key,
                    header => header.Value.ToString(),
                    StringComparer.OrdinalIgnoreCase
                ),
                Query = target.Query,
                Parameters = parameters,
                Body = body,
                Parts = parts,
                RouteValues = values,
                Caller = caller,
                Vault = vault,
            };
            rights.Check(read);
            return rights.Visible(read, await route.Endpoint(read, ct));
        }
        catch (ApiError error)
        {
            return ApiResponse.Json(ShapeFor(route.Access, error), error.Status) with { Headers = error.Headers };
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.LogError(error, "{Method} {Path} failed", http.Method, target.Raw);
            return ApiResponse.Json(
                ShapeFor(route.Access, ApiError.Of(500, "INTERNAL_ERROR", "The local cloud failed to answer; its log has the reason.")),
                500
            );
        }
    }

    // A file's bytes go to where the rest of the path says, and may well look like JSON.
    private static bool TakesRawBody(Route route) =>
        route.Method is "PUT" or "POST" or "PATCH" && route.Template.Contains("{**", StringComparison.Ordinal);

    // What goes wrong before an endpoint speaks is thrown in the workspace's shape; Azure's services have their own.
    private static JObject ShapeFor(Access access, ApiError error) =>
        access is Access.Vault or Access.ResourceManager && error.Body["error"] is null
            ? AzureErrors.Body(error.Status == 500 ? "InternalServerError" : "BadParameter", (string?)error.Body["message"] ?? "")
            : error.Body;

    private static ApiResponse NoSuchRoute(string method, string path)
    {
        // As the service words it: without /api and the version.
        var words = path.Split('/', 4);
        var shown = path.StartsWith("/api/", StringComparison.Ordinal) && words.Length == 4 ? "/" + words[3] : path;
        var message = $"No API found for '{method} {shown}'";
        return ServiceName.Of(path) is "vault" or "arm"
            ? ApiResponse.Json(AzureErrors.Body("NotFound", message), 404)
            : ApiResponse.Json(new JObject { ["error_code"] = "ENDPOINT_NOT_FOUND", ["message"] = message }, 404);
    }

    private ApiResponse WithServiceHeaders(ApiResponse answer, string service)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (service == "workspace")
        {
            headers["x-databricks-org-id"] = cloud.Accounts.WorkspaceId;
            headers["x-request-id"] = Guid.NewGuid().ToString();
            headers["server"] = "databricks";
        }
        else
        {
            headers["x-ms-request-id"] = Guid.NewGuid().ToString();
        }

        foreach (var (name, value) in answer.Headers)
            headers[name] = value;

        return answer with
        {
            Headers = headers,
        };
    }

    private static async Task<byte[]> ReadBodyAsync(HttpContext context, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, ct);
        return bytes.ToArray();
    }

    private static async Task WriteAsync(HttpContext context, ApiResponse answer, CancellationToken ct)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;

        if (answer.Status is 204 or 304)
            return;

        if (answer.Body.Length > 0)
            context.Response.ContentType = answer.ContentType;

        if (!answer.Headers.ContainsKey("content-length"))
            context.Response.ContentLength = answer.Body.Length;

        if (answer.Body.Length > 0 && !HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(answer.Body, ct);
    }
}
