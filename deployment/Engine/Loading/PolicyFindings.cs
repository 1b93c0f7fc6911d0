using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.ClusterPolicies;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Secrets;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Loading;

/// <summary>Tells how clusters stand to the rules of the policies that they name.</summary>
/// <param name="isDeclared">Whether Git declares the policies. Of others the workspace has the last word, so a breach is a warning.</param>
internal sealed class PolicyFindings(ICollection<Finding> findings, bool isDeclared)
{
    private readonly List<FilledValue> filled = [];

    /// <summary>What the policies fill in at the clusters.</summary>
    public IReadOnlyList<FilledValue> Filled => filled;

    /// <param name="policy">Its name.</param>
    /// <param name="pools">The pools that are known by their names.</param>
    public void Add(DeclaredCluster cluster, string policy, IReadOnlyList<PolicyRule> rules, IReadOnlySet<string> pools)
    {
        var outcome = new PolicyEvaluation(rules, pools).Of(cluster.Settings, cluster.Use);
        foreach (var breach in outcome.Breaches)
            Tell(cluster, policy, breach);
        foreach (var doubt in outcome.Doubts.Where(doubt => !IsToldOfThePolicy(doubt.Rule, rules)))
            findings.Add(
                cluster.Of.At(
                    Place(cluster, doubt.Attribute),
                    "CPL005",
                    $"{cluster.PathOf(doubt.Attribute?.Steps ?? doubt.Rule.Steps)} is not checked against the rule {doubt.Rule.Path} "
                        + $"({doubt.Rule.Type}) of the cluster policy {policy}: {doubt.Why}.",
                    Severity.Warning
                )
            );
        foreach (var value in outcome.Filled)
            filled.Add(new FilledValue(cluster.Of.Asset, cluster.Cluster.Place, value.Rule.Steps, value.Value, policy));
    }

    private bool IsToldOfThePolicy(PolicyRule rule, IReadOnlyList<PolicyRule> rules) =>
        isDeclared && (rule.IsMalformed || rule.IsAboutUnknown || rule == PolicyEvaluation.PriceRule(rules));

    private void Tell(DeclaredCluster cluster, string policy, PolicyBreach breach)
    {
        var path = cluster.PathOf(Steps(breach));
        var rule = $"its rule {breach.Rule.Path} ({breach.Rule.Type}) takes {Shown(breach, breach.Rule.Expected)}";
        findings.Add(
            cluster.Of.At(
                Place(cluster, breach.Attribute),
                "CPL004",
                breach.Attribute is { } given
                    ? $"{path} is {PolicyRule.Written(given.Value)}, which the cluster policy {policy} does not allow: {rule}. "
                        + (breach.Rule.IsForbidden ? "Remove it." : $"Write that{OrChange(", or change the policy")}.")
                    : $"it has no {path}, which the cluster policy {policy} requires: {rule}. Add it"
                        + (
                            breach.Rule.Default is { } usual
                                ? $", or apply_policy_default_values, which fills in {Shown(breach, PolicyRule.Written(usual))}."
                                : $"{OrChange(", or let the rule have isOptional")}."
                        ),
                isDeclared ? Severity.Error : Severity.Warning
            )
        );
    }

    private string Shown(PolicyBreach breach, string value) =>
        PolicyValues.IsHidden(Steps(breach), isDeclared) ? SecretMask.Hidden : value;

    private static IReadOnlyList<string> Steps(PolicyBreach breach) => breach.Attribute?.Steps ?? breach.Rule.Steps;

    private string OrChange(string clause) => isDeclared ? clause : "";

    /// <summary>The value that is judged, or where the cluster names the policy.</summary>
    private static JToken? Place(DeclaredCluster cluster, ClusterAttribute? attribute)
    {
        var value = attribute is null or { Path: ClusterAttribute.Use } ? cluster.Settings[PolicyFields.OfCluster]! : attribute.Value;
        return value.Parent is JProperty field ? field : value;
    }
}
