using System.Globalization;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ClusterPolicies;

/// <summary>What a policy makes of the clusters that use it: it fills in values, and refuses what its rules do not allow.</summary>
internal static class PolicyEnforcement
{
    /// <summary>Maps of the user, whose keys may hold points.</summary>
    private static readonly string[] Maps = ["spark_conf", "spark_env_vars", "custom_tags"];

    /// <summary>
    /// The specification with the policy's fixed values, and with its defaults when <c>apply_policy_default_values</c> says so.
    /// </summary>
    /// <param name="definition">The policy's rules.</param>
    /// <param name="clusterType"><c>all-purpose</c>, <c>job</c> or <c>dlt</c>.</param>
    /// <exception cref="PolicyViolationException">The first rule that is broken.</exception>
    public static JObject Apply(JObject definition, JObject spec, string clusterType)
    {
        var rules = definition
            .Properties()
            .Select(rule => new PolicyRule(rule.Name, (JObject)rule.Value))
            .Where(rule => rule.IsKnown)
            .ToList();
        var filled = (JObject)spec.DeepClone();
        FillIn(rules, filled, (bool?)spec["apply_policy_default_values"] == true);

        var attributes = Attributes(filled, "")
            .Append((PolicyRule.ClusterType, new JValue(clusterType)))
            .ToDictionary(attribute => attribute.Item1, attribute => attribute.Item2, StringComparer.Ordinal);
        foreach (var (path, value) in attributes)
            if (RuleOf(path, rules)?.Problem(value) is { } problem)
                throw new PolicyViolationException(path, $"{problem} (is \"{value.ToString(Newtonsoft.Json.Formatting.None).Trim('"')}\")");

        if (rules.Find(rule => rule.IsRequired && !attributes.ContainsKey(rule.Path) && !IsGivenLater(rule.Path)) is { } missing)
            throw new PolicyViolationException(missing.Path, "the value must be present");

        return filled;

        // Whether the service refuses what it fills in itself, or what a pool has, is not known, so it is taken.
        bool IsGivenLater(string path) =>
            path switch
            {
                "node_type_id" => clusterType == ClusterUse.Pipeline || attributes.ContainsKey("instance_pool_id"),
                "driver_node_type_id" => clusterType == ClusterUse.Pipeline
                    || attributes.ContainsKey("instance_pool_id")
                    || attributes.ContainsKey("driver_instance_pool_id"),
                "enable_local_disk_encryption" => clusterType == ClusterUse.Pipeline,
                _ => false,
            };
    }

    /// <summary>A rule about exactly this attribute counts before those with a star.</summary>
    private static PolicyRule? RuleOf(string path, List<PolicyRule> rules) =>
        rules.Find(rule => rule.Path == path) ?? rules.Find(rule => rule.IsAbout(path));

    private static void FillIn(List<PolicyRule> rules, JObject spec, bool withDefaults)
    {
        var given = Attributes(spec, "").Select(attribute => attribute.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in rules.Where(rule => !given.Contains(rule.Path)))
            if (rule.Given(withDefaults) is { } value)
                Set(spec, Steps(rule.Path), value);
    }

    public static string[] Steps(string path) =>
        path.Split('.', 2) is [var map, var key] && Maps.Contains(map) ? [map, key] : path.Split('.');

    private static void Set(JContainer holder, ReadOnlySpan<string> steps, JToken value)
    {
        if (holder is JArray list)
        {
            if (!int.TryParse(steps[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > list.Count)
                return;
            if (index == list.Count)
                list.Add(steps.Length == 1 ? value.DeepClone() : new JObject());
            if (steps.Length > 1 && list[index] is JContainer entry)
                Set(entry, steps[1..], value);
        }
        else if (steps.Length == 1)
            holder[steps[0]] = value.DeepClone();
        else
        {
            var isList = int.TryParse(steps[1], NumberStyles.None, CultureInfo.InvariantCulture, out _);
            holder[steps[0]] ??= isList ? new JArray() : new JObject();
            if (holder[steps[0]] is JContainer below)
                Set(below, steps[1..], value);
        }
    }

    /// <summary>All values of a specification, by their paths as rules name them: keys and positions with points between them.</summary>
    private static IEnumerable<(string Path, JToken Value)> Attributes(JToken token, string path) =>
        token switch
        {
            JObject fields => fields.Properties().SelectMany(field => Attributes(field.Value, Below(path, field.Name))),
            JArray list => list.SelectMany((entry, i) => Attributes(entry, Below(path, i.ToString(CultureInfo.InvariantCulture)))),
            _ => [(path, token)],
        };

    private static string Below(string path, string step) => path.Length == 0 ? step : $"{path}.{step}";
}

/// <summary>A cluster is not what its policy allows.</summary>
internal sealed class PolicyViolationException(string attribute, string problem) : Exception
{
    public override string Message { get; } = $"Cluster validation error: Validation failed for {attribute}, {problem}";
}
