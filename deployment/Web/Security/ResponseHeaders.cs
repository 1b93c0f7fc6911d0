using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Layercake.Web.Security;

/// <summary>What browsers are told about every answer.</summary>
internal static class ResponseHeaders
{
    /// <remarks>
    /// The component library sets attributes named style, which are data of ours; style sheets and scripts are files of this server.
    /// See docs/decisions/0017-fluent-ui-blazor.md. Without any referrer a browser would send its own forms from the origin null.
    /// </remarks>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static IApplicationBuilder UseResponseHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                context.Response.OnStarting(
                    () =>
                    {
                        var headers = context.Response.Headers;
                        if (headers.ContentSecurityPolicy.Count == 0)
                            headers.ContentSecurityPolicy = ContentPolicy;
                        headers.XContentTypeOptions = "nosniff";
                        headers.XFrameOptions = "DENY";
                        headers["Referrer-Policy"] = "same-origin";
                        headers["Cross-Origin-Opener-Policy"] = "same-origin";
                        headers["Cross-Origin-Resource-Policy"] = "same-origin";
                        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
                        return Task.CompletedTask;
                    }
                );
                return next(context);
            }
        );
}
