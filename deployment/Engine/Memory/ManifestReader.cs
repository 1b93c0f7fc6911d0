using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Memory;

/// <summary>Reads fields of a manifest and says which of them is not what it has to be.</summary>
/// <param name="path">Of the file in the workspace.</param>
internal sealed class ManifestReader(JObject document, string path)
{
    public int Number(string field) =>
        document[field] is JValue { Type: JTokenType.Integer, Value: long and >= 0 and <= int.MaxValue } number
            ? (int)number
            : throw Wrong(field, "a whole number");

    public string Text(string field) => TextOrNull(field) is { Length: > 0 } text ? text : throw Wrong(field, "a text");

    public string? TextOrNull(string field) =>
        document[field] switch
        {
            null or JValue { Type: JTokenType.Null } => null,
            JValue { Type: JTokenType.String } text => (string?)text,
            _ => throw Wrong(field, "a text"),
        };

    public bool Flag(string field) =>
        document[field] switch
        {
            null or JValue { Type: JTokenType.Null } => false,
            JValue { Type: JTokenType.Boolean } flag => (bool)flag,
            _ => throw Wrong(field, "true or false"),
        };

    public JObject Document(string field) => DocumentOrNull(field) ?? throw Wrong(field, "an object");

    public JObject? DocumentOrNull(string field) =>
        document[field] switch
        {
            null or JValue { Type: JTokenType.Null } => null,
            JObject value => value,
            _ => throw Wrong(field, "an object"),
        };

    public IEnumerable<ManifestReader> List(string field) =>
        Tokens(field).Select(item => item is JObject value ? new ManifestReader(value, path) : throw Wrong(field, "a list of objects"));

    public IEnumerable<ManifestReader> Required(string field) =>
        document[field] is JArray ? List(field) : throw Wrong(field, "a list of objects");

    public IEnumerable<string> Names(string field) =>
        Tokens(field)
            .Select(item =>
                item is JValue { Type: JTokenType.String, Value: string { Length: > 0 } name }
                    ? name
                    : throw Wrong(field, "a list of texts")
            );

    public IEnumerable<(string Name, ManifestReader Value)> Members(string field) =>
        Documents(field).Select(member => (member.Key, new ManifestReader(member.Value, path)));

    public IEnumerable<KeyValuePair<string, JObject>> Documents(string field) =>
        (DocumentOrNull(field) ?? [])
            .Properties()
            .Select(member =>
                KeyValuePair.Create(
                    member.Name,
                    member.Value as JObject ?? throw Wrong($"{field}.{member.Name}", "an object")
                )
            );

    public Dictionary<string, string> Texts(string field) =>
        (DocumentOrNull(field) ?? [])
            .Properties()
            .ToDictionary(
                member => member.Name,
                member =>
                    member.Value is JValue { Type: JTokenType.String, Value: string text }
                        ? text
                        : throw Wrong($"{field}.{member.Name}", "a text")
            );

    private JArray Tokens(string field) =>
        document[field] switch
        {
            null or JValue { Type: JTokenType.Null } => [],
            JArray list => list,
            _ => throw Wrong(field, "a list"),
        };

    private ManifestException Wrong(string field, string expected)
    {
        var place = document.Path.Length == 0 ? field : $"{document.Path}.{field}";
        return ManifestException.Damaged(path, $"{place} must be {expected}");
    }
}
