using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Layercake.Bench.Clients;

/// <summary>What the client made of an answer, as JSON under the service's names. The client's own converters can read only.</summary>
internal static class Answers
{
    public static JsonNode? Json(object? value) =>
        value switch
        {
            null => null,
            string text => JsonValue.Create(text),
            bool flag => JsonValue.Create(flag),
            byte[] bytes => JsonValue.Create(Convert.ToBase64String(bytes)),
            Enum choice => JsonValue.Create(choice.ToString()),
            DateTimeOffset time => JsonValue.Create(time.ToString("O", CultureInfo.InvariantCulture)),
            IDictionary pairs => new JsonObject(
                pairs.Cast<dynamic>().Select(pair => KeyValuePair.Create((string)pair.Key.ToString(), Json((object)pair.Value)))
            ),
            IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(Json)]),
            IConvertible number => JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture)),
            _ => Members(value),
        };

    /// <summary>Properties of models; pages are tuples, which have fields.</summary>
    private static JsonObject Members(object model) =>
        new(
            model
                .GetType()
                .GetProperties()
                .Where(property => property.GetIndexParameters().Length == 0)
                .Select(property => KeyValuePair.Create(NameOf(property), Json(property.GetValue(model))))
                .Concat(model.GetType().GetFields().Select(field => KeyValuePair.Create(field.Name, Json(field.GetValue(model)))))
                .DistinctBy(member => member.Key)
        );

    private static string NameOf(PropertyInfo property) => property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? property.Name;
}
