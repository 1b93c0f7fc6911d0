using Layercake.Secrecy;

namespace Layercake.Engine.Loading;

/// <summary>Says which values of cluster policies are not to be shown.</summary>
internal static class PolicyValues
{
    /// <summary>What only the workspace has is shown as a plan shows the workspace. What Git declares is there for all to read.</summary>
    /// <param name="attribute">What the value is about, from the top down: where a rule with a star judges, the attribute itself.</param>
    public static bool IsHidden(IReadOnlyList<string> attribute, bool isDeclared) =>
        !isDeclared && attribute.Any(SecretFieldNames.AreSecret);
}
