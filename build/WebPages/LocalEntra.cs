using Build.LocalClouds;
using Layercake.Identity.Http;
using Layercake.LocalCloud;
using Layercake.Web.Configuration;

namespace Build.WebPages;

/// <summary>Reaches the Entra of a local cloud, whose certificate the system does not know.</summary>
internal static class LocalEntra
{
    /// <param name="cloud">The one that runs; null when none does.</param>
    /// <returns>What trusts the certificate of that cloud alone; null where users sign in elsewhere.</returns>
    public static HttpMessageHandler? HandlerOf(WebConfiguration web, CloudDescription? cloud) =>
        cloud is not null && web.Entra is { } entra && IsAt(entra.Authority, new Uri(cloud.Authority))
            ? AzureHttpClientFactory.CreateHandler(LocalAzureCloud.Of(cloud))
            : null;

    // This machine has two names, and the certificate is for both.
    private static bool IsAt(Uri configured, Uri cloud) =>
        configured.IsLoopback && configured.Scheme == cloud.Scheme && configured.Port == cloud.Port;
}
