using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.ClusterPolicies;

/// <summary>The policies that every workspace has from the start, one of each family and with its name. Nobody made them.</summary>
internal static class BuiltInPolicies
{
    private const string Mark = "is_default";

    public static bool Has(StoredObject policy) => (bool?)policy.Facts[Mark] == true;

    /// <summary>Adds those that are not there yet, each with an id of this workspace.</summary>
    public static void Ensure(ObjectTable policies)
    {
        lock (policies.Gate)
        {
            var there = policies.All().Where(Has).Select(policy => policy.Spec.Text("policy_family_id")).ToHashSet();
            foreach (var family in PolicyFamilies.All.Where(family => !there.Contains(family.Text("policy_family_id"))))
                policies.Add(
                    NewIds.Hex16(lowercase: false),
                    new JObject { ["name"] = family["name"], ["policy_family_id"] = family["policy_family_id"] },
                    Principal.Anonymous,
                    new JObject { [Mark] = true }
                );
        }
    }
}
