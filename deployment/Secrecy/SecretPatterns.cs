using System.Text.RegularExpressions;

namespace Layercake.Secrecy;

/// <summary>
/// Recognises secrets by their form, without knowing their values: access tokens, private keys, passwords in connection strings and in
/// addresses.
/// </summary>
public static partial class SecretPatterns
{
    public static bool IsIn(string text) => Patterns().Matches(text).Any(match => !SecretReferencePatterns.IsAllOf(match.Value));

    /// <summary>Blanks such secrets. References stay, also in the place of a password: <c>password=${secret.db-password}</c>.</summary>
    public static string Blanked(string text) => Patterns().Replace(text, match => SecretReferencePatterns.BlankOthers(match.Value));

    [GeneratedRegex(
        // An access token of Databricks.
        "(dapi[0-9a-f]{32}(-[0-9]+)?"
            // A JSON web token.
            + "|eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*"
            // A private key in PEM, to the end of the text.
            + "|-----BEGIN[^-]*PRIVATE KEY-----.*"
            // The password of an address: https://user:password@host.
            + "|(?<=://[^/\\s:@\"]*:)[^/\\s@\"]+(?=@)"
            // A value in a connection string or in a signed address.
            + "|(?<=(AccountKey|SharedAccessKey|[?&]sig|[Pp]assword|[Pp]wd)=)[^;&\\s\"]+)",
        RegexOptions.Singleline
    )]
    private static partial Regex Patterns();
}
