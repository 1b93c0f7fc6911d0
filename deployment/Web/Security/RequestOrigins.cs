using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Layercake.Web.Security;

/// <summary>
/// Refuses requests that another site makes a browser send: those for another host name, as of a name that was made to point here, and
/// those that write or open a socket from a page of another origin.
/// </summary>
/// <param name="publicUrl">As browsers know the server; null where that is the address listened on.</param>
/// <param name="isLoopback">It listens on this machine only.</param>
internal sealed class RequestOrigins(Uri? publicUrl, bool isLoopback)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!IsOurs(request.Host, context.Connection.LocalPort))
            await RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "This server has another address.");
        else if (Writes(context) && !IsOwn(request.Headers.Origin.ToString(), request))
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "The request comes from a page of another origin.");
        else
            await next(context);
    }

    private bool IsOwn(string origin, HttpRequest request) =>
        origin == $"{request.Scheme}://{request.Host.Value}" || (publicUrl is not null && origin == Origin(publicUrl));

    private bool IsOurs(HostString host, int port) =>
        string.Equals(host.Value, publicUrl?.Authority, StringComparison.OrdinalIgnoreCase) || (isLoopback && IsLoopback(host, port));

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private static bool IsLoopback(HostString host, int port) =>
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
