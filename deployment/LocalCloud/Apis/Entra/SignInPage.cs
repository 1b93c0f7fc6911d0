using System.Net;
using System.Text;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.Identity;

namespace Layercake.LocalCloud.Apis.Entra;

/// <summary>What people see of the local Entra.</summary>
internal static class SignInPage
{
    public static ApiResponse Say(int status, string title, string text) =>
        Page(status, title, $"<p>{WebUtility.HtmlEncode(text)}</p>");

    /// <summary>A form that sends the same request again, with the user who was chosen.</summary>
    public static ApiResponse Choose(ApiRequest request, IReadOnlyList<TenantUser> users)
    {
        var form = new StringBuilder($"<form method=\"post\" action=\"{WebUtility.HtmlEncode(request.Path)}\">\n");
        foreach (var field in request.Parameters.Properties().Where(field => field.Name != "login_hint"))
            form.Append(
                $"<input type=\"hidden\" name=\"{WebUtility.HtmlEncode(field.Name)}\" "
                    + $"value=\"{WebUtility.HtmlEncode(request.Text(field.Name))}\">\n"
            );
        foreach (var user in users)
            form.Append(
                $"<p><button name=\"login_hint\" value=\"{WebUtility.HtmlEncode(user.UserName)}\">"
                    + $"{WebUtility.HtmlEncode($"{user.DisplayName}, {user.UserName}")}</button></p>\n"
            );

        return Page(200, "Sign in to the local cloud", $"{form}</form>");
    }

    private static ApiResponse Page(int status, string title, string body) =>
        new()
        {
            Status = status,
            ContentType = "text/html; charset=utf-8",
            Headers = new Dictionary<string, string>
            {
                ["Cache-Control"] = "no-store",
                ["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'",
            },
            Body = Encoding.UTF8.GetBytes(
                $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{WebUtility.HtmlEncode(title)}</title></head>\n"
                    + $"<body><h1>{WebUtility.HtmlEncode(title)}</h1>\n{body}\n</body></html>\n"
            ),
        };
}
