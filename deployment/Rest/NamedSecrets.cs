using Layercake.Secrecy;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest;

/// <summary>Values that are secret by the name of their field or setting, for logs and plans alike.</summary>
public static class NamedSecrets
{
    private static readonly string[] Names = ["key", "name"];

    /// <summary>Maps whose keys name users and groups, and whose values are what these may do.</summary>
    private static readonly string[] OfPrincipals = ["access_control_list", "acls"];

    /// <summary>Whether the value is one, by the fields above it and beside it. What only names a secret is none.</summary>
    public static bool Hold(JValue value)
    {
        if (value.Type is JTokenType.Null or JTokenType.Boolean || OnlyNamesSecrets(value))
            return false;

        var fields = value.Ancestors().OfType<JProperty>().Take(2).ToList();
        if (fields is not [var field, ..] || (fields is [_, { Value: JObject, Name: var map }] && OfPrincipals.Contains(map)))
            return false;

        return SecretFieldNames.AreSecret(field.Name)
            || (
                SecretFieldNames.AreNamedElsewhere(field.Name)
                && (fields is [_, { Value: JObject } above] && SecretFieldNames.AreSecret(above.Name) || IsNamedBeside(field))
            );
    }

    internal static bool OnlyNamesSecrets(JValue value) => value.Value is string text && SecretReferencePatterns.IsAllOf(text);

    private static bool IsNamedBeside(JProperty field) =>
        field.Parent is JObject { Parent: JArray } entry
        && Names.Any(name => entry[name] is JValue { Value: string written } && SecretFieldNames.AreSecret(written));
}
