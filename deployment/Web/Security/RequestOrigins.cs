using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Layercake.Web.Security;

/// <summary>
/// Refuses requests that another site makes a browser send: those for another host name, as of a name that was made to point here, and
/// those that write or open a socket from a page of another origin.
/// </summary>
internal static class RequestOrigins
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!IsOurs(request.Host, context.Connection.LocalPort))
            await RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "This server has another address.");
        else if (Writes(context) && request.Headers.Origin.ToString() != $"{request.Scheme}://{request.Host.Value}")
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "The request comes from a page of another origin.");
        else
            await next(context);
    }

    private static bool IsOurs(HostString host, int port) =>
        (host.Port ?? 80) == port
        && (
            host.Host.Equals("127.0.0.1", StringComparison.Ordinal)
            || host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>A socket is opened with GET, and everything is written through it.</summary>
    private static bool Writes(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest
        || context.Request.Headers.Upgrade.Count > 0
        || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));

    private static Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(reason, context.RequestAborted);
    }
}
