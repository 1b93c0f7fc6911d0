using System.Collections.Concurrent;
using Layercake.Secrecy;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest;

/// <summary>
/// Fields that hold secrets in some object of the workspace. Whatever any object holds in such a field is kept out of logs and messages:
/// also a value of before, or one that was put there by hand, which nobody could register.
/// </summary>
/// <remarks>
/// A place is the name of a field and that of the field above it, wherever these stand: answers wrap objects in other ways than requests.
/// </remarks>
public sealed class SecretPlaces
{
    private const string AnyValue = "*";

    private readonly ConcurrentDictionary<(string Above, string Field), bool> places = new();

    private volatile bool holdsAll;

    /// <param name="value">A secret in a declaration, or what stands for one.</param>
    public void Add(JValue value)
    {
        if (PlaceOf(value) is not { } place)
            return;

        places[place] = true;

        // What a rule of a policy gives is held by clusters in the fields that the rule names.
        if (place.Field == AnyValue)
            foreach (var point in new[] { place.Above.IndexOf('.', StringComparison.Ordinal), place.Above.LastIndexOf('.') })
                if (point > 0)
                    places[(place.Above[..point].Split('.')[^1], place.Above[(point + 1)..])] = true;
    }

    /// <summary>From now on all that answers hold counts as secret: for who does not know what is declared, and needs none of it.</summary>
    public void AddAll() => holdsAll = true;

    internal bool Hold(JValue value) =>
        holdsAll || (!places.IsEmpty && PlaceOf(value) is { } place && Hold(place.Above, place.Field));

    internal bool Hold(string above, string field) => places.ContainsKey((above, field)) || places.ContainsKey(("", field));

    private static (string Above, string Field)? PlaceOf(JValue value)
    {
        var fields = value.Ancestors().OfType<JProperty>().Take(2).Select(field => field.Name).ToList();
        return fields switch
        {
            [var field, var above] when SecretFieldNames.AreNamedElsewhere(field) => (above, AnyValue),
            [var field, var above] => (above, field),
            [var field] => ("", field),
            _ => null,
        };
    }
}
