using System.Text.RegularExpressions;

namespace Layercake.Secrecy;

/// <summary>
/// Finds references to secrets, which are not secret themselves: <c>${secret.db-password}</c>, <c>{{secrets/scope/key}}</c>.
/// </summary>
public static partial class SecretReferencePatterns
{
    /// <summary>Whether the text consists only of references.</summary>
    public static bool IsAllOf(string text) => text.Length > 0 && References().Replace(text, "").Length == 0;

    /// <summary>The text with everything but the references blanked.</summary>
    internal static string BlankOthers(string text)
    {
        var kept = References().Matches(text);
        if (kept.Count == 0)
            return Redactor.Blank;

        var between = References().Split(text).Select(part => part.Length == 0 ? "" : Redactor.Blank).ToList();
        return string.Concat(between.Select((part, i) => i < kept.Count ? part + kept[i].Value : part));
    }

    /// <summary>The positions of the references.</summary>
    internal static IReadOnlyList<(int Start, int End)> Places(string text) =>
        text.Contains("${", StringComparison.Ordinal) || text.Contains("{{secrets/", StringComparison.Ordinal)
            ? [.. References().Matches(text).Select(match => (match.Index, match.Index + match.Length))]
            : [];

    [GeneratedRegex(
        // In a declaration: ${secret.NAME} or ${secret.NAME@VERSION}.
        @"\$\{(?:secret\.[0-9A-Za-z-]{1,127}(?:@[0-9A-Za-z]{1,127})?"
            // In a plan: ${VAULT/NAME/VERSION}, with ? for an unknown version.
            + @"|[0-9A-Za-z-]{1,64}/[0-9A-Za-z-]{1,127}/(?:[0-9A-Za-z]{1,127}|\?))\}"
            // In the workspace: {{secrets/SCOPE/KEY}}.
            + @"|\{\{secrets/[^/{}\s]{1,128}/[^/{}\s]{1,128}\}\}"
    )]
    private static partial Regex References();
}
