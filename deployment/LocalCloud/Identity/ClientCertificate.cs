using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Identity;

/// <summary>A certificate with its key that the deployment's application may sign in with.</summary>
/// <remarks>Made when it is first asked for: an RSA key takes longer than all the rest of a start.</remarks>
internal sealed class ClientCertificate(CloudAccounts accounts)
{
    private const string Name = "client_certificate";

    public string CertificatePem => (string)Made()["certificate"]!;

    /// <summary>PKCS #8.</summary>
    public string KeyPem => (string)Made()["key_secret"]!;

    /// <summary>Certificate and key without a password.</summary>
    public byte[] Pfx()
    {
        using var certificate = X509Certificate2.CreateFromPem(CertificatePem, KeyPem);
        return certificate.Export(X509ContentType.Pkcs12);
    }

    /// <summary>
    /// The certificate without its key, or null when nobody asked for it, so that nobody can have the key; the caller disposes of it.
    /// </summary>
    public X509Certificate2? IfMade() =>
        accounts.Recall(Name) is { } made ? X509Certificate2.CreateFromPem((string)made["certificate"]!) : null;

    private JObject Made() => accounts.Remember(Name, Create);

    private static JObject Create()
    {
        // Clients judge it by their own clocks, and tests run with clocks of any year.
        var now = TimeProvider.System.GetUtcNow();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=layercake-deployment", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(now.AddYears(-2), now.AddYears(2));
        return new JObject
        {
            ["certificate"] = certificate.ExportCertificatePem() + "\n",
            ["key_secret"] = key.ExportPkcs8PrivateKeyPem() + "\n",
        };
    }
}
