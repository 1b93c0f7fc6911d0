using System.Numerics;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Checks;

/// <summary>
/// Reads fields of a declaration that may have any type. A value of a wrong type counts as missing, since <see cref="SchemaCheck"/> reports
/// it.
/// </summary>
internal static class JsonFields
{
    /// <summary>Whether the field is declared; null counts as missing.</summary>
    public static bool Has(this JObject document, string name) => document[name] is { Type: not JTokenType.Null };

    public static JObject? Object(this JObject document, string name) => document[name] as JObject;

    public static IEnumerable<JObject> Objects(this JObject document, string name) => (document[name] as JArray)?.OfType<JObject>() ?? [];

    public static JArray? List(this JObject document, string name) => document[name] as JArray;

    public static string? Text(this JObject document, string name) =>
        document[name] is JValue { Type: JTokenType.String } value ? (string)value! : null;

    /// <summary>A whole number of any size, as the nearest <see cref="double"/>.</summary>
    public static double? Number(this JObject document, string name) => Number(document[name]);

    /// <inheritdoc cref="Number(JObject, string)"/>
    public static double? Number(JToken? value) =>
        value switch
        {
            JValue { Value: long number } => number,
            JValue { Value: BigInteger number } => (double)number,
            JValue { Value: decimal number } => (double)number,
            JValue { Value: double number } => number,
            _ => null,
        };

    public static bool IsTrue(this JObject document, string name) => document[name] is JValue { Value: true };

    /// <summary>
    /// Whether the text is not known yet: it has a variable, a secret or a reference of the service.
    /// </summary>
    public static bool IsOpen(string text) =>
        text.Contains("${", StringComparison.Ordinal) || text.Contains("{{", StringComparison.Ordinal);
}
