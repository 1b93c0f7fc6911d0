using System.Text.RegularExpressions;

namespace Layercake.Secrecy;

/// <summary>
/// Texts that name a secret in place of its value, which anyone may read: <c>${secret.db-password}</c>, <c>{{secrets/scope/key}}</c>.
/// </summary>
public static partial class SecretReferencePatterns
{
    /// <summary>Whether the text is made of nothing but such names.</summary>
    public static bool IsAllOf(string text) => text.Length > 0 && Mentions().Replace(text, "").Length == 0;

    /// <summary>The text with whatever stands between such names blanked.</summary>
    internal static string Alone(string text)
    {
        var kept = Mentions().Matches(text);
        if (kept.Count == 0)
            return Redactor.Blank;

        var between = Mentions().Split(text).Select(part => part.Length == 0 ? "" : Redactor.Blank).ToList();
        return string.Concat(between.Select((part, i) => i < kept.Count ? part + kept[i].Value : part));
    }

    /// <summary>Where such names stand.</summary>
    internal static IReadOnlyList<(int Start, int End)> Places(string text) =>
        text.Contains("${", StringComparison.Ordinal) || text.Contains("{{secrets/", StringComparison.Ordinal)
            ? [.. Mentions().Matches(text).Select(match => (match.Index, match.Index + match.Length))]
            : [];

    /// <summary>As declarations name secrets, as plans do (vault, name and version), and as the workspace itself does.</summary>
    [GeneratedRegex(
        @"\$\{(?:secret\.[0-9A-Za-z-]{1,127}(?:@[0-9A-Za-z]{1,127})?|[0-9A-Za-z-]{1,64}/[0-9A-Za-z-]{1,127}/(?:[0-9A-Za-z]{1,127}|\?))\}|\{\{secrets/[^/{}\s]{1,128}/[^/{}\s]{1,128}\}\}"
    )]
    private static partial Regex Mentions();
}
