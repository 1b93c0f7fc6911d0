using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Testing;

/// <summary>What policies make of clusters, as <c>cluster-policies.json</c> says it.</summary>
/// <remarks>What a case with <c>unconfirmed</c> expects is our reading: nothing that is known of the service says so.</remarks>
/// <param name="Use">What the cluster is made for.</param>
/// <param name="Refused">The attribute that breaks a rule; null when none does.</param>
/// <param name="NotChecked">The attribute of which only the service can tell; null when there is none.</param>
/// <param name="Filled">What the cluster gets, by attribute.</param>
public sealed record PolicyCase(
    string Name,
    JObject Policy,
    JObject Cluster,
    string Use,
    string? Refused,
    string? NotChecked,
    IReadOnlyDictionary<string, JToken> Filled
);

/// <summary>The table by which the offline evaluator and the local cloud, which share no code, are both judged.</summary>
public static class PolicyCases
{
    private static readonly IReadOnlyList<PolicyCase> All = Load();

    public static IEnumerable<string> Names => All.Select(one => one.Name);

    public static PolicyCase Named(string name) => All.Single(one => one.Name == name);

    private static IReadOnlyList<PolicyCase> Load()
    {
        using var stream = typeof(PolicyCases).Assembly.GetManifestResourceStream("cluster-policies.json")!;
        using var reader = new JsonTextReader(new StreamReader(stream));
        return [.. JArray.Load(reader).Cast<JObject>().Select(Read)];
    }

    private static PolicyCase Read(JObject one)
    {
        var expected = one["expected"]!;
        var (refused, notChecked) = expected is JObject ? ((string?)expected["refused"], (string?)expected["not_checked"]) : (null, null);
        if (refused is null && notChecked is null && (string?)expected != "passes")
            throw new FormatException($"{one["case"]}: what is expected is not clear.");

        return new PolicyCase(
            (string)one["case"]!,
            (JObject)one["policy"]!,
            (JObject)one["cluster"]!,
            (string?)one["cluster_type"] ?? "all-purpose",
            refused,
            notChecked,
            ((JObject?)one["filled"] ?? []).Properties().ToDictionary(value => value.Name, value => value.Value)
        );
    }
}
