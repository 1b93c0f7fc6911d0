using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Layercake.Web.Security;

/// <summary>What browsers are told that are let in nowhere.</summary>
internal static class Refusals
{
    public static Task NotSignedInAsync(HttpContext context, string what) =>
        SayAsync(context, StatusCodes.Status401Unauthorized, what);

    /// <summary>Somebody is signed in who has no role in any environment.</summary>
    /// <param name="canSignOut">They may be here as someone else too.</param>
    public static Task NoRoleAsync(HttpContext context, bool canSignOut = false)
    {
        var what =
            $"You are signed in as {context.User.Identity?.Name}, and have no role here, so there is nothing that you may see or do. Ask "
            + "whoever runs this server to give a role to one of your app roles or groups.";
        return canSignOut
            ? SayAsync(context, StatusCodes.Status403Forbidden, PageOf(what), "text/html")
            : SayAsync(context, StatusCodes.Status403Forbidden, what);
    }

    /// <remarks>Without a style: no file of the server is for who has no role.</remarks>
    private static string PageOf(string what) =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><title>No role</title></head>
        <body>
        <main>
        <h1>No role</h1>
        <p>{HtmlEncoder.Default.Encode(what)}</p>
        <form method="post" action="/sign-out"><button>Sign out</button></form>
        </main>
        </body>
        </html>
        """;

    private static Task SayAsync(HttpContext context, int status, string what, string type = "text/plain")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = $"{type}; charset=utf-8";
        return context.Response.WriteAsync(what, context.RequestAborted);
    }
}
