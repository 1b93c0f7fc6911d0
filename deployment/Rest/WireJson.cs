using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest;

/// <summary>JSON as the workspace writes and reads it: numbers exact, texts that look like dates left alone, nulls sent.</summary>
public static class WireJson
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static byte[] Write(JToken json) => Utf8.GetBytes(json.ToString(Formatting.None));

    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    public static JToken Read(string text) => Read(new StringReader(text));

    /// <exception cref="JsonException">The bytes are not one JSON value.</exception>
    public static JToken Read(byte[] utf8)
    {
        // Never as a text in between, which would be twice as large again.
        using var text = new StreamReader(new MemoryStream(utf8), Utf8);
        return Read(text);
    }

    /// <summary>The JSON object in these bytes, or null when they hold anything else.</summary>
    public static JObject? ReadObject(byte[] utf8)
    {
        try
        {
            return Read(utf8) as JObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JToken Read(TextReader text)
    {
        using var reader = new JsonTextReader(text)
        {
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Decimal,
            MaxDepth = 256,
        };
        var json = JToken.ReadFrom(reader);
        if (reader.Read())
            throw new JsonReaderException("There is more text after the JSON value.");

        return json;
    }
}
