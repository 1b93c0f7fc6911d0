using Microsoft.AspNetCore.Http;

namespace Layercake.Web.Security;

/// <summary>What browsers are told that are let in nowhere.</summary>
internal static class Refusals
{
    public static Task NotSignedInAsync(HttpContext context, string what) =>
        SayAsync(context, StatusCodes.Status401Unauthorized, what);

    /// <summary>Somebody is signed in who has no role in any environment.</summary>
    public static Task NoRoleAsync(HttpContext context) =>
        SayAsync(
            context,
            StatusCodes.Status403Forbidden,
            $"You are signed in as {context.User.Identity?.Name}, and have no role here, so there is nothing that you may see or do. Ask "
                + "whoever runs this server to give a role to one of your app roles or groups."
        );

    private static Task SayAsync(HttpContext context, int status, string what)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(what, context.RequestAborted);
    }
}
