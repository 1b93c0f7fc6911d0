using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Http;

/// <summary>Short words for reading and completing the documents of this family.</summary>
internal static class Json
{
    /// <summary>No document of the service is nested deeper, and one that is could exhaust the stack of whoever writes it.</summary>
    public const int Deepest = 48;

    /// <summary>Texts that look like dates stay texts.</summary>
    /// <exception cref="JsonException">It is no JSON object, or too deep.</exception>
    public static JObject Parse(string text) => (JObject)ParseAny(text);

    /// <inheritdoc cref="Parse"/>
    public static JToken ParseAny(string text)
    {
        using var reader = Reader(new StringReader(text));
        return JToken.ReadFrom(reader);
    }

    /// <inheritdoc cref="Parse"/>
    public static JsonTextReader Reader(TextReader text) => new(text) { DateParseHandling = DateParseHandling.None, MaxDepth = Deepest };

    public static JObject? Object(this JObject document, string name) => document[name] as JObject;

    /// <summary>The objects of an array field; none when the field is absent.</summary>
    public static IEnumerable<JObject> Objects(this JObject document, string name) => (document[name] as JArray)?.OfType<JObject>() ?? [];

    /// <summary>The strings of an array field; none when the field is absent.</summary>
    public static IReadOnlyList<string> Texts(this JObject document, string name) =>
        [.. (document[name] as JArray)?.OfType<JValue>().Select(value => value.ToString(CultureInfo.InvariantCulture)) ?? []];

    public static string? Text(this JObject document, string name) =>
        document[name] is JValue { Value: not null } value ? value.ToString(CultureInfo.InvariantCulture) : null;

    public static long? Number(this JObject document, string name) =>
        document[name] is JValue { Type: JTokenType.Integer } value ? (long)value : null;

    public static bool Flag(this JObject document, string name) =>
        document[name] is JValue { Type: JTokenType.Boolean } value && (bool)value;

    /// <summary>Sets a field that is absent; a given 0, false or empty text stays.</summary>
    public static void Default(this JObject document, string name, JToken value)
    {
        if (!document.ContainsKey(name))
            document[name] = value;
    }

    public static JObject Copy(this JObject document) => (JObject)document.DeepClone();

    /// <summary>A copy in which an explicit null is the same as leaving the field out, at any depth.</summary>
    public static JObject WithoutNulls(this JObject document)
    {
        var copy = document.Copy();
        foreach (var property in copy.Descendants().OfType<JProperty>().Where(property => property.Value.Type == JTokenType.Null).ToList())
            property.Remove();

        return copy;
    }
}
