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
}
