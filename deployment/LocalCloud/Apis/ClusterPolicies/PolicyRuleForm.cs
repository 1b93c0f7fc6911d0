using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ClusterPolicies;

/// <summary>The form of a rule: its path, its type, and what the type needs. That it is checked when a policy is written is
/// unconfirmed; a range or list that nothing fits is taken.</summary>
internal static class PolicyRuleForm
{
    private static readonly JTokenType[] Values = [JTokenType.String, JTokenType.Integer, JTokenType.Float, JTokenType.Boolean];

    /// <returns>What is wrong, after the name of the rule; null when nothing is.</returns>
    public static string? Problem(JProperty rule)
    {
        if (PolicyEnforcement.Steps(rule.Name).Any(string.IsNullOrWhiteSpace))
            return "names no attribute";
        if (rule.Value is not JObject definition)
            return "is no object";
        if (definition["isOptional"] is { Type: not (JTokenType.Boolean or JTokenType.Null) })
            return "has no valid isOptional";

        return (string?)(definition["type"] as JValue) switch
        {
            "fixed" => Has(definition["value"]) ? null : "lacks a value",
            "allowlist" or "blocklist" => definition["values"] is JArray list && list.All(Has) ? null : "lacks a list of values",
            "regex" => definition["pattern"] is JValue { Value: string pattern } && IsPattern(pattern) ? null : "has no valid pattern",
            "range" => Bounds(definition) switch
            {
                [] => "lacks minValue or maxValue",
                var given => given.All(IsNumber) ? null : "has a bound that is no number",
            },
            "forbidden" or "unlimited" => null,
            _ => "has no known type",
        };
    }

    private static JToken[] Bounds(JObject definition) =>
        [.. new[] { definition["minValue"], definition["maxValue"] }.OfType<JToken>().Where(bound => bound.Type != JTokenType.Null)];

    private static bool Has(JToken? value) => value is not null && Values.Contains(value.Type);

    private static bool IsNumber(JToken bound) =>
        bound is JValue value
        && decimal.TryParse(value.ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out _);

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
}
