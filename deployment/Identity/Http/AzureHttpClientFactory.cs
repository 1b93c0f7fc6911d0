using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Layercake.Identity.Tokens;
using Layercake.Secrecy;

namespace Layercake.Identity.Http;

/// <summary>
/// Makes the handlers that every client here sends through: which certificates are trusted and which proxy is used is decided in this file
/// alone.
/// </summary>
public static class AzureHttpClientFactory
{
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

    /// <param name="timeout">For a whole call; null leaves it to the caller.</param>
    /// <param name="redactor">Is told of every credential that passes; null where nobody prints anything.</param>
    /// <param name="repeating">Puts the handler that repeats requests above the given one; null where nothing is repeated.</param>
    public static HttpClient CreateClient(
        AzureCloud cloud,
        TimeSpan? timeout = null,
        Redactor? redactor = null,
        Func<HttpMessageHandler, HttpMessageHandler>? repeating = null
    )
    {
        HttpMessageHandler handler = redactor is null ? CreateHandler(cloud) : new CredentialRedactionHandler(redactor, CreateHandler(cloud));
        return new(repeating is null ? handler : repeating(handler)) { Timeout = timeout ?? Timeout.InfiniteTimeSpan };
    }

    /// <summary>A managed identity service: it has rules of its own, since on most machines there is none.</summary>
    public static bool IsOnThisMachine(HttpRequestMessage request) =>
        request.Options.TryGetValue(ManagedIdentityTokens.IsManagedIdentity, out var marked) && marked;

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
            host.IsLoopback || host.Host == ManagedIdentityTokens.MetadataHost || HttpClient.DefaultProxy.IsBypassed(host);
    }
}
