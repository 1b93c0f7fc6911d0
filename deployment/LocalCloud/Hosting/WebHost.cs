using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Layercake.LocalCloud.Hosting;

/// <summary>Kestrel on loopback with nothing around it: no configuration files, no environment variables, no signals.</summary>
internal static class WebHost
{
    /// <param name="httpPort">Null serves https alone.</param>
    public static WebApplication Build(int? httpPort, int httpsPort, X509Certificate2 certificate, RequestDelegate handler)
    {
        // The empty builder: the slim one would read an appsettings.json that happens to lie in the current directory.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = null;
                kestrel.Limits.MinRequestBodyDataRate = null;
                kestrel.Limits.MinResponseDataRate = null;
                kestrel.Limits.MaxRequestLineSize = 64 * 1024;
                kestrel.Limits.MaxRequestHeadersTotalSize = 128 * 1024;
                if (httpPort is { } port)
                    kestrel.Listen(IPAddress.Loopback, port);

                kestrel.Listen(IPAddress.Loopback, httpsPort, listen => listen.UseHttps(certificate));
            });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        app.Run(handler);
        return app;
    }

    /// <summary>The addresses that the running host listens at.</summary>
    public static (string Http, string Https) Urls(WebApplication app) =>
        (app.Urls.Single(url => url.StartsWith("http://", StringComparison.Ordinal)), HttpsUrl(app));

    public static string HttpsUrl(WebApplication app) => app.Urls.Single(url => url.StartsWith("https://", StringComparison.Ordinal));

    public static async Task StopAsync(WebApplication app)
    {
        // Nobody waits for the answers of a cloud that is going away.
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    /// <summary>Leaves Ctrl+C to the process this host is embedded in, which the console lifetime would swallow.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
