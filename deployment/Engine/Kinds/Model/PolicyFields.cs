namespace Layercake.Engine.Kinds.Model;

/// <summary>The fields of a cluster policy that hold rules, and what these may name.</summary>
internal static class PolicyFields
{
    public const string Definition = "definition";

    /// <summary>Rules in the place of those of the family.</summary>
    public const string Overrides = "policy_family_definition_overrides";

    public static IReadOnlyList<string> Documents { get; } = [Definition, Overrides];
}
