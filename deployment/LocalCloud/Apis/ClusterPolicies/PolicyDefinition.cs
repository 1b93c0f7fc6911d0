using System.Text.RegularExpressions;
using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ClusterPolicies;

/// <summary>
/// The rules of a policy, which travel as JSON in a string: a map from a path of a cluster's attribute to what it may be.
/// </summary>
internal static class PolicyDefinition
{
    // What each type of rule cannot do without; one of several for a range.
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

    /// <exception cref="ApiError">400 when it is no JSON object of rules.</exception>
    public static JObject Read(string text, string field)
    {
        var definition = Parse(text) ?? throw ApiError.InvalidParameter($"{field} is not a valid JSON object.");
        foreach (var rule in definition.Properties())
            Check(rule);

        return definition;
    }

    private static void Check(JProperty rule)
    {
        var type = (string?)(rule.Value as JObject)?["type"];
        CommonRules.Require(type is not null && Types.ContainsKey(type), $"Policy rule '{rule.Name}' has no known type.");
        var needs = Types[type!];
        CommonRules.Require(
            needs.Length == 0 || needs.Any(name => rule.Value[name] is not null),
            $"Policy rule '{rule.Name}' of type {type} lacks {string.Join(" or ", needs)}."
        );
        if (type == "regex")
            CommonRules.Require(IsPattern((string?)rule.Value["pattern"]), $"Policy rule '{rule.Name}' has no valid pattern.");
    }

    private static bool IsPattern(string? pattern)
    {
        try
        {
            _ = new Regex(pattern!);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static JObject? Parse(string text)
    {
        try
        {
            return JObject.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
