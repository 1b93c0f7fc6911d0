using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Fields;

/// <summary>JSON compared and written by value: members in any order are equal, and <c>1</c> equals <c>1.0</c>.</summary>
public static class JsonValues
{
    public static bool Equal(JToken? one, JToken? other)
    {
        switch (one, other)
        {
            case (JObject left, JObject right):
                return left.Count == right.Count
                    && left.Properties().All(property => right[property.Name] is { } value && Equal(property.Value, value));
            case (JArray left, JArray right):
                return left.Count == right.Count && left.Zip(right).All(pair => Equal(pair.First, pair.Second));
            case (
                JValue { Type: JTokenType.Integer or JTokenType.Float } left,
                JValue { Type: JTokenType.Integer or JTokenType.Float } right
            ):
                return Number(left) == Number(right);
            default:
                return JToken.DeepEquals(one, other);
        }
    }

    /// <summary>Compact, members in ordinal order: the same value is always the same text.</summary>
    public static string Canonical(JToken value) => Sorted(value).ToString(Formatting.None);

    /// <summary><c>sha256:</c> and the hash of the canonical text.</summary>
    public static string Digest(JToken value) =>
        "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(value))));

    private static JToken Sorted(JToken value) =>
        value switch
        {
            JObject document => new JObject(
                document
                    .Properties()
                    .OrderBy(property => property.Name, StringComparer.Ordinal)
                    .Select(property => new JProperty(property.Name, Sorted(property.Value)))
            ),
            JArray list => new JArray(list.Select(Sorted)),
            _ => value,
        };

    private static string Number(JValue value) =>
        // Beyond what a decimal can hold.
        value.Value is double and (> 1e28 or < -1e28 or double.NaN) ? value.ToString(CultureInfo.InvariantCulture)
        : value.Value is decimal or double or float
            ? Convert
                .ToDecimal(value.Value, CultureInfo.InvariantCulture)
                .ToString("0.############################", CultureInfo.InvariantCulture)
            : value.ToString(CultureInfo.InvariantCulture);
}
