using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.ClusterPolicies;

/// <summary>What a rule of a policy is made of, as the service documents the language of policies.</summary>
internal static class PolicyRuleForm
{
    private const string Scalar = "a text, a number, true or false";

    /// <summary>The types of rules, and of what each needs one.</summary>
    private static readonly Dictionary<string, string[]> Types = new(StringComparer.Ordinal)
    {
        ["fixed"] = ["value"],
        ["forbidden"] = [],
        ["allowlist"] = ["values"],
        ["blocklist"] = ["values"],
        ["regex"] = ["pattern"],
        ["range"] = ["minValue", "maxValue"],
        ["unlimited"] = [],
    };

    private static readonly string[] OfAnyType = ["type", "defaultValue", "isOptional", "hidden"];

    /// <summary>Why a rule cannot be read: the end of a sentence about it, and what to do. Null when it can.</summary>
    public static string? Problem(JToken rule)
    {
        if (rule is not JObject definition)
            return "is no object. Write one with a type.";
        if (definition.Text("type") is not { } type)
            return $"has no type. {KnownTypes}";
        if (!Types.TryGetValue(type, out var needs))
            return $"has the type {type}, which the service does not know.{NameSuggestion.Suggest(type, Types.Keys)} {KnownTypes}";
        if (needs.Length > 0 && !needs.Any(definition.Has))
            return $"of the type {type} has no {string.Join(" and no ", needs)}. Add one.";

        return needs
            .Where(definition.Has)
            .Select(name => Expected(name, definition[name]!) is { } expected ? $"has a {name} that is not {expected}. Write that." : null)
            .Append(IsFlag(definition["isOptional"]) ? null : "has an isOptional that is neither true nor false. Write one of them.")
            .FirstOrDefault(problem => problem is not null);
    }

    /// <summary>What a rule that can be read will hardly do as it is meant: ends of sentences about it, and what to do.</summary>
    public static IEnumerable<string> Doubts(JObject rule)
    {
        var type = rule.Text("type")!;
        var known = OfAnyType.Concat(Types[type]).ToList();
        foreach (var field in rule.Properties().Select(field => field.Name).Where(name => !known.Contains(name)))
            yield return $"of the type {type} has {field}, which no rule of it has that is known "
                + $"here.{NameSuggestion.Suggest(field, known.Where(name => !rule.ContainsKey(name)))} Remove it.";
        foreach (var bound in Types["range"].Where(name => type == "range" && rule.Text(name) is { } text && !JsonFields.IsOpen(text)))
            yield return $"has a {bound} that is a text. Write the number without quotes.";
        if (type == "allowlist" && rule.List("values") is { Count: 0 })
            yield return "has no values, so no cluster fits it. Add one, or let the type be forbidden.";
        if (type == "blocklist" && rule.List("values") is { Count: 0 })
            yield return "has no values, so it blocks nothing. Add one, or remove the rule.";
        if (type == "range" && PolicyRule.Number(rule["minValue"]) > PolicyRule.Number(rule["maxValue"]))
            yield return "has a minValue above its maxValue, so no number fits it. Correct one of them.";
        if (type == "regex" && rule.Text("pattern") is { } pattern && !JsonFields.IsOpen(pattern) && !IsPattern(pattern))
            yield return $"has the pattern {pattern}, which cannot be read as one. Correct it.";
    }

    private static string KnownTypes => $"It is one of {string.Join(", ", Types.Keys)}.";

    /// <summary>What the field has to be when it is something else.</summary>
    private static string? Expected(string name, JToken value) =>
        name switch
        {
            _ when IsOpen(value) => null,
            "value" => IsScalar(value) ? null : Scalar,
            "values" => value is JArray list && list.All(IsScalar) ? null : $"a list, each entry {Scalar}",
            "pattern" => value.Type == JTokenType.String ? null : "a text",
            _ => PolicyRule.Number(value) is not null ? null : "a number",
        };

    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsFlag(JToken? value) =>
        value is null or { Type: JTokenType.Null or JTokenType.Boolean } || IsOpen(value);

    private static bool IsScalar(JToken value) =>
        value.Type is JTokenType.String or JTokenType.Integer or JTokenType.Float or JTokenType.Boolean;

    private static bool IsOpen(JToken value) => value is JValue { Value: string text } && JsonFields.IsOpen(text);
}
