using System.Globalization;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.ClusterPolicies;

/// <summary>Puts what a policy fills in into the settings of a cluster, and takes it out of them.</summary>
internal static class FilledSettings
{
    /// <summary>What a cluster is found by stays in its file.</summary>
    private const string Name = "cluster_name";

    /// <summary>The value at a place; null where there is none.</summary>
    public static JToken? Find(JObject settings, IReadOnlyList<string> steps) =>
        steps.Aggregate((JToken?)settings, (holder, step) => holder is null ? null : Below(holder, step));

    /// <summary>Sets a value, with the objects and entries of lists above it that are missing.</summary>
    public static void Put(JObject settings, IReadOnlyList<string> steps, JToken value)
    {
        JToken holder = settings;
        for (var at = 0; at < steps.Count; at++)
        {
            var isLast = at == steps.Count - 1;
            if (Below(holder, steps[at]) is { } there && !isLast)
                holder = there;
            else
            {
                var added = isLast ? value.DeepClone() : Index(steps[at + 1]) is null ? new JObject() : new JArray();
                if (holder is JObject fields)
                    fields[steps[at]] = added;
                else if (holder is JArray list && Index(steps[at]) == list.Count)
                    list.Add(added);
                else
                    return;

                holder = added;
            }
        }
    }

    /// <summary>Takes out what a policy gives to a cluster that says nothing. A list stays, or goes as a whole.</summary>
    /// <returns>The paths that are left out.</returns>
    public static IReadOnlyList<string> LeaveOut(HeldCluster cluster, IReadOnlyList<PolicyValue> given)
    {
        var before = ClusterAttribute.In(cluster.Settings).Select(attribute => attribute.Steps).ToList();
        var rest = Rest(cluster.Settings, []) as JObject ?? [];
        cluster.Settings.ReplaceAll(rest.Properties());
        return [.. before.Where(steps => Find(rest, steps) is null).Select(cluster.PathOf)];

        JToken? Rest(JToken value, IReadOnlyList<string> steps) =>
            value switch
            {
                JObject { Count: > 0 } fields => Rests(fields, steps) is { Count: > 0 } rests ? new JObject(rests) : null,
                JArray { Count: > 0 } list => list.Select((entry, at) => Rest(entry, [.. steps, Text(at)])).All(entry => entry is null)
                    ? null
                    : list.DeepClone(),
                _ => given.Any(one => Gives(one, steps, value)) ? null : value.DeepClone(),
            };

        List<JProperty> Rests(JObject fields, IReadOnlyList<string> steps) =>
            [
                .. from field in fields.Properties()
                let rest = Rest(field.Value, [.. steps, field.Name])
                where rest is not null
                select new JProperty(field.Name, rest),
            ];
    }

    private static bool Gives(PolicyValue given, IReadOnlyList<string> steps, JToken value) =>
        given.Rule.Path != Name && given.Rule.Steps.SequenceEqual(steps) && PolicyRule.AreSame(given.Value, value);

    private static JToken? Below(JToken holder, string step) =>
        holder is JArray list ? (Index(step) is { } at && at < list.Count ? list[at] : null) : (holder as JObject)?[step];

    private static int? Index(string step) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static string Text(int at) => at.ToString(CultureInfo.InvariantCulture);
}
