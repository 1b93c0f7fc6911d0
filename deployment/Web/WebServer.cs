using Layercake.Web.Access;
using Layercake.Web.Configuration;
using Layercake.Web.Pages;
using Layercake.Web.Runs;
using Layercake.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.FluentUI.AspNetCore.Components;

namespace Layercake.Web;

/// <summary>The web page, served on this machine.</summary>
public sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebServer(WebApplication app, string listensAt, Uri? publicUrl, string? signInAddress)
    {
        (this.app, ListensAt, SignInAddress) = (app, listensAt, signInAddress);
        Address = publicUrl?.GetLeftPart(UriPartial.Authority) ?? listensAt;
    }

    /// <summary>As browsers know it: <c>http://127.0.0.1:5000</c></summary>
    public string Address { get; }

    /// <summary>On this machine.</summary>
    public string ListensAt { get; }

    /// <summary>The address that signs in whoever opens it first; null where users sign in otherwise.</summary>
    public string? SignInAddress { get; }

    /// <summary>For tests, which start no runs from a browser.</summary>
    internal UserSignIns SignIns => app.Services.GetRequiredService<UserSignIns>();

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
        var web = options.Configuration;
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            // Proxies send what they know of the user, tokens included.
            ServerLimits.Set(kestrel, web.Listen, options.Port, (web.Mode == SignInMode.OneTimeAddress ? 16 : 64) * 1024);
            options.Limit(kestrel.Limits);
        });
        AddServices(builder.Services, options, host);

        var app = builder.Build();
        var signIn = web.Mode == SignInMode.OneTimeAddress ? new OneTimeSignIn(options.UserName) : null;
        Use(app, options, signIn);
        await app.StartAsync(ct);

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new WebServer(app, address, web.PublicUrl, signIn?.Address(address));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static void AddServices(IServiceCollection services, WebOptions options, IRunHost host)
    {
        services.AddSingleton(host).AddSingleton(options.Clock).AddSingleton<RunList>();
        services.AddSingleton(options.Configuration.AppModes).AddSingleton(options.Configuration.DeployAs);
        var errors = new ErrorLines(options.Errors, options.Redactor);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error).AddProvider(errors));

        // Cookies of this server end with it, and its keys are on no disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new KeysInMemory());
        services.AddSignIn(options.Configuration, options.Redactor, options.Clock, options.EntraHandler);
        services.AddCascadingAuthenticationState();
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.SameSite = SameSiteMode.Strict);
        services.AddRazorComponents().AddInteractiveServerComponents(circuits => circuits.DisconnectedCircuitMaxRetained = 50);
        services.Configure<HubOptions>(hub => hub.AddFilter(new CircuitOwners()));
        services.AddFluentUIComponents();
    }

    private static void Use(WebApplication app, WebOptions options, OneTimeSignIn? signIn)
    {
        app.UseResponseHeaders();
        app.UseErrorAnswers();
        app.UsePublicAddress(options.Configuration);
        app.Use(new RequestOrigins(options.Configuration.PublicUrl, options.Configuration.IsLoopback).InvokeAsync);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseRouting();
        app.UseAuthentication();
        if (signIn is not null)
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
        if (options.Configuration.Mode == SignInMode.Entra)
            app.MapSignOut();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null);
    }
}
