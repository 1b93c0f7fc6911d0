using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Layercake.Testing;

namespace Layercake.Identity.Tests.Support;

/// <summary>Certificates of one day's length for tests.</summary>
internal static class TestCertificates
{
    public static DateTimeOffset Start { get; } = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static X509Certificate2 Make(RSA key, TimeSpan? lifetime = null) =>
        new CertificateRequest("CN=deploy", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(
            Start,
            Start + (lifetime ?? TimeSpan.FromDays(1))
        );

    public static string Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem();

    public static string Write(this TempDirectory folder, string name, byte[] bytes)
    {
        File.WriteAllBytes(folder[name], bytes);
        return folder[name];
    }
}
