using System.Text;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Build.Text;

/// <summary>Shows the two values of a field in little room: of long ones what is around their first difference.</summary>
internal static class DifferenceText
{
    /// <summary>How much of what is alike is shown before the difference.</summary>
    private const int Before = 20;

    private const string Cut = "…";

    /// <param name="longest">The most letters of a value that are shown.</param>
    /// <param name="redact">Takes secrets out, before anything is cut: half of one nobody would find.</param>
    /// <param name="form">How a value is written; compact JSON by default.</param>
    /// <returns>Null for a value that is not set.</returns>
    public static (string? Old, string? New) Of(
        FieldChange field,
        int longest,
        Func<string, string> redact,
        Func<JToken, string>? form = null
    )
    {
        var (before, after) = InOneForm(field.Old, field.New);
        var (old, now) = (Text(before), Text(after));
        var from = old is null || now is null || Math.Max(old.Length, now.Length) <= longest ? 0 : Start(old, now);
        return (Part(old, from, longest), Part(now, from, longest));

        string? Text(JToken? value) => value is null ? null : redact(form is null ? value.ToString(Formatting.None) : form(value));
    }

    /// <summary>
    /// Texts that hold JSON differ in more than they say, by their spaces and the order of their members; where they differ in nothing
    /// else, that is the difference.
    /// </summary>
    private static (JToken? Old, JToken? New) InOneForm(JToken? old, JToken? now) =>
        Canonical(old) is { } before && Canonical(now) is { } after && before != after ? (before, after) : (old, now);

    /// <summary>Null for a text that the one form would not say whole: with members of one name, or with more behind the object.</summary>
    private static string? Canonical(JToken? value) =>
        value is JValue { Value: string text }
        && text.TrimStart().StartsWith('{')
        && JsonText.Parse(Encoding.UTF8.GetBytes(text), "", []) is { } document
            ? JsonValues.Canonical(document)
            : null;

    private static int Start(string old, string now)
    {
        var alike = old.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        return alike <= Before + Cut.Length ? 0 : alike - Before;
    }

    private static string? Part(string? text, int from, int longest)
    {
        if (text is null)
            return null;

        var start = from < text.Length && char.IsLowSurrogate(text[from]) ? from + 1 : Math.Min(from, text.Length);
        var end = Math.Min(text.Length, start + longest);
        if (end < text.Length && char.IsLowSurrogate(text[end]))
            end--;

        return (start > 0 ? Cut : "") + text[start..end] + (end < text.Length ? Cut : "");
    }
}
