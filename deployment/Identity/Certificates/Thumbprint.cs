using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Layercake.Identity.Certificates;

/// <summary>The fingerprint that a certificate is known by: SHA-1 with 40 hexadecimal digits, or SHA-256 with 64.</summary>
public sealed record Thumbprint
{
    private Thumbprint(string digits) => Digits = digits;

    /// <summary>In capitals.</summary>
    public string Digits { get; }

    public bool IsSha256 => Digits.Length == 64;

    /// <summary>Null when it is none. Spaces, colons and the invisible mark that Windows copies along do not count.</summary>
    public static Thumbprint? TryParse(string text)
    {
        var digits = string.Concat(
            text.Where(character => !char.IsWhiteSpace(character) && character is not (':' or '-' or '\u200e' or '\u200f' or '\ufeff'))
        );
        return digits.Length is 40 or 64 && digits.All(char.IsAsciiHexDigit) ? new Thumbprint(digits.ToUpperInvariant()) : null;
    }

    public bool IsOf(X509Certificate2 certificate) =>
        certificate.GetCertHashString(IsSha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1) == Digits;

    public override string ToString() => Digits;
}
