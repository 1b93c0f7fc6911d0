using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Layercake.LocalCloud.Hosting;

/// <summary>The self-signed certificate of the cloud's https port, kept in a directory so that clients may go on trusting it.</summary>
internal static class ServerCertificate
{
    public static string PemPath(string directory) => Path.Combine(directory, "server.pem");

    public static X509Certificate2 LoadOrCreate(string directory)
    {
        // A certificate is judged by the client's clock, which no test moves, hence the system's.
        var now = TimeProvider.System.GetUtcNow();
        var pem = PemPath(directory);
        var keyPem = Path.Combine(directory, "server-key.pem");
        if (File.Exists(pem) && File.Exists(keyPem) && TryLoad(pem, keyPem) is { } kept)
        {
            if (kept.NotAfter.ToUniversalTime() > now.UtcDateTime.AddDays(30))
                return kept;

            kept.Dispose();
        }

        Directory.CreateDirectory(directory);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var created = Create(key, now);
        using (var file = PrivateFile.Create(keyPem))
            file.Write(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));

        File.WriteAllText(pem, created.ExportCertificatePem() + "\n");
        return Usable(X509Certificate2.CreateFromPemFile(pem, keyPem));
    }

    private static X509Certificate2? TryLoad(string pem, string keyPem)
    {
        try
        {
            return Usable(X509Certificate2.CreateFromPemFile(pem, keyPem));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // P-256: a key costs under a millisecond, where RSA would cost a start-up.
    private static X509Certificate2 Create(ECDsa key, DateTimeOffset now)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        var request = new CertificateRequest("CN=Layercake local cloud", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(700));
    }

    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
            return certificate;

        // Windows serves TLS only with a key that its key store knows.
        using (certificate)
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
