using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Layercake.Web.Security;

/// <summary>How much of the server one client may take.</summary>
internal static class ServerLimits
{
    public const int LargestBody = 64 * 1024;

    /// <param name="headers">How large all headers of a request may be together.</param>
    public static void Set(KestrelServerOptions kestrel, IPAddress address, int port, int headers)
    {
        kestrel.AddServerHeader = false;

        // Browsers speak no other without TLS.
        kestrel.Listen(address, port, listen => listen.Protocols = HttpProtocols.Http1);
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = headers;
        kestrel.Limits.MaxConcurrentConnections = 200;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 100;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }

    /// <summary>Refuses a body by its announced length: Kestrel does so only where something reads it.</summary>
    public static IApplicationBuilder UseBodyLimit(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
                if (!(context.Request.ContentLength > limit))
                    return next(context);

                context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                return context.Response.WriteAsync("The request is too large.", context.RequestAborted);
            }
        );
}
