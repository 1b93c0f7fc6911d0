using Layercake.Web.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace Layercake.Web.Security;

/// <summary>Gives requests the host that the browser used, where a proxy is between, and the scheme of the public address.</summary>
internal static class PublicAddress
{
    public static void UsePublicAddress(this IApplicationBuilder app, WebConfiguration web)
    {
        if (web.PublicUrl is not { } address)
            return;

        // The middleware believes everyone while it knows no proxy.
        if (web.TrustedProxies.Count > 0)
            app.UseWhen(
                context => TrustedProxies.Have(web.TrustedProxies, context.Connection.RemoteIpAddress),
                trusted => trusted.UseForwardedHeaders(Options(web, address))
            );

        // Not every proxy says how the browser came to it.
        app.Use(
            (context, next) =>
            {
                context.Request.Scheme = address.Scheme;
                return next(context);
            }
        );
    }

    private static ForwardedHeadersOptions Options(WebConfiguration web, Uri address)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedHost,
            AllowedHosts = [address.Host],
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in web.TrustedProxies)
            options.KnownIPNetworks.Add(network);
        return options;
    }
}
