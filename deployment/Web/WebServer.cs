using System.Security.Cryptography;
using Layercake.Web.Pages;
using Layercake.Web.Runs;
using Layercake.Web.Security;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.FluentUI.AspNetCore.Components;

namespace Layercake.Web;

/// <summary>The web page, served on this machine.</summary>
public sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebServer(WebApplication app, string address, string signInAddress) =>
        (this.app, Address, SignInAddress) = (app, address, signInAddress);

    /// <summary><c>http://127.0.0.1:5000</c></summary>
    public string Address { get; }

    /// <summary>The address that signs in whoever opens it first.</summary>
    public string SignInAddress { get; }

    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<WebServer> StartAsync(WebOptions options, IRunHost host, CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions
            {
                ApplicationName = typeof(WebServer).Assembly.GetName().Name,
                WebRootPath = options.Files,
                ContentRootPath = options.Files,
            }
        );
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            ServerLimits.Set(kestrel, options.Port);
            options.Limit(kestrel.Limits);
        });
        AddServices(builder.Services, options, host);

        var app = builder.Build();
        var signIn = new OneTimeSignIn(options.UserName);
        Use(app, options, signIn);
        await app.StartAsync(ct);

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new WebServer(app, address, signIn.Address(address));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static void AddServices(IServiceCollection services, WebOptions options, IRunHost host)
    {
        services.AddSingleton(host).AddSingleton(options.Clock).AddSingleton<RunList>();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));

        // Cookies of this server end with it, and its keys are on no disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services
            .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = $"layercake-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
                cookie.Cookie.SameSite = SameSiteMode.Strict;
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                cookie.SlidingExpiration = true;
                cookie.Events.OnRedirectToLogin = context => OneTimeSignIn.RefuseAsync(context.HttpContext);
            });
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()
        );
        services.AddCascadingAuthenticationState();
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.SameSite = SameSiteMode.Strict);
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddFluentUIComponents();
    }

    private static void Use(WebApplication app, WebOptions options, OneTimeSignIn signIn)
    {
        app.UseResponseHeaders();
        app.UseErrorAnswers();
        app.Use(RequestOrigins.InvokeAsync);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseRouting();
        app.UseAuthentication();
        app.Use(signIn.InvokeAsync);
        app.UseAuthorization();
        app.UseBodyLimit();
        app.UseAntiforgery();
        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = new PhysicalFileProvider(options.Files),

                // Asked for again each time, and sent once: addresses do not change with the version.
                OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "private, no-cache",
            }
        );
        app.MapReports();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null);
    }
}
