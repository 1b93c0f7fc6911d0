using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest;

/// <summary>
/// Puts JSON that stands in texts, such as the rules of a cluster policy, into the document itself, so that the fields in it are seen.
/// </summary>
internal sealed class OpenedTexts
{
    private readonly List<(JToken Json, JToken Before, JValue Text)> opened = [];

    /// <param name="json">Is changed in place.</param>
    /// <param name="isLeft">Texts that are not looked into.</param>
    public static OpenedTexts In(JToken json, Func<JValue, bool> isLeft)
    {
        var texts = new OpenedTexts();
        texts.Open(json, isLeft);
        return texts;
    }

    /// <summary>Makes them texts again; those in which nothing was changed stay as they were written.</summary>
    public void Close()
    {
        // Those inside first.
        foreach (var (json, before, text) in Enumerable.Reverse(opened))
            json.Replace(JToken.DeepEquals(json, before) ? text : new JValue(json.ToString(Formatting.None)));
    }

    private void Open(JToken json, Func<JValue, bool> isLeft)
    {
        foreach (var value in ((json as JContainer)?.Descendants() ?? []).OfType<JValue>().ToList())
            if (value.Value is string text && !isLeft(value) && Parse(text) is { } inner)
            {
                value.Replace(inner);
                opened.Add((inner, inner.DeepClone(), value));
                Open(inner, isLeft);
            }
    }

    private static JToken? Parse(string text)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..])
            return null;

        try
        {
            return WireJson.Read(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
