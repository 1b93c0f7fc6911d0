using System.Globalization;
using System.Numerics;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Fields;

/// <summary>Reads a value as the service does where it is written in another type: <c>"3"</c> as a number, <c>3</c> as a text.</summary>
internal static class TypedValue
{
    /// <returns>Null when the service does not take the value for one of the type.</returns>
    public static JValue? Of(JToken value, FieldType type) =>
        (type, value) switch
        {
            (FieldType.Text, JValue { Type: JTokenType.Integer or JTokenType.Float } number) => new JValue(
                number.ToString(CultureInfo.InvariantCulture)
            ),
            (FieldType.Text, JValue { Value: bool flag }) => new JValue(flag ? "true" : "false"),
            (FieldType.Whole, JValue { Value: string text }) => Whole(text),
            (FieldType.Number, JValue { Value: string text }) => Number(text),
            (FieldType.Flag, JValue { Value: string text }) => bool.TryParse(text, out var flag) ? new JValue(flag) : null,
            _ => null,
        };

    private static JValue? Whole(string text) =>
        !BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? null
        : number >= long.MinValue && number <= long.MaxValue ? new JValue((long)number)
        : new JValue(number);

    private static JValue? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? new JValue(number) : null;
}
