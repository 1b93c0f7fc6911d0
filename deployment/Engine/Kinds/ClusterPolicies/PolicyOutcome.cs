using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.ClusterPolicies;

/// <summary>What a policy makes of a cluster.</summary>
internal sealed record PolicyOutcome(
    IReadOnlyList<PolicyBreach> Breaches,
    IReadOnlyList<PolicyDoubt> Doubts,
    IReadOnlyList<PolicyValue> Filled
);

/// <summary>An attribute that is other than a rule says.</summary>
/// <param name="Attribute">Null where there is none and has to be one.</param>
internal sealed record PolicyBreach(PolicyRule Rule, ClusterAttribute? Attribute)
{
    public string Path => Attribute?.Path ?? Rule.Path;
}

/// <summary>An attribute that is not checked.</summary>
/// <param name="Why">A clause.</param>
/// <param name="Attribute">Null where there is none.</param>
internal sealed record PolicyDoubt(PolicyRule Rule, string Why, ClusterAttribute? Attribute)
{
    public string Path => Attribute?.Path ?? Rule.Path;
}

/// <summary>A value that the policy gives to the cluster.</summary>
internal sealed record PolicyValue(PolicyRule Rule, JToken Value);
