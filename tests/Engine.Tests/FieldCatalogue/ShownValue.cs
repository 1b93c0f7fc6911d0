using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>Compares values of a field as the engine's rules say that they are alike.</summary>
internal static class ShownValue
{
    /// <param name="unset">What the service showed before the field was ever declared.</param>
    /// <returns>How the service holds what is declared; null when it holds something else.</returns>
    public static string? Held(CatalogueField field, JObject declared, JObject live, JObject unset)
    {
        var (wanted, shown) = (field.At(declared), field.At(field.Form.Described.InShapeOf(declared, live, declared)));
        if (field.Rule?.Behaviour == FieldBehaviour.InputOnly)
            return shown is null ? Verdicts.Unreturned : null;
        if (wanted is not null)
            return IsSame(field, wanted, shown) ? Verdicts.Applied : null;
        if (field.Removal?.Sent is { } sent && IsSame(field, sent, shown))
            return Verdicts.Sent;

        return IsNone(shown) && IsNone(field.At(unset)) ? Verdicts.Gone
            : IsSame(field, field.At(unset), shown) || field.Rule?.Values.Any(value => IsSame(field, value, shown)) == true
                ? Verdicts.Default
            : null;
    }

    public static bool IsSame(CatalogueField field, JToken? one, JToken? other) =>
        (IsNone(one) && IsNone(other))
        || (
            one is not null
            && other is not null
            && JsonValues.Equal(ComparedValue.Of(one, field.Schema), ComparedValue.Of(other, field.Schema))
        );

    /// <summary>The service leaves out what is zero, false or empty.</summary>
    public static bool IsNone(JToken? value) =>
        value switch
        {
            null => true,
            JContainer container => container.Count == 0,
            JValue { Value: null or "" or false } => true,
            JValue { Type: JTokenType.Integer } number => (long)number == 0,
            _ => false,
        };
}
