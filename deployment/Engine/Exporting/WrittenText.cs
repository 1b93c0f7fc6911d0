using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>What the workspace holds, as a declaration writes it: with <c>$${</c> where it would read a reference or a variable.</summary>
internal static class WrittenText
{
    /// <summary>A copy whose names of fields are written so; its values are already.</summary>
    public static JToken WithNames(JToken token) => Copy(token, value => value.DeepClone());

    /// <summary>A copy whose names of fields and texts are written so.</summary>
    public static JToken Of(JToken token) =>
        Copy(token, value => value is JValue { Value: string text } ? SecretDetector.Escaped(text) : value.DeepClone());

    private static JToken Copy(JToken token, Func<JToken, JToken> valueOf) =>
        token switch
        {
            JObject document => new JObject(
                document.Properties().Select(field => new JProperty(SecretDetector.Escaped(field.Name), Copy(field.Value, valueOf)))
            ),
            JArray list => new JArray(list.Select(entry => Copy(entry, valueOf))),
            _ => valueOf(token),
        };
}
