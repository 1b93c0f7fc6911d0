using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Layercake.Testing;

/// <summary>Handlers for servers with a certificate of their own.</summary>
public static class Trust
{
    /// <summary>Accepts the certificate in that PEM file and no other.</summary>
    public static SocketsHttpHandler Only(string certificatePem)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(certificatePem);
        var wanted = certificate.GetCertHash(HashAlgorithmName.SHA256);
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, errors) =>
            !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            && presented is X509Certificate2 found
            && CryptographicOperations.FixedTimeEquals(found.GetCertHash(HashAlgorithmName.SHA256), wanted);
        return handler;
    }
}
