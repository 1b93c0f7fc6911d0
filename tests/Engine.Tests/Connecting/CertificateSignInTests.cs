using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Layercake.Engine.Environments;
using Layercake.Identity.Tokens;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Connecting;

public sealed class CertificateSignInTests : SignInTests
{
    [Fact]
    public async Task A_certificate_in_files()
    {
        var certificate = (JObject)await Fixture.AdminAsync("GET", "/apps/deployment/certificate");
        var key = Folder.Write("deploy.key", (string)certificate["key"]!);
        var pem = Folder.Write("deploy.pem", (string)certificate["certificate"]!);
        File.WriteAllBytes(Folder["deploy.pfx"], Convert.FromBase64String((string)certificate["pfx"]!));

        foreach (
            var environment in new[]
            {
                Local with
                {
                    CertificateFile = Folder["deploy.pfx"],
                },
                Local with
                {
                    CertificateFile = pem,
                    PrivateKeyFile = key,
                },
                Local with
                {
                    PrivateKeyFile = key,
                    CertificateThumbprint = (string)certificate["thumbprint"]!,
                },
                Local with
                {
                    PrivateKeyFile = key,
                    CertificateThumbprint = (string)certificate["thumbprint_sha256"]!,
                },
            }
        )
            Assert.Equal(Fixture.Description.ClientId, await WhoAmIAsync(environment with { AuthorityType = "spn-cert" }));

        Assert.Empty(await SecretsReadAsync());
    }

    [Fact]
    public async Task A_certificate_in_the_vault()
    {
        foreach (var name in new[] { Fixture.Description.ClientCertificateSecretName, Fixture.Description.ClientCertificatePemSecretName })
            Assert.Equal(
                Fixture.Description.ClientId,
                await WhoAmIAsync(
                    Local with
                    {
                        AuthorityType = "spn-cert",
                        SecretNames = new SecretNames { Certificate = name },
                    }
                )
            );
    }

    [Fact]
    public async Task A_certificate_that_the_application_does_not_have()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest(
            "CN=other",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var pem = Folder.Write("other.pem", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());

        var failure = await Assert.ThrowsAsync<SignInException>(() =>
            WhoAmIAsync(Local with { AuthorityType = "spn-cert", CertificateFile = pem })
        );

        Assert.Contains("AADSTS700027", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Add that certificate to the application", failure.Message, StringComparison.Ordinal);
    }
}
