using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Http;

/// <summary>The cloud's own calls, which tests and people at work make about it.</summary>
internal static class AdminRoutes
{
    /// <summary>A prefix that no service uses.</summary>
    public const string Prefix = "/_admin";

    public static bool IsAdmin(string path) => path == Prefix || path.StartsWith(Prefix + "/", StringComparison.Ordinal);

    /// <param name="path">After <see cref="Prefix"/>.</param>
    public static void AddAdmin(this RouteTable routes, string method, string path, Func<ApiRequest, JToken> endpoint) =>
        routes.Add(method, Prefix + path, Access.Anonymous, (request, _) => Task.FromResult(ApiResponse.Json(endpoint(request))));
}
