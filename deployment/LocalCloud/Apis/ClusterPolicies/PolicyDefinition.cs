using Layercake.LocalCloud.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ClusterPolicies;

/// <summary>
/// The rules of a policy, which travel as JSON in a string: a map from a path of a cluster's attribute to what it may be.
/// </summary>
internal static class PolicyDefinition
{
    /// <exception cref="ApiError">400 when it is no JSON object of rules.</exception>
    public static JObject Read(string text, string field)
    {
        var definition = Parse(text) ?? throw ApiError.InvalidParameter($"{field} is not a valid JSON object.");
        foreach (var rule in definition.Properties())
            if (PolicyRuleForm.Problem(rule) is { } problem)
                throw ApiError.InvalidParameter($"Policy rule '{rule.Name}' {problem}.");

        return definition;
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
