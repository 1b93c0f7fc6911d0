using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.ClusterPolicies;
using Layercake.Engine.Kinds.InstancePools;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Loading;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Planning;

/// <summary>Judges clusters that are about to be written by the cluster policies of the workspace that Git does not declare.</summary>
internal sealed class WorkspacePolicies(IReadOnlyDictionary<string, AssetKind> kinds, AssetNames names, Listings listings)
{
    /// <summary>What is wrong, and what the policies fill in.</summary>
    public (IReadOnlyList<Finding> Findings, IReadOnlyList<FilledValue> Filled) Check(IEnumerable<Declaration> written)
    {
        var findings = new List<Finding>();
        var clusters = new PolicyFindings(findings, isDeclared: false);
        var listed = listings.Live.GetValueOrDefault(ClusterPolicyKind.Folder) ?? [];
        var live = listed.ToLookup(policy => policy.Name, StringComparer.Ordinal);
        var pools = names.Names(InstancePoolKind.Folder).ToHashSet(StringComparer.Ordinal);
        if (live.Count > 0)
            foreach (var cluster in written.Select(Named).SelectMany(declaration => DeclaredCluster.In(declaration, kinds[declaration.Kind])))
                if (cluster.Policy is { } policy && names.Declared(ClusterPolicyKind.Folder, policy) is null && live[policy].Count() == 1)
                    clusters.Add(cluster, policy, RulesOf(live[policy].Single()), pools);

        return (findings, clusters.Filled);
    }

    /// <summary>With names where the document has ids.</summary>
    private Declaration Named(Declaration declaration) =>
        declaration with { Content = Named(declaration.Kind, declaration.Content) };

    private JObject Named(string kind, JObject content) => AssetReferences.Translate(kind, content, names.NameOf);

    private IReadOnlyList<PolicyRule> RulesOf(LiveAsset policy)
    {
        var rules = policy.Computed ?? policy.State[PolicyDocument.Rules];
        var content = new JObject { [PolicyDocument.Rules] = rules?.DeepClone() };
        PolicyDocument.Open(content, null);
        return Named(ClusterPolicyKind.Folder, content)[PolicyDocument.Rules] is JObject opened ? PolicyEvaluation.RulesOf(opened) : [];
    }
}
