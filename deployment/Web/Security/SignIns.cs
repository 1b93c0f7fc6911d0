using System.Security.Cryptography;
using Layercake.Secrecy;
using Layercake.Web.Access;
using Layercake.Web.Configuration;
using Layercake.Web.Security.Forwarded;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Layercake.Web.Security;

/// <summary>Sets up how users sign in, as the configuration says.</summary>
internal static class SignIns
{
    /// <param name="handler">What asks Entra; null for the system's own.</param>
    public static void AddSignIn(
        this IServiceCollection services,
        WebConfiguration web,
        Redactor redactor,
        TimeProvider clock,
        HttpMessageHandler? handler
    )
    {
        var signIns = TokenRules.Of(web, new UserTokens(redactor, clock), clock);
        services.AddSingleton(web).AddSingleton(signIns);
        if (web.Mode == SignInMode.OneTimeAddress)
            services
                .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
                .AddCookie(cookie =>
                {
                    Shape(cookie, web);
                    cookie.Events.OnRedirectToLogin = context => OneTimeSignIn.RefuseAsync(context.HttpContext);
                });
        else if (web.Mode == SignInMode.Entra)
            services.AddEntraSignIn(web, signIns, clock, handler, cookie => Shape(cookie, web));
        else
            services
                .AddSingleton(_ => Forwarded(web, redactor, clock))
                .AddSingleton<UntrustedSenders>()
                .AddAuthentication(HeaderSignIn.SchemeName)
                .AddScheme<AuthenticationSchemeOptions, HeaderSignIn>(HeaderSignIn.SchemeName, null);

        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(
                new AuthorizationPolicyBuilder()
                    .RequireAuthenticatedUser()
                    .RequireAssertion(context => UserClaims.Read(context.User).MayAnything)
                    .Build()
            );
    }

    private static IForwardedIdentity Forwarded(WebConfiguration web, Redactor redactor, TimeProvider clock) =>
        web.Mode switch
        {
            SignInMode.EasyAuth => new EasyAuthHeaders(),
            SignInMode.DatabricksApp => new DatabricksAppHeaders(new ProvedTokens(web.WorkspaceUrl!, clock)),
            SignInMode.Proxy => new ProxyHeaders(web),
            _ => throw new InvalidOperationException($"{web.Mode} has no headers."),
        };

    // Servers of one machine share their cookies, so that each has a name of its own.
    private static void Shape(CookieAuthenticationOptions cookie, WebConfiguration web)
    {
        cookie.Cookie.Name = $"layercake-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SecurePolicy = EntraSignIn.SecurePolicy(web);
        cookie.SlidingExpiration = true;
        cookie.Events.OnRedirectToAccessDenied = context =>
            Refusals.NoRoleAsync(context.HttpContext, canSignOut: web.Mode == SignInMode.Entra);
    }
}
