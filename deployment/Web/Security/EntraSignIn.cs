using System.Security.Claims;
using Layercake.Web.Access;
using Layercake.Web.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Identity.Web;
using Microsoft.Identity.Web.Resource;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Layercake.Web.Security;

/// <summary>Signs users in by Microsoft Entra: code flow with PKCE, and a cookie of this server's own from then on.</summary>
internal static class EntraSignIn
{
    private const string Client = "entra";

    /// <param name="handler">What asks Entra; null for the system's own.</param>
    public static void AddEntraSignIn(
        this IServiceCollection services,
        WebConfiguration web,
        UserSignIns signIns,
        TimeProvider clock,
        HttpMessageHandler? handler,
        Action<CookieAuthenticationOptions> shape
    )
    {
        var tokens = new EntraTokens(signIns, clock);
        if (handler is not null)
        {
            // The library asks for what issuers there are through a client of its own.
            services.AddHttpClient(Client).ConfigurePrimaryHttpMessageHandler(() => handler).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
            services.Configure<AadIssuerValidatorOptions>(validator => validator.HttpClientName = Client);
        }

        services
            .AddAuthentication(OpenIdConnectDefaults.AuthenticationScheme)
            .AddMicrosoftIdentityWebApp(
                identity =>
                {
                    var entra = web.Entra!;
                    identity.Instance = $"{entra.Authority.GetLeftPart(UriPartial.Authority)}/";
                    identity.TenantId = entra.TenantId;
                    identity.ClientId = entra.ClientId;
                    identity.ClientSecret = entra.ClientSecret;

                    // An answer that is posted would come from a page of another origin, which nothing else may.
                    identity.ResponseType = OpenIdConnectResponseType.Code;
                    identity.ResponseMode = OpenIdConnectResponseMode.Query;
                    identity.UsePkce = true;
                    identity.MapInboundClaims = false;
                    identity.BackchannelHttpHandler = handler;
                    tokens.AskFor(identity);
                    foreach (var cookie in new[] { identity.CorrelationCookie, identity.NonceCookie })
                        (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, SecurePolicy(web));

                    identity.Events.OnRedirectToIdentityProvider = NavigationsOnlyAsync;
                    identity.Events.OnTokenValidated = context =>
                    {
                        // The library lets a token pass that nobody signed, when it came from Entra directly.
                        if (context.SecurityToken.RawSignature.Length > 0 && Of(context.Principal!) is { } who)
                        {
                            var user = SignedIn.As(who, web, clock);
                            context.Principal = UserClaims.Write(user, "entra");
                            tokens.Keep(user, context.TokenEndpointResponse);
                        }
                        else
                            context.Fail("The token is not signed, or names no user.");
                        return Task.CompletedTask;
                    };
                    identity.Events.OnRemoteFailure = context =>
                    {
                        // The reason may hold what others sent, and helps nobody who cannot see Entra's own log.
                        context.HandleResponse();
                        return Refusals.NotSignedInAsync(context.HttpContext, "Signing in did not succeed. Open the page again.");
                    };
                },
                cookie =>
                {
                    shape(cookie);

                    // A browser that comes back from Entra sends no stricter one.
                    cookie.Cookie.SameSite = SameSiteMode.Lax;
                    cookie.ExpireTimeSpan = SignedIn.Length;
                    cookie.SlidingExpiration = false;
                    cookie.Events.OnValidatePrincipal = tokens.RenewAsync;
                }
            );
    }

    /// <summary>Ends the sign-in here. The one at Entra is for whoever sits there to end, as other pages share it.</summary>
    public static void MapSignOut(this IEndpointRouteBuilder app) =>
        app.MapPost(
            "/sign-out",
            async context =>
            {
                await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
                context.Response.ContentType = "text/plain; charset=utf-8";
                await context.Response.WriteAsync(
                    "You are signed out of this page. You may still be signed in to Microsoft: close the browser, or sign out there, on a "
                        + "computer that others use."
                );
            }
        )
            .AllowAnonymous()
            .DisableAntiforgery();

    public static CookieSecurePolicy SecurePolicy(WebConfiguration web) =>
        web.PublicUrl?.Scheme == Uri.UriSchemeHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    private static UserIdentity? Of(ClaimsPrincipal principal)
    {
        return UserIdentity.Of(
            principal.FindFirst("preferred_username")?.Value,
            UserIdentity.EntraMemberships(Values("roles"), Values("groups"))
        );

        IEnumerable<string> Values(string type) => principal.FindAll(type).Select(claim => claim.Value);
    }

    private static Task NavigationsOnlyAsync(RedirectContext context)
    {
        if (Navigation.Is(context.HttpContext.Request))
            return Task.CompletedTask;

        context.HandleResponse();
        return Refusals.NotSignedInAsync(context.HttpContext, "Nobody is signed in. Open the page again.");
    }
}
