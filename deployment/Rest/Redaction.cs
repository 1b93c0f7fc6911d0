using Layercake.Secrecy;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest;

/// <summary>
/// Keeps what is secret by the name or the place of its field out of logs and messages; what is known to be secret is the redactor's
/// matter.
/// </summary>
public static class Redaction
{
    // Shorter texts are left alone in foreign messages: blanking every "1" or "true" would make them unreadable.
    private const int ShortestScrubbed = 6;

    private static readonly SecretPlaces NoPlaces = new();

    /// <summary>
    /// A copy in which values that are secret by their name, or look like one, are blanked, and contents are only counted.
    /// </summary>
    public static JToken Blanked(JToken json) => Blanked(json, NoPlaces);

    /// <param name="places">Fields whose values are blanked too.</param>
    /// <inheritdoc cref="Blanked(JToken)"/>
    internal static JToken Blanked(JToken json, SecretPlaces places)
    {
        var copy = json.DeepClone();
        if (copy is JValue alone)
            return LooksSecret(alone) ? Redactor.Blank : alone;

        var texts = OpenedTexts.In(copy, value => IsContent(value) || IsSecretByName(value) || places.Hold(value));
        Walk(
            copy,
            places,
            secret => secret.Value = Redactor.Blank,
            content => content.Value = $"<{((string?)content)?.Length ?? 0} characters>"
        );
        texts.Close();
        return copy;
    }

    /// <summary>A foreign text without what the redactor knows, and without whatever in the request's body is secret.</summary>
    internal static string Scrub(string text, JObject? body, Redactor redactor, SecretPlaces places)
    {
        // Of its own, since such a value is secret only where it comes back: TZ=Europe/Paris is no secret anywhere else.
        var sent = new Redactor();
        if (body?.DeepClone() is { } copy)
        {
            OpenedTexts.In(copy, value => IsContent(value) || IsSecretByName(value) || places.Hold(value));
            Walk(copy, places, value => sent.Register(Long(value)), Remove);
        }

        return sent.Redact(redactor.Redact(text));

        // Contents run to megabytes, whose other forms nobody answers with.
        void Remove(JValue content) => text = Long(content) is { } all ? text.Replace(all, Redactor.Blank, StringComparison.Ordinal) : text;

        static string? Long(JValue value) => value.Value?.ToString() is { Length: >= ShortestScrubbed } secret ? secret : null;
    }

    private static void Walk(JToken json, SecretPlaces places, Action<JValue> secret, Action<JValue> content)
    {
        foreach (var value in ((json as JContainer)?.DescendantsAndSelf() ?? [json]).OfType<JValue>().ToList())
        {
            if (value.Type is JTokenType.Null or JTokenType.Boolean)
                continue;
            // First, since contents run to megabytes that need no looking through.
            if (IsContent(value))
                content(value);
            else if (LooksSecret(value) || IsSecretByName(value) || places.Hold(value))
                secret(value);
        }
    }

    private static bool IsContent(JValue value) => value.Parent is JProperty { Name: "content" or "contents" or "data" or "script" };

    // Settings are secret whatever they are called; the names of the others decide. What only names a secret is none.
    private static bool IsSecretByName(JValue value) =>
        !NamedSecrets.OnlyNamesSecrets(value)
        && (
            NamedSecrets.Hold(value)
            || value.Ancestors().OfType<JProperty>().Any(field => IsSecretWithAllBelow(field.Name))
            || IsSetting(value)
        );

    // Also with all that only the log is not to show: string_value is the value of a secret, and double_value is a number of an alert.
    private static bool IsSecretWithAllBelow(string field) =>
        SecretFieldNames.AreSecret(field) || field.EndsWith("_value", StringComparison.OrdinalIgnoreCase);

    private static bool IsSetting(JValue value)
    {
        var fields = value.Ancestors().OfType<JProperty>().ToList();
        var above = fields.FindIndex(field => SettingFields.Hold(field.Name) || IsRuleOfSetting(field.Name));
        if (above < 0)
            return false;
        if (IsRuleOfSetting(fields[above].Name))
            return SecretFieldNames.AreNamedElsewhere(fields[0].Name);

        // {"name": "password", "default": "…"} in a list; in an object of settings one may itself be called name.
        return !(above == 1 && fields[1].Value is JArray && SettingFields.IsLabel(fields[0].Name));
    }

    /// <summary>Of a cluster policy: <c>spark_env_vars.DB_USER</c>.</summary>
    private static bool IsRuleOfSetting(string field) =>
        field.IndexOf('.', StringComparison.Ordinal) is > 0 and var point && SettingFields.Hold(field[..point]);

    private static bool LooksSecret(JValue value) => value.Type == JTokenType.String && SecretPatterns.IsIn((string)value!);
}
