using System.Text.RegularExpressions;

namespace Layercake.Secrecy;

/// <summary>
/// Secrets that give themselves away, though nobody registered them: access tokens, private keys, passwords in connection strings.
/// </summary>
public static partial class SecretPatterns
{
    public static bool IsIn(string text) => Looks().Matches(text).Any(match => !SecretReferencePatterns.IsAllOf(match.Value));

    /// <summary>What names a secret stays, also where a password would stand: <c>password=${secret.db-password}</c>.</summary>
    public static string Blanked(string text) => Looks().Replace(text, match => SecretReferencePatterns.Alone(match.Value));

    [GeneratedRegex(
        "(dapi[0-9a-f]{32}(-[0-9]+)?|eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*|-----BEGIN[^-]*PRIVATE "
            + "KEY-----.*|(?<=(AccountKey|SharedAccessKey|[?&]sig|[Pp]assword|[Pp]wd)=)[^;&\\s\"]+)",
        RegexOptions.Singleline
    )]
    private static partial Regex Looks();
}
