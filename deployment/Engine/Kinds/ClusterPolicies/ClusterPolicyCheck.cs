using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Clusters;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.ClusterPolicies;

/// <summary>Checks a cluster policy. An error means that the service would certainly refuse it.</summary>
internal sealed class ClusterPolicyCheck(CheckReport report)
{
    private const int LongestName = 100;
    private const int MostLibraries = 500;

    public void Check(JObject policy)
    {
        Source(policy);
        Rules(policy, PolicyFields.Definition);
        Rules(policy, PolicyFields.Overrides);
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
        {
            LibraryCheck.Check(library, LibrarySchema.Library, report, "CPL003");
            LibraryCheck.CheckSecrets(library, "the policy or a cluster of it", report, "CPL003");
        }

        if (policy.Number("max_clusters_per_user") is 0)
            report.Warning(
                "CPL003",
                policy["max_clusters_per_user"]!,
                "max_clusters_per_user is 0, and what that means is not known. Leave it out for no limit, or write 1 or more."
            );
    }

    private void Source(JObject policy)
    {
        var (hasRules, hasFamily) = (policy.Has(PolicyFields.Definition), policy.Has(PolicyDocument.Family));
        if (hasRules && hasFamily)
            report.Error(
                "CPL001",
                policy[PolicyFields.Definition]!,
                "definition stands beside policy_family_id, and the service takes one of them. Remove definition and write what is other "
                    + "than in the family into policy_family_definition_overrides, or remove policy_family_id."
            );
        else if (!hasRules && !hasFamily)
            report.Error("CPL001", policy, "it has neither a definition nor a policy_family_id. Add one of them.");
        else if (!hasFamily && policy.Has(PolicyFields.Overrides))
            report.Error(
                "CPL001",
                policy[PolicyFields.Overrides]!,
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
        if (rule.Value is JValue { Value: string whole } && JsonFields.IsOpen(whole))
            return;

        var type = (rule.Value as JObject)?.Text("type");
        if (ClusterAttribute.StepsOf(rule.Name).Any(string.IsNullOrWhiteSpace))
            report.Error(
                "CPL002",
                rule.Value,
                $"the rule \"{rule.Name}\" names no attribute of a cluster: its path has a part that is empty. Write the path of the "
                    + "attribute."
            );
        else if (type is not null && JsonFields.IsOpen(type))
            return;
        else if (PolicyRuleForm.Problem(rule.Value) is { } problem)
            report.Error("CPL002", rule.Value, $"the rule {rule.Name} {problem}");
        else
        {
            if (new PolicyRule(rule.Name, (JObject)rule.Value) is { IsAboutUnknown: true } unknown)
                report.Warning(
                    "CPL002",
                    rule.Value,
                    $"the rule {rule.Name} is about no attribute of a cluster that is known "
                        + $"here.{NameSuggestion.Suggest(unknown.Steps[0], ClusterAttribute.Known)} Clusters are not checked against it."
                );
            foreach (var doubt in PolicyRuleForm.Doubts((JObject)rule.Value))
                report.Warning("CPL002", rule.Value, $"the rule {rule.Name} {doubt}");
        }
    }
}
