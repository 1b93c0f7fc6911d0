using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.ClusterPolicies;

/// <summary>Judges clusters by the rules of a policy, without a workspace. What is not known for certain is a doubt, never passed.
/// </summary>
/// <param name="pools">The pools that Git declares: of any other a name cannot be told from an id. Null where all are names.</param>
internal sealed class PolicyEvaluation(IReadOnlyList<PolicyRule> rules, IReadOnlySet<string>? pools = null)
{
    public const string Price = "dbus_per_hour";
    private const string Malformed = "the rule cannot be read";

    private const string Machine = "node_type_id";
    private const string DriverMachine = "driver_node_type_id";

    /// <summary>What clusters of jobs and pipelines may do without.</summary>
    private static readonly string[] OfAllPurpose = ["cluster_name", "autotermination_minutes"];

    /// <summary>What the service gives to the clusters of a pipeline that say nothing of it.</summary>
    private static readonly string[] FilledForPipeline = [Machine, DriverMachine, "enable_local_disk_encryption"];

    public static IReadOnlyList<PolicyRule> RulesOf(JObject definition) =>
        [.. definition.Properties().Where(rule => rule.Value is JObject).Select(rule => new PolicyRule(rule.Name, (JObject)rule.Value))];

    /// <summary>Of a policy, those that are known without the service: its own, or what it has other than its family.</summary>
    public static IReadOnlyList<PolicyRule> KnownRulesOf(JObject policy)
    {
        var isOfFamily = policy.Has(PolicyDocument.Family);
        var definition = policy.Object(isOfFamily ? PolicyFields.Overrides : PolicyFields.Definition) ?? [];

        // How an override with a star stands to the rules of the family is not known.
        return [.. RulesOf(definition).Where(rule => !isOfFamily || !rule.IsGeneric)];
    }

    /// <summary>The rules about what a cluster costs, which nobody but the service knows.</summary>
    public static PolicyRule? PriceRule(IEnumerable<PolicyRule> rules) => rules.FirstOrDefault(rule => rule.Path == Price);

    /// <param name="use">One of <see cref="ClusterUse"/>.</param>
    public PolicyOutcome Of(JObject cluster, string use)
    {
        var given = ClusterAttribute.In(cluster).Append(new ClusterAttribute([ClusterAttribute.Use], use)).ToList();
        var withDefaults = cluster.IsTrue(PolicyFields.WithDefaults);
        var filled = rules.Select(rule => Filled(rule, given, withDefaults)).OfType<PolicyValue>().ToList();
        var all = given.Concat(filled.Select(value => new ClusterAttribute(value.Rule.Steps, value.Value))).ToList();
        var (breaches, doubts) = (new List<PolicyBreach>(), new List<PolicyDoubt>());
        foreach (var attribute in all)
            Judge(attribute, breaches, doubts);
        foreach (var rule in rules.Where(rule => rule.Path != Price && rule.IsRequired && !IsGiven(rule, all)))
            if ((WhyUnknown(rule) ?? WhyNotMissed(rule, all, use)) is { } why)
                doubts.Add(new PolicyDoubt(rule, why, null));
            else
                breaches.Add(new PolicyBreach(rule, null));
        if (PriceRule(rules) is { } price)
            doubts.Add(new PolicyDoubt(price, "what a cluster costs only the service knows", null));

        return new PolicyOutcome(breaches, doubts, filled);
    }

    /// <summary>What it would fill in at a cluster that says nothing but whether it wants defaults.</summary>
    public IReadOnlyList<PolicyValue> Given(JObject cluster, string use) =>
        Of(new JObject { [PolicyFields.WithDefaults] = cluster[PolicyFields.WithDefaults] }, use).Filled;

    private static string? WhyUnknown(PolicyRule rule) =>
        rule.IsMalformed ? Malformed
        : rule.IsAboutUnknown ? "no attribute of that name is known here"
        : null;

    private static PolicyValue? Filled(PolicyRule rule, IReadOnlyList<ClusterAttribute> given, bool withDefaults)
    {
        if (rule.IsMalformed || rule.IsGeneric || rule.Path is ClusterAttribute.Use or Price || IsGiven(rule, given))
            return null;

        var value =
            rule.IsFixed ? rule.Definition["value"]
            : withDefaults ? rule.Default
            : null;
        return value is null ? null : new PolicyValue(rule, value);
    }

    private static bool IsGiven(PolicyRule rule, IEnumerable<ClusterAttribute> given) => given.Any(rule.Names);

    /// <summary>A rule that names the attribute goes before those with a star, and before one that forbids all of its block.</summary>
    private void Judge(ClusterAttribute attribute, List<PolicyBreach> breaches, List<PolicyDoubt> doubts)
    {
        var about = rules.Where(rule => rule.Names(attribute)).Take(1).ToList();
        if (about.Count == 0)
            about = [.. rules.Where(rule => rule.Covers(attribute))];

        var judged = about.Select(rule => (Rule: rule, Verdict: Judge(rule, attribute))).ToList();
        if (judged.Count == 0 || judged.TrueForAll(one => one.Verdict == PolicyVerdict.Fits))
            return;

        if (judged.TrueForAll(one => one.Verdict == PolicyVerdict.Breaks))
            breaches.Add(new PolicyBreach(judged[0].Rule, attribute));
        else
            doubts.Add(
                new PolicyDoubt(
                    judged.First(one => one.Verdict != PolicyVerdict.Fits).Rule,
                    judged.Exists(one => one.Rule.IsMalformed) ? Malformed
                        : judged.Count == 1 ? "its value is known to the service alone"
                        : "which of several rules with a star counts is not known",
                    attribute
                )
            );
    }

    /// <remarks>Names of pools are compared only with names.</remarks>
    private PolicyVerdict Judge(PolicyRule rule, ClusterAttribute attribute)
    {
        var verdict = rule.Judge(attribute);
        if (verdict != PolicyVerdict.Breaks || rule.IsForbidden || pools is null || !PoolFields.All.Contains(attribute.Path))
            return verdict;

        IEnumerable<JToken?> named = [attribute.Value, rule.Definition["value"], .. rule.Definition.List("values") ?? []];
        var areNames = named.OfType<JToken>().All(name => pools.Contains(PolicyRule.Written(name)));
        return rule.Type != "regex" && areNames ? verdict : PolicyVerdict.Unknown;
    }

    /// <param name="all">What the cluster has, with what the policy fills in.</param>
    private static string? WhyNotMissed(PolicyRule rule, IReadOnlyList<ClusterAttribute> all, string use) =>
        use != ClusterUse.AllPurpose && OfAllPurpose.Contains(rule.Path) ? "a cluster of that sort may have none"
        : use == ClusterUse.Pipeline && FilledForPipeline.Contains(rule.Path) ? "the service fills it in for a pipeline"
        : PoolsOf(rule.Path).Any(pool => all.Any(one => one.Path == pool)) ? "the pool says which machines it has"
        : null;

    /// <summary>The pools that would say it.</summary>
    private static IReadOnlyList<string> PoolsOf(string attribute) =>
        attribute switch
        {
            Machine => [PoolFields.Pool],
            DriverMachine => PoolFields.All,
            _ => [],
        };
}
