using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Fields;

/// <summary>Brings a value into the one form in which both sides of a comparison are alike when they mean the same.</summary>
internal static class ComparedValue
{
    public static JToken Of(JToken value, FieldSchema? field)
    {
        if (field is null)
            return value;
        if (value is not JArray list)
            return One(value, field);

        var entries = list.Select(entry => One(entry, field));
        return new JArray(field.IsUnordered ? entries.OrderBy(JsonValues.Canonical, StringComparer.Ordinal) : entries);
    }

    private static JToken One(JToken value, FieldSchema field)
    {
        if (value is not JValue { Value: string text })
            return value;

        return field.Aliases.TryGetValue(text, out var read) ? read
            : field.Rule == ValueRule.FixedInAnyCase || field.Form == TextForm.AnyCase ? text.ToUpperInvariant()
            : field.Form == TextForm.WorkspacePath ? WorkspacePath.WithoutEnds(text)
            : field.Form == TextForm.Lines ? text.Replace("\r\n", "\n", StringComparison.Ordinal)
            : field.Form == TextForm.Json ? Parsed(text)
            : value;
    }

    /// <summary>What the text says as JSON; the text itself when it is none.</summary>
    private static JToken Parsed(string text)
    {
        try
        {
            // Texts that look like dates stay texts.
            using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
            return JToken.Load(reader, new JsonLoadSettings { CommentHandling = CommentHandling.Ignore });
        }
        catch (JsonReaderException)
        {
            return text;
        }
    }
}
