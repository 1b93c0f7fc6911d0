using System.Text.RegularExpressions;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Clusters;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.ClusterPolicies;

/// <summary>Checks a cluster policy. An error means that the service would certainly refuse it.</summary>
internal sealed class ClusterPolicyCheck(CheckReport report)
{
    private const int LongestName = 100;
    private const int MostLibraries = 500;

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

    public void Check(JObject policy)
    {
        Source(policy);
        Rules(policy, PolicyDocument.Rules);
        Rules(policy, PolicyDocument.Overrides);
        if (policy.Text("name") is { Length: > LongestName } name)
            report.Error(
                "CPL003",
                policy["name"]!,
                $"the name has {name.Length} letters; the service takes {LongestName}. Shorten it."
            );
        if (policy.List("libraries") is { Count: > MostLibraries } libraries)
            report.Error(
                "CPL003",
                libraries,
                $"libraries has {libraries.Count} entries; the service takes {MostLibraries}. Remove some."
            );
        foreach (var library in policy.Objects("libraries"))
            LibraryCheck.Check(library, LibrarySchema.Library, report, "CPL003");
        if (policy.Number("max_clusters_per_user") is 0)
            report.Warning(
                "CPL003",
                policy["max_clusters_per_user"]!,
                "max_clusters_per_user is 0, and what that means is not known. Leave it out for no limit, or write 1 or more."
            );
    }

    private void Source(JObject policy)
    {
        var (hasRules, hasFamily) = (policy.Has(PolicyDocument.Rules), policy.Has(PolicyDocument.Family));
        if (hasRules && hasFamily)
            report.Error(
                "CPL001",
                policy[PolicyDocument.Rules]!,
                "definition stands beside policy_family_id, and the service takes one of them. Remove definition and write what is other "
                    + "than in the family into policy_family_definition_overrides, or remove policy_family_id."
            );
        else if (!hasRules && !hasFamily)
            report.Error("CPL001", policy, "it has neither a definition nor a policy_family_id. Add one of them.");
        else if (!hasFamily && policy.Has(PolicyDocument.Overrides))
            report.Error(
                "CPL001",
                policy[PolicyDocument.Overrides]!,
                "policy_family_definition_overrides changes the rules of a family, and there is no policy_family_id. Add it, or write "
                    + "the rules into definition."
            );
    }

    private void Rules(JObject policy, string field)
    {
        if (policy[field] is JValue { Value: string text } written && !JsonFields.IsOpen(text))
            report.Error(
                "CPL002",
                written,
                $"{field} is a text that holds no JSON object: {PolicyDocument.Problem(text)} Write the rules as an object."
            );
        else if (policy.Has(field) && policy[field] is not (JObject or JValue { Value: string }))
            report.Error("CPL002", policy[field]!, $"{field} is neither an object of rules nor such an object in a text. Write an object.");
        else if (policy[field] is JObject rules)
            foreach (var rule in rules.Properties())
                Rule(rule);
    }

    private void Rule(JProperty rule)
    {
        var type = (rule.Value as JObject)?.Text("type");
        if (type is not null && JsonFields.IsOpen(type))
            return;

        if (type is null || !Types.TryGetValue(type, out var needs))
            report.Error(
                "CPL002",
                rule.Value,
                $"the rule {rule.Name} has {(type is null ? "no type" : $"the type {type}, which the service does not know")}."
                    + $"{(type is null ? "" : NameSuggestion.Suggest(type, Types.Keys))} It is one of {string.Join(", ", Types.Keys)}."
            );
        else if (needs.Length > 0 && !needs.Any(((JObject)rule.Value).Has))
            report.Error(
                "CPL002",
                rule.Value,
                $"the rule {rule.Name} of the type {type} has no {string.Join(" and no ", needs)}. Add one."
            );
        else if (type == "regex" && ((JObject)rule.Value).Text("pattern") is { } pattern && !IsPattern(pattern))
            report.Warning(
                "CPL002",
                rule.Value,
                $"the rule {rule.Name} has the pattern {pattern}, which cannot be read as one. Correct it."
            );
    }

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
