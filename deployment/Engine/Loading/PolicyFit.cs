using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.ClusterPolicies;
using Layercake.Engine.Kinds.InstancePools;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Loading;

/// <summary>Whether the clusters that Git declares are what the policies that they name allow, as far as Git declares these.</summary>
internal sealed class PolicyFit
{
    private readonly IReadOnlyDictionary<string, AssetKind> kinds;
    private readonly IReadOnlyList<Declaration> declared;
    private readonly Dictionary<string, Declaration> policies;
    private readonly HashSet<string> pools;
    private readonly ICollection<Finding> findings;
    private readonly HashSet<string> told = [];
    private readonly PolicyFindings clusters;

    /// <param name="kinds">By name.</param>
    /// <param name="declared">With paths as they are sent, and names as the environment has them.</param>
    public PolicyFit(IReadOnlyDictionary<string, AssetKind> kinds, IReadOnlyList<Declaration> declared, ICollection<Finding> findings)
    {
        (this.kinds, this.declared) = (kinds, declared);
        (this.findings, clusters) = (findings, new PolicyFindings(findings, isDeclared: true));
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
            foreach (var cluster in declared.SelectMany(declaration => DeclaredCluster.In(declaration, kinds[declaration.Kind])))
                if (cluster.Policy is { } name && policies.TryGetValue(name, out var policy))
                    Check(cluster, policy);

        return clusters.Filled;
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

        var rules = PolicyEvaluation.KnownRulesOf(content);
        if (PolicyEvaluation.PriceRule(rules) is { } price)
            TellOnce(
                policy,
                isOfFamily ? PolicyFields.Overrides : PolicyFields.Definition,
                $"{price.Path} is not checked: what a cluster costs only the service knows."
            );

        clusters.Add(cluster, policy.Name, rules, pools);
    }

    private void TellOnce(Declaration policy, string field, string message)
    {
        if (told.Add($"{policy.Name}/{field}"))
            findings.Add(policy.At(policy.Content.Property(field), "CPL005", message, Severity.Warning));
    }
}
