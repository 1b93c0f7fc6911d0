using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Layercake.Identity.Certificates;

/// <summary>A certificate or a key cannot be used; the message says which and what to do.</summary>
public sealed class CertificateException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Reads what an application signs in with: a PFX, a certificate and its key in PEM, or a key alone.</summary>
public static class ClientCertificates
{
    /// <summary>A certificate with its key from files.</summary>
    /// <param name="certificate">A PFX (<c>.pfx</c>, <c>.p12</c>), or PEM.</param>
    /// <param name="key">The key of a PEM certificate that stands in a file of its own.</param>
    /// <param name="password">Of the PFX or of the encrypted key.</param>
    /// <exception cref="CertificateException">It cannot be read, has no key, is not RSA, or is not valid now.</exception>
    public static X509Certificate2 Read(
        CredentialFile certificate,
        CredentialFile? key,
        string? password,
        Thumbprint? expected,
        TimeProvider clock
    ) =>
        Checked(
            certificate.Path,
            expected,
            clock,
            IsPfx(certificate.Path)
                ? Pfx(certificate.Bytes, certificate.Path, password)
                : Pem(certificate.Text, certificate.Path, key, password)
        );

    /// <summary>A certificate from its secret in a Key Vault: a PFX in base64, or PEM.</summary>
    /// <inheritdoc cref="Read"/>
    public static X509Certificate2 FromVault(string value, string source, Thumbprint? expected, TimeProvider clock) =>
        Checked(
            source,
            expected,
            clock,
            value.Contains("-----BEGIN", StringComparison.Ordinal)
                ? Pem(value, source, null, null)
                : Pfx(Bytes(value, source), source, null)
        );

    /// <summary>A private key from a PEM file.</summary>
    /// <exception cref="CertificateException">It cannot be read, is encrypted with no password at hand, or is not RSA.</exception>
    public static RSA ReadKey(CredentialFile key, string? password) => Key(key.Text, key.Path, password);

    public static bool IsPfx(string file) => Path.GetExtension(file).ToLowerInvariant() is ".pfx" or ".p12";

    private static X509Certificate2 Checked(string source, Thumbprint? expected, TimeProvider clock, X509Certificate2 certificate)
    {
        var now = clock.GetUtcNow();
        var problem = certificate switch
        {
            { HasPrivateKey: false } =>
                $"The certificate in {source} has no private key. Give the file that has both, or name the key's file in private_key_file.",
            _ when certificate.GetRSAPublicKey() is null =>
                $"The certificate in {source} is not of type RSA, and Microsoft Entra takes no other. Make an RSA one.",
            _ when certificate.NotAfter.ToUniversalTime() <= now =>
                $"The certificate in {source} expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC. Make a new "
                    + $"one and add it to the application.",
            _ when certificate.NotBefore.ToUniversalTime() > now =>
                $"The certificate in {source} is not valid before {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC.",
            _ when expected?.IsOf(certificate) == false =>
                $"The certificate in {source} has the thumbprint {certificate.Thumbprint}, and cert_thumbprint says {expected}. "
                    + $"Correct one of them.",
            _ => null,
        };
        return problem is null ? certificate : throw new CertificateException(problem);
    }

    private static X509Certificate2 Pfx(byte[] bytes, string source, string? password)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12(bytes, password);
        }
        catch (CryptographicException exception)
        {
            throw new CertificateException(
                password is null
                    ? $"{source} cannot be read: it is no PFX, or it has a password. Put the password into the vault and its "
                        + $"secret's name into secret_names.certificate_password."
                    : $"{source} cannot be read: it is no PFX, or the password from the vault is not its own.",
                exception
            );
        }
    }

    private static X509Certificate2 Pem(string text, string source, CredentialFile? keyFile, string? password)
    {
        var certificate = Guard(source, () => X509Certificate2.CreateFromPem(text));
        if (certificate.GetRSAPublicKey() is null || (keyFile is null && !text.Contains("PRIVATE KEY", StringComparison.Ordinal)))
            return certificate;

        using (certificate)
        using (var key = Key(keyFile?.Text ?? text, keyFile?.Path ?? source, password))
            try
            {
                return certificate.CopyWithPrivateKey(key);
            }
            catch (ArgumentException exception)
            {
                throw new CertificateException(
                    $"The key in {keyFile?.Path ?? source} is not that of the certificate in {source}. Give the one it was made with.",
                    exception
                );
            }
    }

    private static RSA Key(string text, string source, string? password)
    {
        var isEncrypted = text.Contains("ENCRYPTED", StringComparison.Ordinal);
        if (isEncrypted && password is null)
            throw new CertificateException(
                $"The key in {source} is encrypted. Put its password into the vault and the secret's name into "
                    + $"secret_names.certificate_password, or decrypt it: openssl pkey -in {Path.GetFileName(source)} -out plain.key"
            );
        if (!text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw new CertificateException(
                $"{source} holds no private key in PEM: no line says -----BEGIN PRIVATE KEY-----. Give the key's file."
            );

        var key = RSA.Create();
        try
        {
            if (isEncrypted)
                key.ImportFromEncryptedPem(text, password);
            else
                key.ImportFromPem(text);

            return key;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new CertificateException(
                isEncrypted
                    ? $"The key in {source} cannot be read: the password from the vault is not its own, or it is not of type RSA."
                    : $"The key in {source} cannot be read as an RSA key in PEM; Microsoft Entra takes no other type. Make an RSA one.",
                exception
            );
        }
    }

    private static byte[] Bytes(string base64, string source) => Guard(source, () => Convert.FromBase64String(base64));

    private static T Guard<T>(string source, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException)
        {
            throw new CertificateException(
                $"{source} holds no certificate that can be read. Give a PFX, or PEM with a line -----BEGIN CERTIFICATE-----.",
                exception
            );
        }
    }
}
