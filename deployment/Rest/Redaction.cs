using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest;

/// <summary>Keeps secrets out of logs and messages.</summary>
internal static partial class Redaction
{
    private const string Blank = "***";

    // Shorter texts are left alone in foreign messages: blanking every "1" or "true" would make them unreadable.
    private const int ShortestScrubbed = 6;

    /// <summary>A copy in which values that are secret by their name, or look like one, are blanked, and contents are only counted.</summary>
    public static JToken Blanked(JToken json)
    {
        var copy = json.DeepClone();
        if (copy is JValue alone)
            return LooksSecret(alone) ? Blank : alone;

        Walk(copy, secret => secret.Value = Blank, content => content.Value = $"<{((string?)content)?.Length ?? 0} characters>");
        return copy;
    }

    /// <summary>A foreign text without the token and without whatever in the request's body is secret.</summary>
    public static string Scrub(string text, string? token, JObject? body)
    {
        if (token is { Length: >= ShortestScrubbed })
            text = text.Replace(token, Blank, StringComparison.Ordinal);
        if (body is not null)
            Walk(body, Remove, Remove);

        return SecretLooking().Replace(text, Blank);

        void Remove(JValue value)
        {
            if (value.Value?.ToString() is { Length: >= ShortestScrubbed } secret)
                text = text.Replace(secret, Blank, StringComparison.Ordinal);
        }
    }

    private static void Walk(JToken json, Action<JValue> secret, Action<JValue> content)
    {
        foreach (var value in ((json as JContainer)?.DescendantsAndSelf() ?? [json]).OfType<JValue>().ToList())
        {
            if (value.Type is JTokenType.Null or JTokenType.Boolean)
                continue;
            // First, since contents run to megabytes that need no looking through.
            if (value.Parent is JProperty { Name: "content" or "contents" or "data" })
                content(value);
            else if (LooksSecret(value) || IsSecretByName(value))
                secret(value);
        }
    }

    // Environment variables are secret whatever they are called; the names of the others decide.
    private static bool IsSecretByName(JValue value) =>
        value.Ancestors().OfType<JProperty>().Any(p => p.Name == "spark_env_vars" || SecretName().IsMatch(p.Name));

    private static bool LooksSecret(JValue value) => value.Type == JTokenType.String && SecretLooking().IsMatch((string)value!);

    [GeneratedRegex("(secret(?!_scope)|passw|(?<!page_)(?<!idempotency_)token$|token_value|_value$|credential|authorization|account\\.key|access.?key|api.?key|private.?key|basic_auth|sas$|sas\\.|signature)", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex("(dapi[0-9a-f]{32}(-[0-9]+)?|eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*|-----BEGIN[^-]*PRIVATE KEY-----.*|(?<=(AccountKey|SharedAccessKey|[?&]sig|[Pp]assword|[Pp]wd)=)[^;&\\s\"]+)", RegexOptions.Singleline)]
    private static partial Regex SecretLooking();
}
