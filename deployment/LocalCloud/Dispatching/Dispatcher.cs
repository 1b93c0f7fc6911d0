using System.Diagnostics.CodeAnalysis;
using Layercake.LocalCloud.Apis.Permissions;
using Layercake.LocalCloud.Authorization;
using Layercake.LocalCloud.Faults;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;
using Layercake.LocalCloud.Logging;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Dispatching;

/// <summary>Finds the endpoint of a request, checks who calls, and answers with what the endpoint says or throws.</summary>
internal sealed class Dispatcher(
    RouteTable routes,
    AccessGate gate,
    ObjectRights rights,
    CloudAccounts accounts,
    CloudUrls urls,
    CloudLog log
)
{
    /// <param name="onlyVault">The one vault that the listener serves; null on the cloud's own ports.</param>
    [SuppressMessage(
        "Design",
        "CA1031",
        Justification = "Whatever an endpoint throws, its client gets an answer and the log gets the reason."
    )]
    public async Task<ApiResponse> AnswerAsync(HttpRequest http, Target target, ReceivedBody body, string? onlyVault, CancellationToken ct)
    {
        if (
            routes.Find(http.Method, target.EncodedPath) is not var (route, values)
            || (onlyVault is not null && route.Access != Access.Vault)
        )
        {
            log.Logger.LogWarning("No route for {Method} {Path}", http.Method, target.Raw);
            return NoSuchRoute(http.Method, target.Path);
        }

        try
        {
            var vault = onlyVault ?? accounts.VaultName;
            var caller = gate.Check(AccessOf(route, http, target, vault));
            var request = await ReadAsync(http, target, body, route, ct);
            request = request with { RouteValues = values, Caller = caller, Vault = vault };
            rights.Check(request);
            return rights.Visible(request, await route.Endpoint(request, ct));
        }
        catch (ApiError error)
        {
            return ApiResponse.Json(ShapeFor(route.Access, error), error.Status) with { Headers = error.Headers };
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            var place = log.Write($"{http.Method} {target.Path}", error);
            var internalError = ApiError.Of(500, "INTERNAL_ERROR", $"The local cloud failed to answer. The reason is in {place}.");
            return ApiResponse.Json(ShapeFor(route.Access, internalError), 500);
        }
    }

    private AccessRequest AccessOf(Route route, HttpRequest http, Target target, string vault) =>
        new(
            route.Access,
            http.Method,
            target.Path,
            name => http.Headers.TryGetValue(name, out var value) ? value.ToString() : null,
            urls.Https,
            vault
        );

    private static async Task<ApiRequest> ReadAsync(HttpRequest http, Target target, ReceivedBody body, Route route, CancellationToken ct)
    {
        var parameters = new JObject();
        IReadOnlyDictionary<string, BodyPart> parts = new Dictionary<string, BodyPart>();
        var isRaw = TakesRawBody(route);
        if (!isRaw)
            (parameters, parts) = await BodyReader.ReadAsync(body, http.ContentType ?? "", ct);

        BodyReader.Merge(parameters, target.Query);
        return new ApiRequest
        {
            Method = http.Method,
            Path = target.Path,
            BaseUrl = $"{http.Scheme}://{http.Host}",
            Headers = http.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Query = target.Query,
            Parameters = parameters,
            Body = isRaw || !ReceivedBody.IsForm(http.ContentType ?? "") ? body.ToArray() : [],
            Parts = parts,
        };
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
}
