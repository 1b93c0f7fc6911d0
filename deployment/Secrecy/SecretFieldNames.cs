using System.Text.RegularExpressions;

namespace Layercake.Secrecy;

/// <summary>Recognises by its name that a field or a setting holds a secret: <c>password</c>, <c>db.token</c>, <c>API_KEY</c>.</summary>
public static partial class SecretFieldNames
{
    /// <summary>Fields of an entry or a rule that hold what its name or key says.</summary>
    private static readonly HashSet<string> Values = new(StringComparer.Ordinal)
    {
        "value",
        "values",
        "default",
        "defaultValue",
        "pattern",
    };

    /// <summary>Whether the value of a field or setting of that name is secret.</summary>
    public static bool AreSecret(string name) => SecretName().IsMatch(name);

    /// <summary>Whether what stands above or beside the field names its value: <c>{"key": "password", "value": "…"}</c>.</summary>
    public static bool AreNamedElsewhere(string name) => Values.Contains(name);

    [GeneratedRegex(
        "(secret(?!_scope)|passw|passphrase|(?<!page_)(?<!idempotency_)token$|token_value|credential|authorization"
            // Short for a password, as a word of its own; numbered where there are several.
            + "|(^|[-_.])pwd?[0-9]*$"
            + "|account\\.key|access.?key|api.?key|private.?key|basic_auth|sas$|sas\\.|signature)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex SecretName();
}
