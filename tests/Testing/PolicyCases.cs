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

/// <summary>What is wrong with the rules of a policy, whatever names it.</summary>
/// <remarks>What the service does with such a policy, and when, is unconfirmed.</remarks>
/// <param name="Rule">The path of the rule with which something is wrong; null when there is none.</param>
/// <param name="IsError">Such a rule is not in the language of policies; otherwise it is, and does nothing that anybody wants.</param>
/// <param name="IsTaken">The local cloud takes the policy.</param>
public sealed record PolicyFormCase(string Name, JObject Policy, string? Rule, bool IsError, bool IsTaken);

/// <summary>The table by which the offline checks and the local cloud, which share no code, are both judged.</summary>
public static class PolicyCases
{
    private static readonly ILookup<bool, JObject> Table = Load().ToLookup(one => one.ContainsKey("cluster"));

    private static readonly IReadOnlyList<PolicyCase> All = [.. Table[true].Select(Read)];

    private static readonly IReadOnlyList<PolicyFormCase> Forms = [.. Table[false].Select(ReadForm)];

    public static IEnumerable<string> Names => All.Select(one => one.Name);

    public static IEnumerable<string> FormNames => Forms.Select(one => one.Name);

    public static PolicyCase Named(string name) => All.Single(one => one.Name == name);

    public static PolicyFormCase FormNamed(string name) => Forms.Single(one => one.Name == name);

    private static IEnumerable<JObject> Load()
    {
        using var stream = typeof(PolicyCases).Assembly.GetManifestResourceStream("cluster-policies.json")!;
        using var reader = new JsonTextReader(new StreamReader(stream));
        return [.. JArray.Load(reader).Cast<JObject>()];
    }

    private static PolicyFormCase ReadForm(JObject one)
    {
        var (name, policy) = ((string)one["case"]!, (JObject)one["policy"]!);
        return one["expected"] is JObject expected
            ? expected.Properties().Single() switch
            {
                { Name: "malformed" } rule => new PolicyFormCase(name, policy, (string?)rule.Value, IsError: true, IsTaken: false),
                // The service has another dialect of patterns than either.
                { Name: "unreadable" } rule => new PolicyFormCase(name, policy, (string?)rule.Value, IsError: false, IsTaken: false),
                { Name: "doubtful" } rule => new PolicyFormCase(name, policy, (string?)rule.Value, IsError: false, IsTaken: true),
                _ => throw new FormatException($"{name}: what is expected is not clear."),
            }
            : new PolicyFormCase(name, policy, null, IsError: false, IsTaken: true);
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
