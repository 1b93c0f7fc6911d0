using System.Globalization;
using System.Text.RegularExpressions;
using Layercake.Engine.Secrets;
using Layercake.Secrecy;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>Sees to it that no known secret gets into a file: in a document its reference takes its place.</summary>
/// <param name="known">The secrets of the vault that this run knows, by what a declaration calls them.</param>
internal sealed partial class SecretDetector(IReadOnlyList<(string Reference, string Value)> known)
{
    /// <summary>What begins a text that Git would give a meaning to.</summary>
    private static readonly string[] Meanings = ["${secret.", "${var.", "${env.", "${git."];

    /// <summary>A shorter value is looked for as a whole text only: inside of others it occurs by chance.</summary>
    private const int ShortestPart = 8;

    private readonly List<(string Reference, string Value)> findable =
    [
        .. known
            .Where(secret => secret.Value.Trim().Length >= Redactor.ShortestValue)
            .OrderByDescending(secret => secret.Value.Length)
            .ThenBy(secret => secret.Reference, StringComparer.Ordinal)
            .DistinctBy(secret => secret.Value),
    ];

    /// <summary>Changes the document in place.</summary>
    /// <param name="spared">Where no reference can stand.</param>
    /// <param name="declared">What the file says until now, and what was deployed, which may tell secrets too short to be recognised
    /// anywhere.</param>
    public void Replace(JObject document, IReadOnlyList<JObject> declared, IReadOnlySet<JValue> spared)
    {
        var shortOnes = declared
            .SelectMany(SecretText.In)
            .Where(use => known.Any(secret => secret.Reference == use.Text.Written))
            .Select(use => (Field: (use.Token.Parent as JProperty)?.Name, use.Text.Written))
            .ToHashSet();
        foreach (
            var value in document.Descendants().OfType<JValue>().Where(value => value.Value is string && !spared.Contains(value)).ToList()
        )
        {
            var text = (string)value.Value!;
            var field = (value.Parent as JProperty)?.Name;
            var own = known.FirstOrDefault(secret => secret.Value == text && shortOnes.Contains((field, secret.Reference)));
            value.Value = own.Reference ?? findable.FirstOrDefault(secret => secret.Value == text).Reference ?? Written(text);
        }
    }

    /// <summary>The text with references in place of the values that are in it; the text itself when there are none.</summary>
    public string Named(string text) => findable.FirstOrDefault(secret => secret.Value == text).Reference ?? Spliced(text, rest => rest);

    /// <summary>How Git writes that text.</summary>
    public string Written(string text) =>
        Spliced(text, rest => IsMisread(rest) ? rest.Replace("${", "$${", StringComparison.Ordinal) : rest);

    private string Spliced(string text, Func<string, string> rest)
    {
        foreach (var secret in findable.Where(secret => secret.Value.Length >= ShortestPart))
            if (text.IndexOf(secret.Value, StringComparison.Ordinal) is >= 0 and var at)
                return Spliced(text[..at], rest) + secret.Reference + Spliced(text[(at + secret.Value.Length)..], rest);

        return rest(text);
    }

    /// <summary>Whether a text would mean something else in a declaration.</summary>
    public static bool IsMisread(string text) =>
        text.Contains("$${", StringComparison.Ordinal) || Meanings.Any(meaning => text.Contains(meaning, StringComparison.Ordinal));

    /// <summary>The reference of a known secret that is in the text after all.</summary>
    /// <remarks>
    /// Also without the blanks and line ends around it, which what signs in or a person cuts off: no reference stands for that.
    /// </remarks>
    public string? In(string text) =>
        findable
            .Select(secret => (secret.Reference, Value: secret.Value.Trim()))
            .FirstOrDefault(secret => secret.Value.Length >= ShortestPart && Holds(text, secret.Value))
            .Reference;

    private static bool Holds(string text, string value) =>
        text.Contains(value, StringComparison.Ordinal) || text.Contains(JsonConvert.ToString(value)[1..^1], StringComparison.Ordinal);

    /// <summary>Fields that by their name or look hold a secret in plain text.</summary>
    public static IEnumerable<JValue> Suspects(JObject document) =>
        document
            .Descendants()
            .OfType<JValue>()
            .Where(value =>
                value is { Value: string text, Parent: JProperty field }
                && !IsReference(text)
                && (SecretPatterns.IsIn(text) || (HoldsSettings(field) && SecretName().IsMatch(field.Name) && text.Length >= 8 && !IsPlain(text)))
            );

    private static bool HoldsSettings(JProperty field) =>
        (field.Parent?.Parent as JProperty)?.Name is { } settings && SettingFields.Hold(settings);

    /// <summary>Places, classes and numbers often stand in settings that are named after tokens and keys.</summary>
    private static bool IsPlain(string text) =>
        text.StartsWith('/')
        || text.StartsWith("https://", StringComparison.Ordinal)
        || text.StartsWith("org.", StringComparison.Ordinal)
        || text.StartsWith("com.", StringComparison.Ordinal)
        || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool IsReference(string text) =>
        text.Contains("{{", StringComparison.Ordinal) || text.Contains(SecretReference.Opening, StringComparison.Ordinal);

    [GeneratedRegex(
        "secret|passw|pwd|(^|[-_.])pw($|[-_.])|token|credential|api[-_.]?key|account[-_.]?key|access[-_.]?key|private[-_.]?key|connection[-_.]?string|\\bsas\\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex SecretName();
}
