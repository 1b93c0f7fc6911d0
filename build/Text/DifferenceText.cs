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
    /// <returns>Null for a value that is not set.</returns>
    public static (string? Old, string? New) Of(FieldChange field, int longest, Func<string, string> redact)
    {
        var (before, after) = InOneForm(field.Old, field.New);
        var (old, now) = (Text(before, redact), Text(after, redact));
        var from = old is null || now is null || Math.Max(old.Length, now.Length) <= longest ? 0 : Start(old, now);
        return (Part(old, from, longest), Part(now, from, longest));
    }

    /// <summary>Texts that hold JSON differ in more than they say, by their spaces and the order of their members.</summary>
    private static (JToken? Old, JToken? New) InOneForm(JToken? old, JToken? now) =>
        Parsed(old) is { } before && Parsed(now) is { } after
            ? (JsonValues.Canonical(before), JsonValues.Canonical(after))
            : (old, now);

    private static JObject? Parsed(JToken? value)
    {
        if (value is not JValue { Value: string text } || !text.TrimStart().StartsWith('{'))
            return null;

        try
        {
            using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
            return JObject.Load(reader);
        }
        catch (JsonReaderException)
        {
            return null;
        }
    }

    private static string? Text(JToken? value, Func<string, string> redact) =>
        value is null ? null : redact(value.ToString(Formatting.None));

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
