using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Jobs;

/// <summary>Maps of parameters, in which null is no value, unlike everywhere else.</summary>
internal static class MapFields
{
    private static readonly string[] Names = ["base_parameters", "named_parameters"];

    /// <param name="fields">As sent, with nulls.</param>
    /// <exception cref="ApiError">400.</exception>
    public static void Check(JObject fields)
    {
        foreach (var property in fields.Descendants().OfType<JProperty>().Where(property => Names.Contains(property.Name)))
            if (property.Value is not JValue { Value: null } && !IsMap(property.Value))
                throw ApiError.Malformed(
                    $"Could not parse request object: Expected 'key' and 'value' to be set for JSON map field {property.Name}"
                );
    }

    private static bool IsMap(JToken value) =>
        value is JObject map && map.PropertyValues().All(inner => inner.Type is not JTokenType.Null);
}
