using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.State;

/// <summary>Blanks what nobody should read in a snapshot: keys, tokens and the values of secrets.</summary>
internal static class Redaction
{
    private const string Blank = "[redacted]";

    /// <summary>A copy; the documents in the state stay as they are.</summary>
    public static JObject Of(JObject snapshot)
    {
        var copy = (JObject)snapshot.DeepClone();
        foreach (var table in copy.Properties())
            foreach (
                var property in ((JObject)table.Value)
                    .Descendants()
                    .OfType<JProperty>()
                    .Where(property => IsSecret(table.Name, property.Name))
                    .ToList()
            )
                property.Value = Blank;

        return copy;
    }

    private static bool IsSecret(string table, string property) =>
        property is "token" or "token_value" or "signing_key" or "string_value" or "bytes_value"
        || property.EndsWith("_secret", StringComparison.Ordinal)
        || property == "value"
            && (
                table.Contains("vault", StringComparison.Ordinal)
                || table.Contains("secret", StringComparison.Ordinal)
                || table == "arm_deployments"
            );
}
