using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Declarations.Documents;

/// <summary>
/// A field whose text may stand in a file beside the declaration, with the same name and an ending of its own:
/// <c>queries/top.json</c> and <c>queries/top.sql</c>.
/// </summary>
/// <param name="Ending">With its point: <c>.sql</c>.</param>
public sealed record FieldFile(string Field, string Ending)
{
    private const string Declaration = ".json";

    /// <summary>The text is JSON, which an export writes with line breaks.</summary>
    public bool IsJson { get; init; }

    /// <summary>An object can be without the text, as a draft is.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>Whether a file of that path holds such a text.</summary>
    public bool Is(string path) => path.EndsWith(Ending, StringComparison.Ordinal);

    /// <summary>The file with the text of that declaration.</summary>
    public string Of(string declaration) => declaration[..^Declaration.Length] + Ending;

    /// <summary>The declaration that such a text belongs to.</summary>
    public string Owner(string text) => text[..^Ending.Length] + Declaration;

    /// <summary>The text of a file: its line ends are those of one system, and the last one ends the file and is no part of the
    /// text.</summary>
    public static string Read(string content)
    {
        var text = content.Replace("\r\n", "\n", StringComparison.Ordinal);
        return text.EndsWith('\n') ? text[..^1] : text;
    }

    /// <summary>The file of a text.</summary>
    public byte[] Write(string text)
    {
        var content = IsJson ? Indented(text) : text;
        return Encoding.UTF8.GetBytes(content.Replace("\r\n", "\n", StringComparison.Ordinal) + "\n");
    }

    private static string Indented(string text)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(text))
            {
                DateParseHandling = DateParseHandling.None,
                FloatParseHandling = FloatParseHandling.Decimal,
            };
            return JToken.ReadFrom(reader).ToString(Formatting.Indented);
        }
        catch (JsonReaderException)
        {
            return text;
        }
    }
}
