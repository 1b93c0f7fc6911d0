using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Identity.Errors;

/// <summary>Reads what a service answered.</summary>
internal static class JsonAnswer
{
    /// <summary>Null when it is no JSON object, such as the page of a gateway.</summary>
    public static JObject? ParseOrNull(string text)
    {
        try
        {
            return JToken.Parse(text) as JObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text or the number in a field; null when there is none, or something else.</summary>
    public static string? Text(this JObject? answer, string field) => answer?[field] is JValue value ? (string?)value : null;
}
