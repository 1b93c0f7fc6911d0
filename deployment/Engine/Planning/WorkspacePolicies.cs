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
    /// <summary>By the ids of policies.</summary>
    private readonly Dictionary<string, IReadOnlyList<PolicyRule>> rules = new(StringComparer.Ordinal);

    /// <summary>What is wrong, and what the policies fill in.</summary>
    public (IReadOnlyList<Finding> Findings, IReadOnlyList<FilledValue> Filled) Check(IEnumerable<Declaration> written)
    {
        var findings = new List<Finding>();
        var clusters = new PolicyFindings(findings, isDeclared: false);
        var listed = listings.Live.GetValueOrDefault(ClusterPolicyKind.Folder) ?? [];
        var live = listed.ToLookup(policy => policy.Name, StringComparer.Ordinal);
        var pools = names.Names(InstancePoolKind.Folder).ToHashSet(StringComparer.Ordinal);
        if (live.Count > 0)
            foreach (var cluster in written.Where(HoldsClusters).Select(Named).SelectMany(ClustersIn))
                if (cluster.Policy is { } policy && names.Declared(ClusterPolicyKind.Folder, policy) is null && live[policy].Count() == 1)
                    clusters.Add(cluster, policy, RulesOf(live[policy].Single()), pools);

        return (findings, clusters.Filled);
    }

    private bool HoldsClusters(Declaration declaration) => kinds[declaration.Kind] is IHoldsClusters;

    private IEnumerable<DeclaredCluster> ClustersIn(Declaration declaration) => DeclaredCluster.In(declaration, kinds[declaration.Kind]);

    private IReadOnlyList<PolicyRule> RulesOf(LiveAsset policy) =>
        rules.TryGetValue(policy.Id, out var known) ? known : rules[policy.Id] = ReadRules(policy);

    /// <summary>With names where the document has ids.</summary>
    private Declaration Named(Declaration declaration) =>
        declaration with { Content = Named(declaration.Kind, declaration.Content) };

    private JObject Named(string kind, JObject content) => AssetReferences.Translate(kind, content, names.NameOf);

    private IReadOnlyList<PolicyRule> ReadRules(LiveAsset policy)
    {
        var definition = policy.Computed ?? policy.State[PolicyFields.Definition];
        var content = new JObject { [PolicyFields.Definition] = definition?.DeepClone() };
        PolicyDocument.Open(content, null);
        return Named(ClusterPolicyKind.Folder, content)[PolicyFields.Definition] is JObject opened ? PolicyEvaluation.RulesOf(opened) : [];
    }
}
