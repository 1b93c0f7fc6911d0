using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.ClusterPolicies;
using Layercake.Engine.Kinds.InstancePools;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Loading;

/// <summary>Whether the clusters that Git declares are what the policies that they name allow, as far as Git declares these.</summary>
internal sealed class PolicyFit
{
    private readonly IReadOnlyList<Declaration> declared;
    private readonly Dictionary<string, Declaration> policies;
    private readonly HashSet<string> pools;
    private readonly ICollection<Finding> findings;
    private readonly HashSet<string> told = [];
    private readonly List<FilledValue> filled = [];

    /// <param name="declared">With paths as they are sent, and names as the environment has them.</param>
    public PolicyFit(IReadOnlyList<Declaration> declared, ICollection<Finding> findings)
    {
        (this.declared, this.findings) = (declared, findings);
        pools = [.. declared.Where(declaration => declaration.Kind == InstancePoolKind.Folder).Select(pool => pool.Name)];
        policies = declared
            .Where(declaration => declaration.Kind == ClusterPolicyKind.Folder)
            .DistinctBy(policy => policy.Name)
            .ToDictionary(policy => policy.Name, StringComparer.Ordinal);
    }

    /// <returns>What the policies fill in at the clusters.</returns>
    public IReadOnlyList<FilledValue> Check()
    {
        if (policies.Count > 0)
            foreach (var cluster in declared.SelectMany(DeclaredCluster.In))
                if (cluster.Policy is { } name && policies.TryGetValue(name, out var policy))
                    Check(cluster, policy);

        return filled;
    }

    private void Check(DeclaredCluster cluster, Declaration policy)
    {
        var content = AssetReferences.Translate(policy.Kind, policy.Content, reference => reference.Value);
        var isOfFamily = content.Has(PolicyDocument.Family);
        if (isOfFamily)
            TellOnce(
                policy,
                PolicyDocument.Family,
                $"the rules of the family {PolicyRule.Written(content[PolicyDocument.Family])} are the service's, so what names this "
                    + "policy is not checked against them; only against the overrides."
            );

        // How an override with a star stands to the rules of the family is not known.
        if (content[isOfFamily ? PolicyDocument.Overrides : PolicyDocument.Rules] is not JObject definition)
            return;

        var rules = PolicyEvaluation.RulesOf(definition).Where(rule => !isOfFamily || !rule.IsGeneric).ToList();
        if (PolicyEvaluation.PriceRule(rules) is { } price)
            TellOnce(
                policy,
                isOfFamily ? PolicyDocument.Overrides : PolicyDocument.Rules,
                $"{price.Path} is not checked: what a cluster costs only the service knows."
            );

        var outcome = new PolicyEvaluation(rules, pools).Of(cluster.Settings, cluster.Use);
        foreach (var breach in outcome.Breaches)
            Tell(cluster, policy, breach);
        var isTold = (PolicyRule rule) => rule.IsMalformed || rule == PolicyEvaluation.PriceRule(rules);
        foreach (var doubt in outcome.Doubts.Where(doubt => !isTold(doubt.Rule)))
            findings.Add(
                cluster.Of.At(
                    Place(cluster, doubt.Attribute),
                    "CPL005",
                    $"{cluster.PathOf(doubt.Attribute?.Steps ?? doubt.Rule.Steps)} is not checked against the rule {doubt.Rule.Path} "
                        + $"({doubt.Rule.Type}) of the cluster policy {policy.Name}: {doubt.Why}.",
                    Severity.Warning
                )
            );
        foreach (var value in outcome.Filled)
            filled.Add(new FilledValue(cluster.Of.Asset, cluster.PathOf(value.Rule.Steps), value.Value, policy.Name));
    }

    private void Tell(DeclaredCluster cluster, Declaration policy, PolicyBreach breach)
    {
        var path = cluster.PathOf(breach.Attribute?.Steps ?? breach.Rule.Steps);
        var rule = $"its rule {breach.Rule.Path} ({breach.Rule.Type}) takes {breach.Rule.Expected}";
        findings.Add(
            cluster.Of.At(
                Place(cluster, breach.Attribute),
                "CPL004",
                breach.Attribute is { } given
                    ? $"{path} is {PolicyRule.Written(given.Value)}, which the cluster policy {policy.Name} does not allow: {rule}. "
                        + (breach.Rule.IsForbidden ? "Remove it." : "Write that, or change the policy.")
                    : $"it has no {path}, which the cluster policy {policy.Name} requires: {rule}. Add it"
                        + (
                            breach.Rule.Default is { } usual
                                ? $", or apply_policy_default_values, which fills in {PolicyRule.Written(usual)}."
                                : ", or let the rule have isOptional."
                        )
            )
        );
    }

    /// <summary>The value that is judged, or where the cluster names the policy.</summary>
    private static JToken? Place(DeclaredCluster cluster, ClusterAttribute? attribute)
    {
        var value = attribute is null or { Path: ClusterAttribute.Use } ? cluster.Settings["policy_id"]! : attribute.Value;
        return value.Parent is JProperty field ? field : value;
    }

    private void TellOnce(Declaration policy, string field, string message)
    {
        if (told.Add($"{policy.Name}/{field}"))
            findings.Add(policy.At(policy.Content.Property(field), "CPL005", message, Severity.Warning));
    }
}

/// <summary>A value that a policy fills in at a cluster which says nothing of it.</summary>
/// <param name="Asset">What declares the cluster, as kind and name.</param>
/// <param name="Path">In the declaration of the asset.</param>
public sealed record FilledValue(string Asset, string Path, JToken Value, string Policy);
