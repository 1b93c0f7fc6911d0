using Layercake.LocalCloud.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ClusterPolicies;

/// <summary>The definitions that the service brings along, for policies to start from.</summary>
internal static class PolicyFamilies
{
    public static IReadOnlyList<JObject> All { get; } =
    [
        Family(
            "personal-vm",
            "Personal Compute",
            "One machine for one person.",
            new JObject
            {
                ["num_workers"] = Fixed(0),
                ["cluster_type"] = Fixed("all-purpose"),
                ["autotermination_minutes"] = new JObject
                {
                    ["type"] = "unlimited",
                    ["defaultValue"] = 4320,
                    ["isOptional"] = true,
                },
            }
        ),
        Family(
            "power-user",
            "Power User Compute",
            "Several machines for one person.",
            new JObject
            {
                ["cluster_type"] = Fixed("all-purpose"),
                ["autotermination_minutes"] = new JObject
                {
                    ["type"] = "range",
                    ["maxValue"] = 4320,
                    ["defaultValue"] = 60,
                    ["isOptional"] = true,
                },
            }
        ),
        Family(
            "shared-compute",
            "Shared Compute",
            "Machines that several people use.",
            new JObject { ["cluster_type"] = Fixed("all-purpose") }
        ),
        Family("job-cluster", "Job Compute", "Machines for one run of a job.", new JObject { ["cluster_type"] = Fixed("job") }),
    ];

    public static JObject Require(string id) =>
        All.FirstOrDefault(family => family.Text("policy_family_id") == id)
        ?? throw ApiError.Missing($"Can't find policy family with id: {id}.");

    /// <summary>The policy's own rules, or those of its family with the policy's overrides in their place.</summary>
    public static string Definition(JObject policy)
    {
        if (policy.Text("definition") is { } own)
            return own;
        if (policy.Text("policy_family_id") is not { } id)
            return "{}";

        var rules = JObject.Parse((string)Require(id)["definition"]!);
        foreach (var rule in JObject.Parse(policy.Text("policy_family_definition_overrides") ?? "{}").Properties())
            rules[rule.Name] = rule.Value;

        return rules.ToString(Formatting.None);
    }

    private static JObject Family(string id, string name, string description, JObject definition) =>
        new()
        {
            ["policy_family_id"] = id,
            ["name"] = name,
            ["description"] = description,
            ["definition"] = definition.ToString(Formatting.None),
        };

    private static JObject Fixed(JToken value) => new() { ["type"] = "fixed", ["value"] = value };
}
