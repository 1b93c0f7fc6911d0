using System.Numerics;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Checks;

/// <summary>
/// Reads fields of a declaration that may have any type; what has another type than asked for is not there, since <see cref="ShapeCheck"/>
/// tells that.
/// </summary>
internal static class JsonFields
{
    /// <summary>The field is declared: null is as good as left out.</summary>
    public static bool Has(this JObject document, string name) => document[name] is { Type: not JTokenType.Null };

    public static JObject? Object(this JObject document, string name) => document[name] as JObject;

    public static IEnumerable<JObject> Objects(this JObject document, string name) => (document[name] as JArray)?.OfType<JObject>() ?? [];

    public static JArray? List(this JObject document, string name) => document[name] as JArray;

    public static string? Text(this JObject document, string name) =>
        document[name] is JValue { Type: JTokenType.String } value ? (string)value! : null;

    /// <summary>A whole number of any size, as near as a <see cref="double"/> comes to it.</summary>
    public static double? Number(this JObject document, string name) =>
        document[name] switch
        {
            JValue { Value: long value } => value,
            JValue { Value: BigInteger value } => (double)value,
            JValue { Value: decimal value } => (double)value,
            JValue { Value: double value } => value,
            _ => null,
        };

    public static bool IsTrue(this JObject document, string name) => document[name] is JValue { Value: true };

    /// <summary>
    /// The text is known only when it is deployed or run: it holds a variable, a secret or one of the service's own references.
    /// </summary>
    public static bool IsOpen(string text) =>
        text.Contains("${", StringComparison.Ordinal) || text.Contains("{{", StringComparison.Ordinal);
}
