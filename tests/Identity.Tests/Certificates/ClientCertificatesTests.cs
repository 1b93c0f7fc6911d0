using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Layercake.Identity.Certificates;
using Layercake.Identity.Tests.Support;
using Layercake.Testing;

namespace Layercake.Identity.Tests.Certificates;

public sealed class ClientCertificatesTests : IDisposable
{
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    private readonly TempDirectory folder = new();
    private readonly ManualClock clock = new();
    private readonly RSA key = RSA.Create(2048);
    private readonly X509Certificate2 certificate;

    public ClientCertificatesTests() => certificate = TestCertificates.Make(key);

    public void Dispose()
    {
        certificate.Dispose();
        key.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_PFX_is_read_with_and_without_a_password()
    {
        Assert.Equal(certificate.Thumbprint, Read(folder.Write("plain.pfx", certificate.Export(X509ContentType.Pfx))).Thumbprint);
        Assert.Equal(
            certificate.Thumbprint,
            Read(folder.Write("locked.p12", certificate.Export(X509ContentType.Pfx, "pw")), password: "pw").Thumbprint
        );
    }

    [Fact]
    public void A_PEM_pair_is_read_from_one_file_or_from_two()
    {
        var pem = TestCertificates.Pem(certificate);
        var pair = folder.Write("cert.pem", pem);

        Assert.True(Read(folder.Write("both.pem", pem + "\n" + key.ExportPkcs8PrivateKeyPem())).HasPrivateKey);
        Assert.True(Read(pair, folder.Write("cert.key", key.ExportRSAPrivateKeyPem())).HasPrivateKey);
        Assert.True(Read(pair, folder.Write("locked.key", key.ExportEncryptedPkcs8PrivateKeyPem("pw", Encryption)), "pw").HasPrivateKey);
    }

    [Fact]
    public void A_certificate_from_the_vault_is_a_PFX_in_base64_or_PEM()
    {
        var pfx = Convert.ToBase64String(certificate.Export(X509ContentType.Pfx));
        var pem = key.ExportPkcs8PrivateKeyPem() + "\n" + TestCertificates.Pem(certificate);

        Assert.Equal(certificate.Thumbprint, ClientCertificates.FromVault(pfx, "vault", null, clock).Thumbprint);
        Assert.True(ClientCertificates.FromVault(pem, "vault", null, clock).HasPrivateKey);
    }

    [Fact]
    public void What_cannot_be_used_says_which_file_and_what_to_do()
    {
        var pem = folder.Write("cert.pem", TestCertificates.Pem(certificate));
        using var other = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Fails("has no private key. Give the file that has both, or name the key's file in private_key_file.", pem);
        Fails(
            "is encrypted. Put its password into the vault and the secret's name into secret_names.certificate_password, or decrypt it",
            pem,
            folder.Write("locked.key", key.ExportEncryptedPkcs8PrivateKeyPem("pw", Encryption))
        );
        Fails("the password from the vault is not its own", pem, folder["locked.key"], "wrong");
        Fails("is not that of the certificate in", pem, folder.Write("other.key", other.ExportPkcs8PrivateKeyPem()));
        Fails("cannot be read as an RSA key in PEM", pem, folder.Write("ec.key", curve.ExportPkcs8PrivateKeyPem()));
        Fails("holds no private key in PEM", pem, pem);
        Fails(
            "it has a password. Put the password into the vault",
            folder.Write("locked.pfx", certificate.Export(X509ContentType.Pfx, "pw"))
        );
        Fails("holds no certificate that can be read", folder.Write("notes.pem", "hello"));
    }

    [Fact]
    public void An_expired_certificate_says_since_when()
    {
        var both = folder.Write("both.pem", TestCertificates.Pem(certificate) + "\n" + key.ExportPkcs8PrivateKeyPem());

        clock.Advance(TimeSpan.FromDays(1));
        Fails("expired on 2026-03-03 00:00 UTC. Make a new one and add it to the application.", both);
    }

    [Fact]
    public void A_thumbprint_must_be_that_of_the_certificate()
    {
        var both = folder.Write("both.pem", TestCertificates.Pem(certificate) + "\n" + key.ExportPkcs8PrivateKeyPem());
        var sha256 = certificate.GetCertHashString(HashAlgorithmName.SHA256);

        Assert.NotNull(ClientCertificates.Read(File(both), null, null, Thumbprint.TryParse(sha256.ToLowerInvariant()), clock));
        var failure = Assert.Throws<CertificateException>(() =>
            ClientCertificates.Read(File(both), null, null, Thumbprint.TryParse(new string('a', 40)), clock)
        );
        Assert.EndsWith(
            $"has the thumbprint {certificate.Thumbprint}, and cert_thumbprint says {new string('A', 40)}. Correct one of them.",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("\u200e0a 1b 2c 3d 4e 5f 60 71 82 93 0a 1b 2c 3d 4e 5f 60 71 82 93", "0A1B2C3D4E5F607182930A1B2C3D4E5F60718293")]
    [InlineData("0A:1B:2C:3D:4E:5F:60:71:82:93:0A:1B:2C:3D:4E:5F:60:71:82:93", "0A1B2C3D4E5F607182930A1B2C3D4E5F60718293")]
    [InlineData("0A1B2C3D4E5F607182930A1B2C3D4E5F607182", null)]
    [InlineData("XA1B2C3D4E5F607182930A1B2C3D4E5F60718293", null)]
    public void A_thumbprint_is_read_as_dialogs_show_it(string text, string? expected) =>
        Assert.Equal(expected, Thumbprint.TryParse(text)?.Digits);

    private X509Certificate2 Read(string file, string? keyFile = null, string? password = null) =>
        ClientCertificates.Read(File(file), keyFile is null ? null : File(keyFile), password, null, clock);

    private static CredentialFile File(string path) => new(path, System.IO.File.ReadAllBytes(path));

    private void Fails(string words, string file, string? keyFile = null, string? password = null) =>
        Assert.Contains(words, Assert.Throws<CertificateException>(() => Read(file, keyFile, password)).Message, StringComparison.Ordinal);
}
