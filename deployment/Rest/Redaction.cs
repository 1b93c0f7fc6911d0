using System.Text.RegularExpressions;
using Layercake.Secrecy;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest;

/// <summary>
/// Keeps what is secret by the name of its field out of logs and messages; what is known to be secret is the redactor's matter.
/// </summary>
public static partial class Redaction
{
    // Shorter texts are left alone in foreign messages: blanking every "1" or "true" would make them unreadable.
    private const int ShortestScrubbed = 6;

    /// <summary>
    /// A copy in which values that are secret by their name, or look like one, are blanked, and contents are only counted.
    /// </summary>
    public static JToken Blanked(JToken json)
    {
        var copy = json.DeepClone();
        if (copy is JValue alone)
            return LooksSecret(alone) ? Redactor.Blank : alone;

        Walk(copy, secret => secret.Value = Redactor.Blank, content => content.Value = $"<{((string?)content)?.Length ?? 0} characters>");
        return copy;
    }

    /// <summary>A foreign text without what the redactor knows, and without whatever in the request's body is secret.</summary>
    internal static string Scrub(string text, JObject? body, Redactor redactor)
    {
        // Of its own, since such a value is secret only where it comes back: TZ=Europe/Paris is no secret anywhere else.
        var sent = new Redactor();
        if (body is not null)
            Walk(body, value => sent.Register(Long(value)), Remove);

        return sent.Redact(redactor.Redact(text));

        // Contents run to megabytes, whose other forms nobody answers with.
        void Remove(JValue content) => text = Long(content) is { } all ? text.Replace(all, Redactor.Blank, StringComparison.Ordinal) : text;

        static string? Long(JValue value) => value.Value?.ToString() is { Length: >= ShortestScrubbed } secret ? secret : null;
    }

    private static void Walk(JToken json, Action<JValue> secret, Action<JValue> content)
    {
        foreach (var value in ((json as JContainer)?.DescendantsAndSelf() ?? [json]).OfType<JValue>().ToList())
        {
            if (value.Type is JTokenType.Null or JTokenType.Boolean)
                continue;
            // First, since contents run to megabytes that need no looking through.
            if (value.Parent is JProperty { Name: "content" or "contents" or "data" or "script" })
                content(value);
            else if (LooksSecret(value) || IsSecretByName(value))
                secret(value);
        }
    }

    // Settings are secret whatever they are called; the names of the others decide. What only names a secret is none.
    private static bool IsSecretByName(JValue value) =>
        !(value.Value is string text && SecretReferencePatterns.IsAllOf(text))
        && (value.Ancestors().OfType<JProperty>().Any(field => SecretName().IsMatch(field.Name)) || IsSetting(value));

    private static bool IsSetting(JValue value)
    {
        var fields = value.Ancestors().OfType<JProperty>().ToList();
        var above = fields.FindIndex(field => SettingFields.Hold(field.Name));

        // {"name": "password", "default": "…"} in a list; in an object of settings one may itself be called name.
        return above >= 0 && !(above == 1 && fields[1].Value is JArray && SettingFields.IsLabel(fields[0].Name));
    }

    private static bool LooksSecret(JValue value) => value.Type == JTokenType.String && SecretPatterns.IsIn((string)value!);

    [GeneratedRegex(
        "(secret(?!_scope)|passw|(?<!page_)(?<!idempotency_)token$|token_value|_value$|credential|authorization"
            + "|account\\.key|access.?key|api.?key|private.?key|basic_auth|sas$|sas\\.|signature)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex SecretName();
}
