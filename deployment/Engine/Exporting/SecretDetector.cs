using System.Globalization;
using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;
using Layercake.Engine.Secrets;
using Layercake.Secrecy;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>Finds secret values in what is exported, and replaces them by their references.</summary>
/// <param name="known">The secrets that this run knows, each with its reference as a declaration writes it.</param>
internal sealed partial class SecretDetector(IReadOnlyList<(string Reference, string Value)> known)
{
    /// <summary>The openings that a declaration reads as a reference or a variable.</summary>
    private static readonly string[] ReferenceOpenings = ["${secret.", "${var.", "${env.", "${git."];

    /// <summary>A shorter value counts only as a whole text: inside of other texts it occurs by chance.</summary>
    private const int ShortestPart = 8;

    private readonly List<(string Reference, string Value)> searchable =
    [
        .. known
            .Where(secret => secret.Value.Trim().Length >= Redactor.ShortestValue)
            .OrderByDescending(secret => secret.Value.Length)
            .ThenBy(secret => secret.Reference, StringComparer.Ordinal)
            .DistinctBy(secret => secret.Value),
    ];

    /// <summary>Changes the document in place.</summary>
    /// <param name="excluded">Values that stay as they are, since no reference can stand there.</param>
    /// <param name="declared">The document in the file and the one that was deployed. Secrets that are too short to be searched for are
    /// replaced only in fields where these refer to them.</param>
    public void Replace(JObject document, IReadOnlyList<JObject> declared, IReadOnlySet<JValue> excluded)
    {
        var declaredUses = declared
            .SelectMany(SecretText.In)
            .Where(use => known.Any(secret => secret.Reference == use.Text.Written))
            .Select(use => (Field: (use.Token.Parent as JProperty)?.Name, use.Text.Written))
            .ToHashSet();
        var values = document.Descendants().OfType<JValue>().Where(value => value.Value is string && !excluded.Contains(value)).ToList();
        foreach (var value in values)
        {
            var text = (string)value.Value!;
            var field = (value.Parent as JProperty)?.Name;
            var sameUse = known.FirstOrDefault(secret => secret.Value == text && declaredUses.Contains((field, secret.Reference)));
            value.Value = sameUse.Reference ?? searchable.FirstOrDefault(secret => secret.Value == text).Reference ?? ToDeclared(text);
        }
    }

    /// <summary>The text with references in place of secret values; the text itself when it has none.</summary>
    public string WithReferences(string text) =>
        searchable.FirstOrDefault(secret => secret.Value == text).Reference ?? ReplaceSecrets(text, rest => rest);

    /// <summary>The text as a declaration writes it: with references, and with <c>$${</c> for <c>${</c> where that is needed.</summary>
    public string ToDeclared(string text) =>
        ReplaceSecrets(text, Escaped);

    /// <summary>The text with <c>$${</c> for <c>${</c> where a declaration would read something else in it.</summary>
    public static string Escaped(string text) =>
        HasReferenceSyntax(text) ? text.Replace("${", "$${", StringComparison.Ordinal) : text;

    private string ReplaceSecrets(string text, Func<string, string> rest)
    {
        foreach (var secret in searchable.Where(secret => secret.Value.Length >= ShortestPart))
            if (text.IndexOf(secret.Value, StringComparison.Ordinal) is >= 0 and var at)
                return ReplaceSecrets(text[..at], rest) + secret.Reference + ReplaceSecrets(text[(at + secret.Value.Length)..], rest);

        return rest(text);
    }

    /// <summary>Whether a declaration would read a reference, a variable or an escape in the text.</summary>
    public static bool HasReferenceSyntax(string text) =>
        text.Contains("$${", StringComparison.Ordinal)
        || ReferenceOpenings.Any(opening => text.Contains(opening, StringComparison.Ordinal));

    /// <summary>The reference of a known secret whose value is still in the text; null when there is none.</summary>
    /// <remarks>
    /// Finds the value also without the blanks and line ends around it. A person or a sign-in removes those, and no reference stands for
    /// such a value.
    /// </remarks>
    public string? FindIn(string text) =>
        searchable
            .Select(secret => (secret.Reference, Value: secret.Value.Trim()))
            .FirstOrDefault(secret => secret.Value.Length >= ShortestPart && HoldsValue(text, secret.Value))
            .Reference;

    private static bool HoldsValue(string text, string value) =>
        text.Contains(value, StringComparison.Ordinal) || text.Contains(JsonConvert.ToString(value)[1..^1], StringComparison.Ordinal);

    /// <summary>Fields whose name or value looks like a secret in plain text.</summary>
    public static IEnumerable<JValue> LikelySecrets(JObject document) =>
        document
            .Descendants()
            .OfType<JValue>()
            .Where(value =>
                value.Value is string text
                && !IsReference(text)
                && (
                    (value.Parent is JProperty field && (SecretPatterns.IsIn(text) || IsSecretSetting(field, text)))
                    || IsSecretRule(value, text)
                )
            );

    private static bool IsSecretSetting(JProperty field, string text) =>
        HoldsSettings(field) && SecretName().IsMatch(field.Name) && text.Length >= 8 && !IsHarmless(text);

    /// <summary>What a rule of a cluster policy says of a setting: <c>spark_env_vars.DB_PASSWORD</c>.</summary>
    private static bool IsSecretRule(JValue value, string text) =>
        value.Ancestors().OfType<JProperty>().Take(2).ToList() is [var part, var rule]
        && SecretFieldNames.AreNamedElsewhere(part.Name)
        && rule.Name.Split('.', 2) is [var settings, var name]
        && SettingFields.Hold(settings)
        && SecretName().IsMatch(name)
        && text.Length >= 8
        && !IsHarmless(text);

    private static bool HoldsSettings(JProperty field) =>
        (field.Parent?.Parent as JProperty)?.Name is { } settings && SettingFields.Hold(settings);

    /// <summary>Paths, class names and numbers are common values of settings whose names contain "token" or "key".</summary>
    private static bool IsHarmless(string text) =>
        text.StartsWith('/')
        || text.StartsWith("https://", StringComparison.Ordinal)
        || text.StartsWith("org.", StringComparison.Ordinal)
        || text.StartsWith("com.", StringComparison.Ordinal)
        || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool IsReference(string text) =>
        text.Contains("{{", StringComparison.Ordinal) || text.Contains(SecretReference.Opening, StringComparison.Ordinal);

    [GeneratedRegex(
        // Passwords and tokens, also abbreviated.
        "secret|passw|pwd|(^|[-_.])pw($|[-_.])|token|credential"
            // Keys of a service; "key" alone is too common.
            + "|api[-_.]?key|account[-_.]?key|access[-_.]?key|private[-_.]?key"
            // Ways to sign in to storage.
            + "|connection[-_.]?string|\\bsas\\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex SecretName();
}
