using Microsoft.AspNetCore.Http;

namespace Layercake.Web.Security;

internal static class Navigation
{
    /// <summary>A person opens a page: only that can lead to a sign-in, since a script would get a page of another server.</summary>
    public static bool Is(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
}
