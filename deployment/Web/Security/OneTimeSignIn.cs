using System.Security.Cryptography;
using System.Text;
using Layercake.Web.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Layercake.Web.Security;

/// <summary>
/// Signs in whoever has the address that the server printed. Its secret works once: the first answer to it that is no error carries a
/// cookie, and from then on only the cookie counts.
/// </summary>
internal sealed class OneTimeSignIn(string userName)
{
    private const string Parameter = "secret";

    private string? secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The address to print, alone on its line.</summary>
    public string Address(string server) => $"{server}/?{Parameter}={secret}";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Query[Parameter] is not [{ } given])
        {
            await next(context);
            return;
        }

        if (context.User.Identity?.IsAuthenticated != true)
        {
            if (!HttpMethods.IsGet(context.Request.Method) || !Spend(given))
            {
                await RefuseAsync(context);
                return;
            }

            try
            {
                var user = UserClaims.Write(new WebUser(userName, RoleRules.All), "address");

                // Its address works once: a browser that was closed is to find its way back.
                var kept = new AuthenticationProperties { IsPersistent = true };
                await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, user, kept);
            }
            catch
            {
                secret = given;
                throw;
            }
        }

        // The secret is to be in no history and in no address that a page passes on. A path with two slashes would name another server.
        context.Response.Redirect($"/{context.Request.Path.ToUriComponent().TrimStart('/')}");
    }

    public static Task RefuseAsync(HttpContext context) =>
        Refusals.NotSignedInAsync(
            context,
            "Open the address that this server printed when it started. It works once; start the server again for another."
        );

    private bool Spend(string given)
    {
        var wanted = secret;
        return wanted is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(wanted))
            && Interlocked.CompareExchange(ref secret, null, wanted) == wanted;
    }
}
