using Layercake.Web.Access;
using Layercake.Web.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Layercake.Web.Pages;

/// <summary>Serves the reports of runs.</summary>
internal static class Reports
{
    /// <remarks>
    /// A report has its script and style in itself, so it is kept apart from the page: it has no origin, and may ask for nothing.
    /// </remarks>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; sandbox allow-scripts; "
        + "frame-ancestors 'none'";

    public static void MapReports(this IEndpointRouteBuilder app) =>
        app.MapGet(
            "/runs/{id}/report",
            (string id, HttpContext context, RunList runs, IRunHost host) =>
            {
                if (runs.Find(UserClaims.Read(context.User), id) is null || host.ReportOf(id) is not { } file)
                    return Results.NotFound();

                context.Response.Headers.ContentSecurityPolicy = ContentPolicy;
                context.Response.Headers.CacheControl = "no-store";
                return Results.File(file, "text/html; charset=utf-8");
            }
        );
}
