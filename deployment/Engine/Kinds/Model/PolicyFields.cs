namespace Layercake.Engine.Kinds.Model;

/// <summary>The fields of a cluster policy that hold rules, and those of a cluster that say which policy counts and how.</summary>
internal static class PolicyFields
{
    public const string Definition = "definition";

    /// <summary>Rules in the place of those of the family.</summary>
    public const string Overrides = "policy_family_definition_overrides";

    /// <summary>The field of a cluster that names its policy.</summary>
    public const string OfCluster = "policy_id";

    /// <summary>The field of a cluster by which the policy fills in its defaults too.</summary>
    public const string WithDefaults = "apply_policy_default_values";

    public static IReadOnlyList<string> Documents { get; } = [Definition, Overrides];
}
