using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Layercake.Rest;
using Layercake.Secrecy;
using Microsoft.Extensions.Logging;

namespace Layercake.Identity.Http;

/// <summary>
/// Makes the handlers that every client here sends through: which certificates are trusted and which proxy is used is decided in this file
/// alone.
/// </summary>
public static class AzureHttpClientFactory
{
    /// <summary>The instance metadata service of every virtual machine in Azure.</summary>
    public const string MetadataHost = "169.254.169.254";

    public static SocketsHttpHandler CreateHandler(AzureCloud cloud)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect would take the token to another host.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            Proxy = new SystemProxy(),
        };
        if (cloud.PinnedCertificateSha256 is { } pin)
            handler.SslOptions.RemoteCertificateValidationCallback = Only(Convert.FromHexString(pin));

        return handler;
    }

    /// <summary>A client for Azure and for token services. It repeats failed requests by <see cref="RetryRules"/>.</summary>
    /// <param name="redactor">Learns every credential that is sent or received; null where nothing is printed.</param>
    public static HttpClient CreateClient(AzureCloud cloud, TimeProvider clock, ILoggerFactory loggers, Redactor? redactor = null) =>
        CreateClient(CreateHandler(cloud), clock, loggers, redactor);

    /// <param name="primary">What sends.</param>
    internal static HttpClient CreateClient(
        HttpMessageHandler primary,
        TimeProvider clock,
        ILoggerFactory loggers,
        Redactor? redactor = null
    )
    {
        var inner = redactor is null ? primary : new CredentialRedactionHandler(redactor, primary);
        var limits = new RetryLimits { Clock = clock };
        return new HttpClient(new RetryHandler(inner, limits, loggers.CreateLogger<RetryHandler>(), RetryRules.For))
        {
            // The handler bounds each attempt and all of them; a limit around it would cut that short.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    // The certificate is nobody's but the local cloud's own, so that no authority vouches for it is expected; that it names another host is
    // not.
    private static RemoteCertificateValidationCallback Only(byte[] pin) =>
        (_, certificate, _, errors) =>
            !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            && certificate is X509Certificate2 presented
            && CryptographicOperations.FixedTimeEquals(presented.GetCertHash(HashAlgorithmName.SHA256), pin);

    /// <summary>
    /// The system's proxy, except for this machine and what is on its own link: .NET would send those requests through it as well.
    /// </summary>
    private sealed class SystemProxy : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => HttpClient.DefaultProxy.Credentials;
            set => throw new NotSupportedException("The system's proxy settings are not changed here.");
        }

        public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : HttpClient.DefaultProxy.GetProxy(destination);

        public bool IsBypassed(Uri host) =>
            host.IsLoopback || host.Host == MetadataHost || HttpClient.DefaultProxy.IsBypassed(host);
    }
}
